package lockstep.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lockstep.peer.Ways.echo;
import static lockstep.peer.Ways.echoEventually;
import static lockstep.peer.Ways.fault;
import static lockstep.peer.Ways.hosts;
import static lockstep.peer.Ways.section;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.ssh.SshHosts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways to a server, and what is said when there is none.
@Timeout(90)
class SshRouteTest {
    @TempDir private Path directory;

    @Test
    void twoJumpHostsLeadToTheNode() throws Exception {
        try (Sshd first = Sshd.start();
                Sshd second = Sshd.start();
                Sshd node = Sshd.start();
                SshHosts hosts =
                        hosts(
                                directory,
                                section("first", first),
                                section("second", second),
                                section("node", node, "ProxyJump first,second"))) {
            assertThat(echo(hosts.host("web1", "node"))).isEqualTo("here\n");
            assertThat(first.log()).contains("Accepted publickey");
            assertThat(second.log()).contains("Accepted publickey");
            assertThat(node.log()).contains("Accepted publickey");
            node.dropConnections();
            first.dropConnections();
            assertThat(echoEventually(hosts.host("web1", "node"))).isEqualTo("here\n");
        }
    }

    @Test
    void aJumpHostThatIsDownIsNamed() throws Exception {
        int nobody = Sshd.freePort();
        try (Sshd node = Sshd.start();
                SshHosts hosts =
                        hosts(
                                directory,
                                List.of("Host first", "HostName 127.0.0.1", "Port " + nobody),
                                section("node", node, "ProxyJump first"))) {
            Fault fault = fault(() -> echo(hosts.host("web1", "node")));
            assertThat(fault).isInstanceOf(Fault.Unreachable.class);
            assertThat(fault.message())
                    .contains("web1 (through first)")
                    .contains("127.0.0.1:" + nobody);
        }
    }

    @Test
    void jumpHostsThatLeadInACircleAreRefused() throws Exception {
        try (SshHosts hosts =
                hosts(
                        directory,
                        List.of("Host a", "ProxyJump b"),
                        List.of("Host b", "ProxyJump a"))) {
            Fault fault = fault(() -> echo(hosts.host("web1", "a")));
            assertThat(fault.message()).contains("too many hosts");
        }
    }

    @Test
    void aProxyCommandCarriesTheConnection() throws Exception {
        try (Sshd jump = Sshd.start();
                Sshd node = Sshd.start();
                SshHosts hosts =
                        hosts(directory, section("node", node, "ProxyCommand " + through(jump)))) {
            assertThat(echo(hosts.host("web1", "node"))).isEqualTo("here\n");
        }
    }

    private static String through(Sshd jump) throws IOException {
        return "ssh -F " + jump.options().config() + " -W %h:%p jump";
    }

    @Test
    void aProxyCommandThatFailsSaysWhy() throws Exception {
        try (SshHosts hosts =
                hosts(
                        directory,
                        List.of("Host node", "ProxyCommand echo no way to %h >&2; exit 1"))) {
            Fault fault = fault(() -> echo(hosts.host("web1", "node")));
            assertThat(fault).isInstanceOf(Fault.Unreachable.class);
            assertThat(fault.message()).contains("no way to node");
        }
    }

    @Test
    void userAndPortOfTheAddressWin() throws Exception {
        try (Sshd node = Sshd.start()) {
            List<String> section = new ArrayList<>(section("node", node));
            section.replaceAll(line -> line.startsWith("Port") ? "Port 1" : line);
            section.replaceAll(line -> line.startsWith("User ") ? "User nobody-such" : line);
            try (SshHosts hosts = hosts(directory, section)) {
                Host host = hosts.host("web1", node.user() + "@node:" + node.port());
                assertThat(echo(host)).isEqualTo("here\n");
            }
        }
    }

    @Test
    void aConnectionIsSharedByHostsOfOneAddress() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(directory, section("node", node))) {
            echo(hosts.host("web1", "node"));
            echo(hosts.host("lb1", "node"));
            assertThat(node.log().split("Accepted publickey", -1)).hasSize(2);
        }
    }

    @Test
    void localIsThisMachine() throws Exception {
        try (SshHosts hosts = hosts(directory, List.of())) {
            assertThat(hosts.host("web1", "local")).isInstanceOf(LocalHost.class);
        }
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        int nobody = Sshd.freePort();
        try (SshHosts hosts = hosts(directory, List.of())) {
            Fault fault = fault(() -> echo(hosts.host("web1", "127.0.0.1:" + nobody)));
            assertThat(fault).isInstanceOf(Fault.Unreachable.class);
            assertThat(fault.message()).contains("web1").contains("refused");
        }
    }

    @Test
    void anUnknownNameIsUnreachable() throws Exception {
        try (SshHosts hosts = hosts(directory, List.of())) {
            Fault fault = fault(() -> echo(hosts.host("web1", "no-such-host.invalid")));
            assertThat(fault).isInstanceOf(Fault.Unreachable.class);
            assertThat(fault.message()).contains("no-such-host.invalid is not known");
        }
    }

    @Test
    void aServerThatSaysNothingTimesOut() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SshHosts hosts = hosts(directory, List.of())) {
            Fault fault = fault(() -> echo(hosts.host("web1", "127.0.0.1:" + mute.getLocalPort())));
            assertThat(fault).isInstanceOf(Fault.TimedOut.class);
        }
    }

    @Test
    void aServerThatIsNoSshServerIsSaidSo() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SshHosts hosts = hosts(directory, List.of())) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (var client = web.accept()) {
                                    client.getOutputStream()
                                            .write("HTTP/1.1 400\r\n\r\n".getBytes(UTF_8));
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            Fault fault = fault(() -> echo(hosts.host("web1", "127.0.0.1:" + web.getLocalPort())));
            assertThat(fault).isInstanceOf(Fault.Unreachable.class);
        }
    }

    @Tag("long")
    @Test
    void waitersShareAFailureInsteadOfRepeatingIt() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SshHosts hosts = hosts(directory, List.of());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Host host = hosts.host("web1", "127.0.0.1:" + mute.getLocalPort());
            List<Future<Fault>> faults = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                faults.add(executor.submit(() -> fault(() -> echo(host))));
            }
            for (Future<Fault> fault : faults) {
                assertThat(fault.get(30, TimeUnit.SECONDS)).isInstanceOf(Fault.TimedOut.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-oProxyCommand=id",
                "x@-h",
                "-l@h",
                "a b",
                "h;id",
                "h:99999",
                "[::1",
                "",
                "@h",
                "h\n"
            })
    void anAddressThatSshCouldMisunderstandIsRefused(String address) throws Exception {
        try (SshHosts hosts = hosts(directory, List.of())) {
            assertThat(fault(() -> hosts.host("web1", address)))
                    .isInstanceOf(Fault.UnsafeArgument.class);
        }
    }

    @Test
    void aBrokenConfigurationIsSaidSo() throws Exception {
        try (SshHosts hosts = hosts(directory, List.of("NoSuchKeyword yes"))) {
            Fault fault = fault(() -> echo(hosts.host("web1", "node")));
            assertThat(fault).isInstanceOf(Fault.ProgramFailed.class);
            assertThat(fault.message()).containsIgnoringCase("NoSuchKeyword");
        }
    }
}
