package lockstep.rsync.token;

import java.io.IOException;

/// Told of each of a file's tokens, in their order, before the token is passed on. Judges them: a
/// token that it refuses goes no further, nor does any after it.
public interface TokenSink {
    /// The next `length` bytes of the file are sent; it may be none.
    void literal(long length) throws IOException;

    /// The next bytes of the file are these blocks, which the target has: as many as `count`, at
    /// least one, from `first` on. They may be any that can be written; those that there are not,
    /// the sink must refuse.
    void matched(long first, int count) throws IOException;
}
