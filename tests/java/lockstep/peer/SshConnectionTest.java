package lockstep.peer;

import static lockstep.peer.Ways.echo;
import static lockstep.peer.Ways.fault;
import static lockstep.peer.Ways.hosts;
import static lockstep.peer.Ways.section;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.ssh.SshHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What happens to links when their connection, their server or another link of it fails.
@Timeout(90)
class SshConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private Path directory;

    @Test
    void aDroppedConnectionEndsItsLinksAndTheNextCallMakesANewOne() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(directory, section("node", node))) {
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
                SshHosts hosts = hosts(directory, section("node", node));
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

    /// A hang-up for a program that has just ended must not arrive after its channel is closed,
    /// which a server takes for a breach of the protocol that ends the whole connection.
    @Test
    void programsThatAreLeftWhileTheyEndDoNoHarmToTheirConnection() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(directory, section("node", node));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Host host = hosts.host("web1", "node");
            try (Link watch = host.run(List.of("cat"))) {
                List<Future<?>> programs = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    programs.add(executor.submit(() -> runAndLeave(host, 10)));
                }
                for (Future<?> program : programs) {
                    program.get();
                }
                watch.out().write('x');
                assertThat(watch.in().read()).isEqualTo('x');
            }
        }
    }

    private static Void runAndLeave(Host host, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (Link link = host.run(List.of("true"))) {
                if (i % 2 == 0) {
                    link.awaitExit(SOON);
                } else {
                    link.in().read();
                }
            }
        }
        return null;
    }

    /// The line is full then, and a question of the library's own would wait behind the write.
    @Test
    void aServerThatFreezesWhileItIsSentToIsNoticed() throws Exception {
        try (Sshd node = Sshd.start();
                SshHosts hosts = hosts(directory, section("node", node));
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
                SshHosts hosts = hosts(directory, section("node", node));
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
                SshHosts hosts = hosts(directory, section("node", node))) {
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
    void closingEverythingEndsLinksAndRefusesNewOnes() throws Exception {
        try (Sshd node = Sshd.start()) {
            SshHosts hosts = hosts(directory, section("node", node));
            Host host = hosts.host("web1", "node");
            Link link = host.run(List.of("cat"));
            hosts.close();
            assertThatThrownBy(() -> link.in().read()).isInstanceOf(IOException.class);
            assertThat(fault(() -> echo(host))).isInstanceOf(Fault.LinkLost.class);
        }
    }

    @Test
    void moreProgramsThanAConnectionMayCarryTakeFurtherConnections() throws Exception {
        try (Sshd node = Sshd.start(List.of("ed25519"), "MaxSessions 2");
                SshHosts hosts = hosts(directory, section("node", node))) {
            Host host = hosts.host("web1", "node");
            List<Link> links = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                links.add(host.run(List.of("cat")));
            }
            for (Link link : links) {
                link.out().write('x');
                assertThat(link.in().read()).isEqualTo('x');
                link.close();
            }
            assertThat(node.log().split("Accepted publickey", -1)).hasSize(1 + 3);
        }
    }
}
