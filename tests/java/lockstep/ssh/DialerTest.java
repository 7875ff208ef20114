package lockstep.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialerTest {
    /// No time at all for a name, and none that ends for an address.
    private static final Duration NO_TIME = Duration.ZERO;

    private static final int PATIENCE_MS = 20_000;

    private static Dialer dialer(String host, int port, Duration limit) {
        Stream<String> lines = Stream.of("hostname " + host, "port " + port);
        return new Dialer("web1", Settings.parse(lines, "web1", Path.of("/h")), limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::ffff:127.0.0.1", "localhost", "LocalHost"})
    void anAddressAndTheLoopbackNeedNoTimeToBeResolved(String host)
            throws IOException, FaultException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            server.setSoTimeout(PATIENCE_MS);
            try (Line line = dialer(host, server.getLocalPort(), NO_TIME).direct();
                    Socket met = server.accept()) {
                line.out().write('!');
                line.out().flush();
                met.setSoTimeout(PATIENCE_MS);
                assertThat(met.getInputStream().read()).isEqualTo('!');
            }
        }
    }

    @Test
    void aNameThatIsNotKnownIsCalledSo() {
        assertThatThrownBy(() -> dialer("web1.invalid", 22, Duration.ofSeconds(60)).direct())
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e ->
                                assertThat(e.fault())
                                        .isEqualTo(
                                                new Fault.Unreachable(
                                                        "web1",
                                                        "web1.invalid:22",
                                                        "the name web1.invalid is not known")));
    }
}
