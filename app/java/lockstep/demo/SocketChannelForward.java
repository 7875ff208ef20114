package lockstep.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/// A channel to a Unix socket on the server's side, `direct-streamlocal@openssh.com` (OpenSSH,
/// PROTOCOL, 2.4), which the library lacks: the request names the socket, then a reserved string
/// and number. Only sockets below one directory are opened.
final class SocketChannelForward extends AbstractServerChannel {
    private static final int BLOCK = 32 << 10;

    private final Path allowed;
    private final Inflow inflow = new Inflow(getLocalWindow());
    private final AtomicInteger directionsOpen = new AtomicInteger(2);
    private volatile @Nullable SocketChannel socket;

    private SocketChannelForward(Path allowed) {
        super("", List.of(), null);
        this.allowed = allowed;
    }

    /// Makes channels to the sockets below `allowed`.
    static ChannelFactory below(Path allowed) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "direct-streamlocal@openssh.com";
            }

            @Override
            public Channel createChannel(Session session) {
                return new SocketChannelForward(allowed);
            }
        };
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        String path = buffer.getString();
        var opened = new DefaultOpenFuture(this, this);
        Thread.ofVirtual().name("demo-socket-open").start(() -> open(path, opened));
        return opened;
    }

    private void open(String path, OpenFuture opened) {
        try {
            SocketChannel connected = SocketChannel.open(UnixDomainSocketAddress.of(safe(path)));
            socket = connected;
            signalChannelOpenSuccess();
            opened.setOpened();
            Thread.ofVirtual().name("demo-socket-in").start(() -> carryIn(connected));
            Thread.ofVirtual().name("demo-socket-out").start(() -> carryOut(connected));
        } catch (SshChannelOpenException e) {
            refuse(opened, e);
        } catch (IOException | RuntimeException e) {
            refuse(opened, refusal(SshConstants.SSH_OPEN_CONNECT_FAILED, e.getMessage(), e));
        }
    }

    private void refuse(OpenFuture opened, SshChannelOpenException reason) {
        signalChannelOpenFailure(reason);
        opened.setException(reason);
        close(true);
    }

    private Path safe(String path) throws IOException {
        try {
            Path real = Path.of(path).toRealPath();
            if (real.startsWith(allowed.toRealPath())) {
                return real;
            }
        } catch (InvalidPathException e) {
            throw refusal(SshConstants.SSH_OPEN_CONNECT_FAILED, "no such socket", e);
        }
        throw refusal(
                SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                "outside of the demo's directory",
                null);
    }

    private SshChannelOpenException refusal(
            int code, @Nullable String reason, @Nullable Throwable cause) {
        return new SshChannelOpenException(getChannelId(), code, String.valueOf(reason), cause);
    }

    private void carryIn(SocketChannel to) {
        try {
            inflow.pump(new WritingHalf(to));
        } catch (IOException | InterruptedException e) {
            log.debug("the way to the socket broke", e);
        } finally {
            directionEnded();
        }
    }

    private void carryOut(SocketChannel from) {
        byte[] block = new byte[BLOCK];
        InputStream in = Channels.newInputStream(from);
        try (var out =
                new ChannelOutputStream(
                        this, getRemoteWindow(), log, SshConstants.SSH_MSG_CHANNEL_DATA, true)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                out.write(block, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            log.debug("the way from the socket broke", e);
        } finally {
            directionEnded();
        }
    }

    private void directionEnded() {
        if (directionsOpen.decrementAndGet() == 0) {
            close(false);
        }
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        inflow.end();
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        inflow.put(data, offset, Math.toIntExact(length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        throw new UnsupportedOperationException("a socket has no second stream");
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder().close(super.getInnerCloseable()).run(toString(), this::release).build();
    }

    private void release() {
        inflow.end();
        SocketChannel connected = socket;
        if (connected != null) {
            try {
                connected.close();
            } catch (IOException e) {
                log.debug("closing the socket", e);
            }
        }
    }

    /// The writing side of a socket; closing it leaves the reading side open.
    private static final class WritingHalf extends OutputStream {
        private final SocketChannel socket;

        private WritingHalf(SocketChannel socket) {
            this.socket = socket;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(from, offset, length);
            while (left.hasRemaining()) {
                socket.write(left);
            }
        }

        @Override
        public void close() throws IOException {
            if (socket.isOpen()) {
                socket.shutdownOutput();
            }
        }
    }
}
