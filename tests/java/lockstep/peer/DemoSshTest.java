package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.demo.DemoCluster;
import lockstep.demo.Options;
import lockstep.fault.FaultException;
import lockstep.fleet.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The nodes of the demo cluster as the real OpenSSH client sees them.
class DemoSshTest {
    private static DemoCluster demo;

    @BeforeAll
    static void start() throws FaultException {
        DemoPeers.need("ssh", "rsync", "haproxy", "diff");
        demo = DemoCluster.start(Options.standard());
    }

    @AfterAll
    static void stop() {
        if (demo != null) {
            demo.close();
        }
    }

    private static DemoPeers.Outcome ssh(String... words) throws Exception {
        List<String> argv =
                new ArrayList<>(List.of("ssh", "-F", demo.sshConfig().toString(), "-T"));
        argv.addAll(List.of(words));
        return DemoPeers.run(argv);
    }

    @Test
    void sshRunsRealProgramsWithSeparateStreamsAndTheirStatus() throws Exception {
        var outcome = ssh("web2", "echo here; echo there >&2; pwd; exit 37");

        assertThat(outcome.status()).as(outcome.err()).isEqualTo(37);
        assertThat(outcome.out()).isEqualTo("here\n" + demo.directory().resolve("web2") + "\n");
        assertThat(outcome.err()).isEqualTo("there\n");
    }

    @Test
    void aSignalEndsAProgramWithItsNumber() throws Exception {
        assertThat(ssh("web1", "kill -9 $$").status()).isEqualTo(128 + 9);
    }

    @Test
    void bytesOfACommandThatAreNoTextArrive() throws Exception {
        Path script = Files.createTempFile("lockstep", ".sh");
        Files.write(
                script,
                ("exec ssh -F '"
                                + demo.sshConfig()
                                + "' web1 'printf %s \"l\u00e9\u00ff \"; echo \u00e4'\n")
                        .getBytes(StandardCharsets.ISO_8859_1));

        var outcome = DemoPeers.run(List.of("sh", script.toString()));

        assertThat(outcome.out()).isEqualTo("l\u00e9\u00ff \u00e4\n");
        Files.delete(script);
    }

    @Test
    void anUnknownKeyAndAPasswordAreRefused(@TempDir Path other) throws Exception {
        Path key = other.resolve("key");
        DemoPeers.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()));
        String config = Files.readString(demo.sshConfig());
        Path changed = other.resolve("config");
        Files.writeString(changed, config.replaceAll("IdentityFile .*", "IdentityFile " + key));

        var outcome =
                DemoPeers.run(
                        List.of(
                                "ssh",
                                "-F",
                                changed.toString(),
                                "-o",
                                "BatchMode=yes",
                                "web1",
                                "true"));

        assertThat(outcome.status()).isEqualTo(255);
        assertThat(outcome.err()).contains("Permission denied (publickey)");
    }

    @Test
    void bytesTravelBothWaysUnchangedAndFast() throws Exception {
        Path big = demo.root("web1").resolve("media/catalogue.bin");
        String config = demo.sshConfig().toString();
        String pipe = "ssh -F '" + config + "' web2 cat <'" + big + "' | cmp - '" + big + "'";

        long begun = System.nanoTime();
        var outcome = DemoPeers.run(List.of("sh", "-c", pipe));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aProgramEndsWithItsConnection() throws Exception {
        Path mark = demo.directory().resolve("web3/started");
        Process client =
                new ProcessBuilder(
                                "ssh",
                                "-F",
                                demo.sshConfig().toString(),
                                "web3",
                                "echo $$ > started; exec sleep 60")
                        .start();
        DemoPeers.await(() -> mark.toFile().length() > 0);
        long pid = Long.parseLong(Files.readString(mark).strip());
        assertThat(ProcessHandle.of(pid)).isPresent();

        client.destroyForcibly();

        DemoPeers.await(() -> ProcessHandle.of(pid).isEmpty());
        Files.delete(mark);
    }

    @Test
    void manyChannelsAtOnceOverOneConnection(@TempDir Path sockets) throws Exception {
        String control = "-oControlPath=" + sockets.resolve("c");
        assertThat(ssh(control, "-oControlMaster=yes", "-f", "-N", "web1").status()).isZero();
        String all =
                "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do ssh -F '"
                        + demo.sshConfig()
                        + "' "
                        + control
                        + " web1 'head -c 3000000 /dev/zero | tr \"\\0\" x | wc -c' & done; wait";

        var outcome = DemoPeers.run(List.of("sh", "-c", all));
        ssh(control, "-O", "exit", "web1");

        assertThat(outcome.out()).isEqualTo("3000000\n".repeat(12));
    }

    @Test
    void haproxysSocketIsReachableThroughSsh(@TempDir Path here) throws Exception {
        String socket =
                ((Dialect.Haproxy) demo.cluster().balancers().getFirst().dialect()).socket();
        try (var tunnel = new Tunnel(here, socket)) {
            assertThat(tunnel.ask("show info\n")).contains("Name: HAProxy");
            assertThat(tunnel.ask("show stat\n")).contains("app,web1,", "static,web3,");
        }
    }

    @Test
    void socketsElsewhereAreRefused(@TempDir Path here) throws Exception {
        Path other = here.resolve("other.sock");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                var tunnel = new Tunnel(here, other.toString())) {
            server.bind(UnixDomainSocketAddress.of(other));

            assertThatThrownBy(() -> tunnel.ask("anyone?\n")).isInstanceOf(IOException.class);
            DemoPeers.await(() -> tunnel.log().contains("administratively prohibited"));
        }
    }

    @Test
    void loopbackPortsAreReachableThroughSshAndOthersAreNot() throws Exception {
        String config = Files.readString(demo.directory().resolve("haproxy.cfg"));
        String port = config.replaceAll("(?s).*bind 127.0.0.1:(\\d+).*", "$1");
        String ask =
                "printf 'GET /index.html HTTP/1.0\\r\\n\\r\\n' | ssh -F '"
                        + demo.sshConfig()
                        + "' -W ";

        var inside = DemoPeers.run(List.of("sh", "-c", ask + "127.0.0.1:" + port + " web1"));
        var outside = DemoPeers.run(List.of("sh", "-c", ask + "192.0.2.1:80 web1"));

        assertThat(inside.out()).startsWith("HTTP/1.").contains("end of index.html");
        assertThat(outside.err()).contains("administratively prohibited");
    }

    /// A local socket that the OpenSSH client forwards to one behind `lb1`.
    private static final class Tunnel implements AutoCloseable {
        private final Path local;
        private final Path log;
        private final Process client;

        Tunnel(Path directory, String remote) throws Exception {
            local = directory.resolve("local.sock");
            log = directory.resolve("log");
            String forward = local + ":" + remote;
            client =
                    new ProcessBuilder(
                                    "ssh",
                                    "-F",
                                    demo.sshConfig().toString(),
                                    "-N",
                                    "-L",
                                    forward,
                                    "lb1")
                            .redirectError(log.toFile())
                            .start();
            DemoPeers.await(() -> Files.exists(local));
        }

        String ask(String command) throws IOException {
            try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(local))) {
                channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
                byte[] answer = Channels.newInputStream(channel).readAllBytes();
                return new String(answer, StandardCharsets.US_ASCII);
            }
        }

        String log() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// By force: this client may take a SIGTERM that comes between two channels for none.
        @Override
        public void close() {
            client.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
