package lockstep.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import jdk.net.ExtendedSocketOptions;

/// What has arrived on a line, taken from the system in large blocks: the library asks for each
/// packet in two pieces, which would be two system calls. Counts what arrives. One thread at a
/// time; any may close it.
final class ReadAhead extends InputStream {
    private static final int BLOCK = 256 * 1024;

    /// Below this, what was read may be all that comes for a while, in bytes.
    private static final int SMALL = 64 * 1024;

    /// Where the bytes come from.
    private interface Source {
        /// Waits for some and puts them into `block`, which is empty; -1 at the end.
        int read(ByteBuffer block) throws IOException;
    }

    private final Source source;
    private final Closeable closing;
    private final ByteBuffer block;
    private final AtomicLong received = new AtomicLong();

    private ReadAhead(Source source, Closeable closing, ByteBuffer block) {
        this.source = source;
        this.closing = closing;
        this.block = block.limit(0);
    }

    /// A socket fills memory outside of the heap, which saves a copy.
    static ReadAhead of(SocketChannel socket) {
        boolean hurried = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        return new ReadAhead(
                hurried ? into -> acknowledged(socket, into) : socket::read,
                socket,
                ByteBuffer.allocateDirect(BLOCK));
    }

    /// OpenSSH's server holds a small packet back until the one before is acknowledged (Nagle), as
    /// long as no program was run on the connection; a receiver puts that off for 40 ms in the hope
    /// of an answer to send it with. The option holds only until the system changes its mind.
    private static int acknowledged(SocketChannel socket, ByteBuffer into) throws IOException {
        int n = socket.read(into);
        if (n > 0 && n < SMALL) {
            try {
                socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            } catch (IOException _) {
                // What is wrong with the connection, the next read tells, after what has arrived.
            }
        }
        return n;
    }

    static ReadAhead of(InputStream in) {
        return new ReadAhead(b -> fill(in, b), in, ByteBuffer.allocate(BLOCK));
    }

    /// @param block empty
    private static int fill(InputStream in, ByteBuffer block) throws IOException {
        int n = in.read(block.array(), block.arrayOffset(), block.remaining());
        block.position(Math.max(0, n));
        return n;
    }

    /// Bytes that have arrived so far. Any thread.
    long received() {
        return received.get();
    }

    @Override
    public int read() throws IOException {
        return isThere() ? block.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!isThere()) {
            return -1;
        }
        int n = Math.min(length, block.remaining());
        block.get(into, offset, n);
        return n;
    }

    /// Waits until a byte can be taken; false at the end.
    private boolean isThere() throws IOException {
        if (block.hasRemaining()) {
            return true;
        }
        block.clear();
        try {
            received.addAndGet(Math.max(0, source.read(block)));
        } finally {
            block.flip();
        }
        return block.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
