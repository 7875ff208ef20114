package lockstep.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.DirectTcpipFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;

/// One SSH server on the loopback address: public keys only, real programs, connections to
/// loopback ports and to Unix sockets below the demo's directory, no listening for clients.
final class SshNode implements AutoCloseable {
    private static final long WINDOW = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// A reader on the far side may well pause for minutes while its disk is busy.
    private static final Duration STALL = Duration.ofMinutes(30);

    private final SshServer server;

    private SshNode(SshServer server) {
        this.server = server;
    }

    /// Starts a server on a free port.
    ///
    /// @param home where commands start; a directory that exists
    /// @param sockets the directory below which Unix sockets may be opened
    static SshNode start(Access access, Path home, Path sockets) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(access.hostKey());
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, _) -> access.admits(user, key));
        server.setCommandFactory((_, command) -> new ShellCommand(command, home));
        server.setShellFactory(null);
        server.setForwardingFilter(new LoopbackOnly());
        server.setGlobalRequestHandlers(
                List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
        server.setSubsystemFactories(List.of());
        server.setChannelFactories(
                List.of(
                        ByteExactSession.FACTORY,
                        DirectTcpipFactory.INSTANCE,
                        SocketChannelForward.below(sockets)));
        tune(server);
        server.start();
        return new SshNode(server);
    }

    private static void tune(SshServer server) {
        CoreModuleProperties.WINDOW_SIZE.set(server, WINDOW);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, STALL);
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(server, STALL);
    }

    int port() {
        return server.getPort();
    }

    /// Ends every connection and with them the programs that run in their channels.
    @Override
    public void close() throws IOException {
        server.close(true).await(PATIENCE);
    }

    /// Lets clients reach ports of this machine and nothing else.
    private static final class LoopbackOnly extends RejectAllForwardingFilter {
        private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

        @Override
        public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
            return type == Type.Direct && LOOPBACK.contains(address.getHostName());
        }
    }
}
