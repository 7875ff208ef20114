package lockstep.rsync.token;

import java.io.IOException;
import lockstep.wire.WireIn;

/// The form of a file's content on the wire: literal bytes, and numbers of blocks that the target
/// has. One for a conversation, since some forms carry state from file to file; one thread.
public sealed interface Tokens extends AutoCloseable permits PackedTokens, PlainTokens {
    /// Passes on one file's tokens, with the one that ends them, and tells each to `sink` before
    /// it goes on. In `in` a passage is open.
    ///
    /// @throws lockstep.wire.Broken for what no sender says; what was judged has gone on by then
    void pass(WireIn in, TokenSink sink) throws IOException;

    /// Frees what it holds.
    @Override
    default void close() {}
}
