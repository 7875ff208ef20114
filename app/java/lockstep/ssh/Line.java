package lockstep.ssh;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The bytes under a connection: a TCP connection, a channel through a jump host, or a
/// `ProxyCommand`. Counts what arrives, which is how a connection knows that its server lives.
final class Line implements AutoCloseable {
    /// The library reads each packet in pieces; this makes a system call for many packets of it.
    private static final int READ_AHEAD = 256 * 1024;

    private final AtomicLong received = new AtomicLong();
    private final InputStream in;
    private final OutputStream out;
    private final Runnable closing;
    private final Supplier<String> complaint;

    /// @param closing must end blocked reads and writes, and not throw
    /// @param complaint what the line itself says about a failure; may be empty
    Line(InputStream in, OutputStream out, Runnable closing, Supplier<String> complaint) {
        this.in = new BufferedInputStream(new Counted(in), READ_AHEAD);
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
        return received.get();
    }

    String complaint() {
        return complaint.get();
    }

    @Override
    public void close() {
        closing.run();
    }

    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            received.addAndGet(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            received.addAndGet(Math.max(0, n));
            return n;
        }
    }
}
