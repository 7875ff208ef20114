package lockstep.link;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a program writes, readable so that [#close] ends a blocked read.
///
/// A blocked read of a pipe cannot be interrupted, and ending the program is not enough: its
/// grandchildren may hold the pipe open. So a thread of this stream's own reads ahead, by one
/// block at most, and readers wait on a condition.
final class PumpedInput extends InputStream {
    private static final int BLOCK = 64 * 1024; // what a pipe holds on Linux

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final InputStream pipe;
    private byte[] ready = new byte[BLOCK];
    private int from;
    private int to;
    private boolean ended;
    private boolean closed;
    private @Nullable IOException failure;

    PumpedInput(InputStream pipe, String name) {
        this.pipe = pipe;
        Thread.ofPlatform().daemon().name(name).start(this::pump);
    }

    private void pump() {
        byte[] block = new byte[BLOCK];
        try (pipe) {
            int n = 0;
            while (n >= 0) {
                n = pipe.read(block);
                block = handOver(block, n);
            }
        } catch (IOException e) {
            end(e);
        } catch (InterruptedException _) {
            end(null);
        }
    }

    /// Waits until the block before was read, gives this one and takes that one's array.
    private byte[] handOver(byte[] block, int n) throws InterruptedException {
        lock.lock();
        try {
            while (from < to && !closed) {
                changed.await();
            }
            if (n < 0 || closed) {
                ended = true;
            }
            byte[] spare = ready;
            ready = block;
            from = 0;
            to = Math.max(n, 0);
            changed.signalAll();
            return spare;
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable IOException why) {
        lock.lock();
        try {
            failure = why;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            while (from == to && !ended && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                throw new IOException("closed");
            }
            if (from == to) {
                return atEnd();
            }
            int n = Math.min(length, to - from);
            System.arraycopy(ready, from, into, offset, n);
            from += n;
            if (from == to) {
                changed.signalAll();
            }
            return n;
        } finally {
            lock.unlock();
        }
    }

    private int atEnd() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
        return -1;
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return to - from;
        } finally {
            lock.unlock();
        }
    }

    /// Ends blocked reads at once. The thread ends with the pipe, or with the next block.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
