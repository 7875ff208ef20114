package lockstep.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;

/// The bytes under a connection: a TCP connection, a channel through a jump host, or a
/// `ProxyCommand`. Knows how much has arrived, which is how a connection knows that its server
/// lives.
final class Line implements AutoCloseable {
    private final ReadAhead in;
    private final OutputStream out;
    private final Runnable closing;
    private final Supplier<String> complaint;

    /// @param closing must end blocked reads and writes, and not throw
    /// @param complaint what the line itself says about a failure; may be empty
    Line(ReadAhead in, OutputStream out, Runnable closing, Supplier<String> complaint) {
        this.in = in;
        this.out = out;
        this.closing = closing;
        this.complaint = complaint;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /// Bytes that have arrived so far.
    long received() {
        return in.received();
    }

    String complaint() {
        return complaint.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
