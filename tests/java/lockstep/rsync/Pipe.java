package lockstep.rsync;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A pipe in memory that holds as much as a system's: who writes more waits for the reader.
final class Pipe {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring = new byte[64 << 10];
    private long written;
    private long read;
    private boolean ended;
    private boolean broken;

    InputStream in() {
        return new In();
    }

    OutputStream out() {
        return new Out();
    }

    /// What was written stays readable; then comes the end.
    void end() {
        set(() -> ended = true);
    }

    /// Blocked readers and writers fail at once.
    void breakOff() {
        set(() -> broken = true);
    }

    private void set(Runnable flag) {
        lock.lock();
        try {
            flag.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireWhole() throws IOException {
        if (broken) {
            throw new IOException("closed");
        }
    }

    private final class In extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            lock.lock();
            try {
                while (read == written && !ended && !broken) {
                    changed.awaitUninterruptibly();
                }
                requireWhole();
                int n = (int) Math.min(length, written - read);
                for (int i = 0; i < n; i++) {
                    into[offset + i] = ring[(int) (read++ % ring.length)];
                }
                changed.signalAll();
                return n == 0 && length > 0 ? -1 : n;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int available() {
            lock.lock();
            try {
                return (int) (written - read);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            breakOff();
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            lock.lock();
            try {
                for (int i = 0; i < length; i++) {
                    while (written - read == ring.length && !ended && !broken) {
                        changed.awaitUninterruptibly();
                    }
                    requireWhole();
                    if (ended) {
                        throw new IOException("broken pipe");
                    }
                    ring[(int) (written++ % ring.length)] = from[offset + i];
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            end();
        }
    }
}
