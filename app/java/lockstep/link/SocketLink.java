package lockstep.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;

/// A connected socket of this machine. Closing its output shuts down that direction only.
final class SocketLink implements Link {
    private final String where;
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final CountDownLatch closed = new CountDownLatch(1);

    SocketLink(String where, SocketChannel channel) {
        this.where = where;
        this.channel = channel;
        in = Channels.newInputStream(channel);
        out = new HalfClosing(channel);
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public InputStream err() {
        return InputStream.nullInputStream();
    }

    @Override
    public int awaitExit(Duration limit) throws FaultException {
        try {
            if (closed.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(where), e);
        }
        throw new FaultException(new Fault.TimedOut(where, "a socket to be closed", limit));
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            channel.close();
        } catch (IOException _) {
            // Closed is closed.
        }
    }

    private static final class HalfClosing extends OutputStream {
        private final SocketChannel channel;
        private final OutputStream out;

        HalfClosing(SocketChannel channel) {
            this.channel = channel;
            out = Channels.newOutputStream(channel);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.shutdownOutput();
            }
        }
    }
}
