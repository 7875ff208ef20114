package lockstep.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/// What goes out on a line, given to the system in large blocks: the library flushes after each
/// packet, and each block costs a system call here and wakes the far side. A thread with several
/// packets to send [holds][#hold] its own meanwhile; those of others go at once, and these with
/// them. Safe for many threads.
final class WriteBehind extends OutputStream {
    private static final int BLOCK = 256 * 1024;
    private static final long NOBODY = 0; // threads are counted from 1

    /// Where the bytes go.
    private interface Sink {
        /// Sends at least one byte of `block`, and leaves none of them in memory here.
        void write(ByteBuffer block) throws IOException;
    }

    private final Sink sink;
    private final Closeable closing;
    private final ByteBuffer block;
    private final ReentrantLock lock = new ReentrantLock();

    /// The [Thread#threadId] of the one that holds.
    private long holder = NOBODY;

    private WriteBehind(Sink sink, Closeable closing, ByteBuffer block) {
        this.sink = sink;
        this.closing = closing;
        this.block = block;
    }

    /// A socket takes memory outside of the heap without another copy.
    static WriteBehind of(SocketChannel socket) {
        return new WriteBehind(socket::write, socket, ByteBuffer.allocateDirect(BLOCK));
    }

    static WriteBehind of(OutputStream out) {
        return new WriteBehind(block -> empty(block, out), out, ByteBuffer.allocate(BLOCK));
    }

    private static void empty(ByteBuffer block, OutputStream out) throws IOException {
        out.write(block.array(), block.arrayOffset() + block.position(), block.remaining());
        block.position(block.limit());
        out.flush();
    }

    /// Until [#release], what this thread writes may stay here, unless another holds already. It
    /// must not wait for the far side meanwhile, which may wait for what stays here.
    void hold() {
        lock.lock();
        try {
            if (holder == NOBODY) {
                holder = Thread.currentThread().threadId();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends this thread's [#hold] and sends what is here.
    void release() throws IOException {
        lock.lock();
        try {
            if (holder == Thread.currentThread().threadId()) {
                holder = NOBODY;
            }
            send();
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock. What could not be sent is forgotten: the line is broken then.
    private void send() throws IOException {
        block.flip();
        try {
            while (block.hasRemaining()) {
                sink.write(block);
            }
        } finally {
            block.clear();
        }
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            if (holder != Thread.currentThread().threadId()) {
                send();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        lock.lock();
        try {
            int at = offset;
            int end = offset + length;
            while (at < end) {
                if (!block.hasRemaining()) {
                    send();
                }
                int n = Math.min(end - at, block.remaining());
                block.put(from, at, n);
                at += n;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
