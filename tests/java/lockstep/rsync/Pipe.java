package lockstep.rsync;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/// A pipe in memory that holds as much as a system's: who writes more waits for the reader. Waiting
/// allocates nothing, so that a test can tell what the program does.
final class Pipe {
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
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// Blocked readers and writers fail at once.
    synchronized void breakOff() {
        broken = true;
        notifyAll();
    }

    private synchronized int read(byte[] into, int offset, int length) throws IOException {
        try {
            while (read == written && !ended && !broken) {
                wait();
            }
        } catch (InterruptedException _) {
            throw new InterruptedIOException();
        }
        requireWhole();
        int n = (int) Math.min(length, written - read);
        for (int i = 0; i < n; i++) {
            into[offset + i] = ring[(int) (read++ % ring.length)];
        }
        notifyAll();
        return n == 0 && length > 0 ? -1 : n;
    }

    private synchronized void write(byte[] from, int offset, int length) throws IOException {
        try {
            for (int i = 0; i < length; i++) {
                while (written - read == ring.length && !ended && !broken) {
                    notifyAll();
                    wait();
                }
                requireWhole();
                if (ended) {
                    throw new IOException("broken pipe");
                }
                ring[(int) (written++ % ring.length)] = from[offset + i];
            }
        } catch (InterruptedException _) {
            throw new InterruptedIOException();
        } finally {
            notifyAll();
        }
    }

    private synchronized int available() {
        return (int) (written - read);
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
            return Pipe.this.read(into, offset, length);
        }

        @Override
        public int available() {
            return Pipe.this.available();
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
            Pipe.this.write(from, offset, length);
        }

        @Override
        public void close() {
            end();
        }
    }
}
