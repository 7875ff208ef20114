package lockstep.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;
import lockstep.ssh.Prompts;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways to a server, and what happens to a connection on them.
@Timeout(90)
class SshRouteTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /// A second between looks, three silences: a frozen server is noticed within about four.
    private static final SshOptions.Limits QUICK =
            new SshOptions.Limits(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1),
                    3);

    @TempDir private Path directory;

    @Test
    void twoJumpHostsLeadToTheNode() throws Exception {
        try (Sshd first = Sshd.start();
                Sshd second = Sshd.start();
                Sshd node = Sshd.start();
                SshHosts hosts =
                        hosts(
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
                hosts(List.of("Host a", "ProxyJump b"), List.of("Host b", "ProxyJump a"))) {
            Fault fault = fault(() -> echo(hosts.host("web1", "a")));
            assertThat(fault.message()).contains("too many hosts");
        }
    }

    @Test
    void aProxyCommandCarriesTheConnection() throws Exception {
        try (Sshd jump = Sshd.start();
                Sshd node = Sshd.start();
                SshHosts hosts = hosts(section("node", node, "ProxyCommand " + through(jump)))) {
            assertThat(echo(hosts.host("web1", "node"))).isEqualTo("here\n");
        }
    }

    private static String through(Sshd jump) throws IOException {
        return "ssh -F " + jump.options().config() + " -W %h:%p jump";
    }

    @Test
    void aProxyCommandThatFailsSaysWhy() throws Exception {
        try (SshHosts hosts =
                hosts(List.of("Host node", "ProxyCommand echo no way to %h >&2; exit 1"))) {
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
            try (SshHosts hosts = hosts(section)) {
                Host host = hosts.host("web1", node.user() + "@node:" + node.port());
                assertThat(echo(host)).isEqualTo("here\n");
            }
        }
    }

    @Test
    void aConnectionIsSharedByHostsOfOneAddress() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(section("node", node))) {
            echo(hosts.host("web1", "node"));
            echo(hosts.host("lb1", "node"));
            assertThat(node.log().split("Accepted publickey", -1)).hasSize(2);
        }
    }

    @Test
    void localIsThisMachine() throws Exception {
        try (SshHosts hosts = hosts(List.of())) {
            assertThat(hosts.host("web1", "local")).isInstanceOf(LocalHost.class);
        }
    }

    @Test
    void aDroppedConnectionEndsItsLinksAndTheNextCallMakesANewOne() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(section("node", node))) {
            Host host = hosts.host("web1", "node");
            try (Link link = host.run(List.of("cat"))) {
                node.dropConnections();
                assertThatThrownBy(() -> link.in().read())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("the server ended the connection");
                Fault fault = fault(() -> link.awaitExit(SOON));
                assertThat(fault).isInstanceOf(Fault.LinkLost.class);
                assertThatThrownBy(() -> link.out().write(new byte[1000]))
                        .isInstanceOf(IOException.class);
            }
            assertThat(echo(host)).isEqualTo("here\n");
        }
    }

    @Test
    void aFrozenServerIsNoticed() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(section("node", node));
                Link link = hosts.host("web1", "node").run(List.of("cat"))) {
            node.freeze();
            long before = System.nanoTime();
            assertThatThrownBy(() -> link.in().read())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("silent");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(15));
            assertThat(fault(() -> link.awaitExit(SOON))).isInstanceOf(Fault.LinkLost.class);
            node.thaw();
        }
    }

    /// The line is full then, and a question of the library's own would wait behind the write.
    @Test
    void aServerThatFreezesWhileItIsSentToIsNoticed() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(section("node", node));
                Link link =
                        hosts.host("web1", "node").run(List.of("sh", "-c", "exec cat >/dev/null"));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            byte[] block = new byte[1 << 20];
            link.out().write(block);
            node.freeze();
            Future<?> writing =
                    executor.submit(
                            () -> {
                                while (true) {
                                    link.out().write(block);
                                }
                            });
            assertThatThrownBy(() -> writing.get(20, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOf(IOException.class);
            assertThat(fault(() -> link.awaitExit(SOON))).isInstanceOf(Fault.LinkLost.class);
            node.thaw();
        }
    }

    /// Half a minute and more is what the library itself would wait for a window.
    @Test
    void aProgramThatReadsNothingDelaysNoOtherAndIsNoError() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(section("node", node));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Host host = hosts.host("web1", "node");
            Path start = directory.resolve("start");
            Peer.run("mkfifo", start.toString());
            try (Link slow = host.run(List.of("sh", "-c", "read x <" + start + "; exec cat"))) {
                Future<?> writing =
                        executor.submit(
                                () -> {
                                    slow.out().write(new byte[12 << 20]);
                                    slow.out().close();
                                    return null;
                                });
                assertThat(echo(host)).isEqualTo("here\n");
                assertThat(writing.isDone()).isFalse();
                Files.writeString(start, "\n");
                assertThat(slow.in().readAllBytes()).hasSize(12 << 20);
                writing.get(10, TimeUnit.SECONDS);
            }
            try (Link dying = host.run(List.of("sh", "-c", "read x <" + start + "; exit 3"))) {
                Future<?> writing =
                        executor.submit(
                                () -> {
                                    dying.out().write(new byte[12 << 20]);
                                    return null;
                                });
                Files.writeString(start, "\n");
                assertThat(dying.awaitExit(SOON)).isEqualTo(3);
                assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(IOException.class);
                assertThat(echo(host)).isEqualTo("here\n");
            }
        }
    }

    /// What still arrives for a closed link must not harm the others.
    @Test
    void aLinkClosedInFullFlowLeavesTheOthersAlone() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(section("node", node))) {
            Host host = hosts.host("web1", "node");
            try (Link other = host.run(List.of("cat"))) {
                for (int i = 0; i < 5; i++) {
                    try (Link flood = host.run(List.of("cat", "/dev/zero"))) {
                        assertThat(flood.in().readNBytes(1 << 20)).hasSize(1 << 20);
                    }
                }
                other.out().write('x');
                assertThat(other.in().read()).isEqualTo('x');
            }
            assertThat(node.log().split("Accepted publickey", -1)).hasSize(2);
        }
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        int nobody = Sshd.freePort();
        try (SshHosts hosts = hosts(List.of())) {
            Fault fault = fault(() -> echo(hosts.host("web1", "127.0.0.1:" + nobody)));
            assertThat(fault).isInstanceOf(Fault.Unreachable.class);
            assertThat(fault.message()).contains("web1").contains("refused");
        }
    }

    @Test
    void anUnknownNameIsUnreachable() throws Exception {
        try (SshHosts hosts = hosts(List.of())) {
            Fault fault = fault(() -> echo(hosts.host("web1", "no-such-host.invalid")));
            assertThat(fault).isInstanceOf(Fault.Unreachable.class);
            assertThat(fault.message()).contains("no-such-host.invalid is not known");
        }
    }

    @Test
    void aServerThatSaysNothingTimesOut() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SshHosts hosts = hosts(List.of())) {
            Fault fault = fault(() -> echo(hosts.host("web1", "127.0.0.1:" + mute.getLocalPort())));
            assertThat(fault).isInstanceOf(Fault.TimedOut.class);
        }
    }

    @Test
    void aServerThatIsNoSshServerIsSaidSo() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SshHosts hosts = hosts(List.of())) {
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

    @Test
    void waitersShareAFailureInsteadOfRepeatingIt() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SshHosts hosts = hosts(List.of());
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
        try (SshHosts hosts = hosts(List.of())) {
            assertThat(fault(() -> hosts.host("web1", address)))
                    .isInstanceOf(Fault.UnsafeArgument.class);
        }
    }

    @Test
    void aBrokenConfigurationIsSaidSo() throws Exception {
        try (SshHosts hosts = hosts(List.of("NoSuchKeyword yes"))) {
            Fault fault = fault(() -> echo(hosts.host("web1", "node")));
            assertThat(fault).isInstanceOf(Fault.ProgramFailed.class);
            assertThat(fault.message()).containsIgnoringCase("NoSuchKeyword");
        }
    }

    @Test
    void closingEverythingEndsLinksAndRefusesNewOnes() throws Exception {
        try (Sshd node = Sshd.start()) {
            SshHosts hosts = hosts(section("node", node));
            Host host = hosts.host("web1", "node");
            Link link = host.run(List.of("cat"));
            hosts.close();
            assertThatThrownBy(() -> link.in().read()).isInstanceOf(IOException.class);
            assertThat(fault(() -> echo(host))).isInstanceOf(Fault.LinkLost.class);
        }
    }

    private static List<String> section(String name, Sshd sshd, String... lines) {
        List<String> section = new ArrayList<>(List.of("Host " + name));
        section.addAll(List.of(lines));
        section.addAll(sshd.clientLines());
        return section;
    }

    @SafeVarargs
    private SshHosts hosts(List<String>... sections) throws IOException {
        List<String> config = new ArrayList<>();
        for (List<String> section : sections) {
            config.addAll(section);
        }
        Path file = Files.createTempFile(directory, "ssh_config", "");
        Files.write(file, config);
        return new SshHosts(
                SshOptions.standard().withConfig(file).withLimits(QUICK), Prompts.refusing());
    }

    private static String echo(Host host) throws Exception {
        try (Link link = host.run(List.of("echo", "here"))) {
            return new String(link.in().readAllBytes(), UTF_8);
        }
    }

    /// The end of the connection may reach us only while it is used again.
    private static String echoEventually(Host host) throws Exception {
        try {
            return echo(host);
        } catch (FaultException | IOException _) {
            return echo(host);
        }
    }

    private interface Work {
        Object work() throws Exception;
    }

    private static Fault fault(Work work) {
        FaultException[] caught = new FaultException[1];
        assertThatThrownBy(work::work)
                .isInstanceOfSatisfying(FaultException.class, e -> caught[0] = e);
        return caught[0].fault();
    }
}
