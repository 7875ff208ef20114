package lockstep.link;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import lockstep.fault.FaultException;

/// An open byte channel to a program or a socket, here or on a node.
///
/// The streams are not buffered beyond what the transport does: callers read and write in blocks
/// and flush when the far side may wait. One thread may read [#in], one may read [#err] and one
/// may write [#out] at the same time. [#close] may be called by any thread, is idempotent, never
/// blocks for long, and makes every blocked read or write end with an `IOException`; a program
/// that still runs then gets a hang-up.
public interface Link extends AutoCloseable {
    /// What the far side writes. End of stream means that it closed its side.
    InputStream in();

    /// What the far side reads. Closing it tells the far side that no more comes.
    OutputStream out();

    /// What the program writes to its standard error; empty for a socket.
    InputStream err();

    /// Waits until the program has ended and gives its exit status; 128 + n when signal n ended
    /// it, and -1 where the far side never said. For a socket: 0 once it is closed.
    ///
    /// @throws FaultException `TimedOut` when it still runs after `limit`; `LinkLost` when the
    ///     connection under it broke
    int awaitExit(Duration limit) throws FaultException;

    @Override
    void close();
}
