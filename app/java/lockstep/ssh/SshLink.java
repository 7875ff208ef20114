package lockstep.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Link;

/// A channel as the rest of the program sees it.
final class SshLink implements Link {
    private static final int NEVER_SAID = -1;

    private final String where;
    private final Opening opening;
    private final NodeChannel channel;
    private final Connection connection;
    private final InputStream in;
    private final InputStream err;
    private final OutputStream out = new Out();
    private final AtomicBoolean closed = new AtomicBoolean();

    SshLink(String where, Opening opening, NodeChannel channel, Connection connection) {
        this.where = where;
        this.opening = opening;
        this.channel = channel;
        this.connection = connection;
        in = new In(channel.getInputStream());
        err = new In(channel.error());
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
        return err;
    }

    @Override
    public int awaitExit(Duration limit) throws FaultException {
        try {
            Integer status = channel.awaitEnd(limit);
            if (!(opening instanceof Opening.Program)) {
                return 0;
            }
            return status == null ? NEVER_SAID : status;
        } catch (TimeoutException e) {
            throw new FaultException(new Fault.TimedOut(where, "a program to end", limit), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(where), e);
        } catch (IOException e) {
            throw new FaultException(new Fault.LinkLost(where, connection.why(e)), e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            channel.abandon();
        }
    }

    private final class In extends InputStream {
        private final InputStream source;

        In(InputStream source) {
            this.source = source;
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
            if (closed.get()) {
                throw new IOException("closed");
            }
            int n;
            try {
                n = source.read(into, offset, length);
            } catch (IOException e) {
                throw new IOException(connection.why(e), e);
            }
            if (n < 0 && closed.get()) {
                throw new IOException("closed");
            }
            return n;
        }

        @Override
        public int available() throws IOException {
            return source.available();
        }
    }

    private final class Out extends OutputStream {
        private boolean shut;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (shut) {
                throw new IOException("closed");
            }
            try {
                channel.send(from, offset, length);
            } catch (IOException e) {
                throw closed.get() ? e : new IOException(connection.why(e), e);
            }
        }

        @Override
        public void close() throws IOException {
            shut = true;
            if (!closed.get()) {
                channel.finish();
            }
        }
    }
}
