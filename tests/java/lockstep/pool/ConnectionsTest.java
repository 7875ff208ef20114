package lockstep.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;
import lockstep.peer.Peer;
import org.junit.jupiter.api.Test;

/// Against the real `ss` and real connections.
class ConnectionsTest {
    private final LocalHost here = new LocalHost("here");

    @Test
    void onlyEstablishedConnectionsOfThatPortCount() throws Exception {
        Peer.program("ss");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 5, loopback)) {
            int port = server.getLocalPort();
            assertThat(Connections.on(here, port)).hasValue(0);
            try (Socket first = new Socket(loopback, port);
                    Socket atServer = server.accept();
                    Socket second = new Socket(loopback, port);
                    Socket alsoAtServer = server.accept()) {
                assertThat(first.isConnected() && atServer.isConnected()).isTrue();
                assertThat(second.isConnected() && alsoAtServer.isConnected()).isTrue();
                assertThat(Connections.on(here, port)).hasValue(2);
            }
        }
    }

    @Test
    void aNodeWithoutSsIsUnknown() throws Exception {
        Host without =
                new Host() {
                    @Override
                    public String name() {
                        return "bare";
                    }

                    @Override
                    public Link run(List<String> argv) throws FaultException {
                        return here.run(List.of(argv.getFirst() + "-is-not-there"));
                    }

                    @Override
                    public Link unixSocket(String path) throws FaultException {
                        return here.unixSocket(path);
                    }

                    @Override
                    public Link tcp(String address, int port) throws FaultException {
                        return here.tcp(address, port);
                    }
                };
        assertThat(Connections.on(without, 80)).isEmpty();
    }
}
