package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import lockstep.demo.DemoCluster;
import lockstep.demo.Options;
import lockstep.demo.Traffic;
import lockstep.fault.FaultException;
import lockstep.fleet.ClusterFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo cluster as the real OpenSSH client, rsync and HAProxy see it.
class DemoClusterTest {
    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private static DemoCluster demo;

    @BeforeAll
    static void start() throws FaultException {
        DemoPeers.need("ssh", "rsync", "haproxy", "diff", "dd");
        demo = DemoCluster.start(Options.standard().withRequestsPerSecond(40));
    }

    @AfterAll
    static void stop() {
        CLOCK.shutdownNow();
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
        System.out.println("64 MiB there and back took " + took.toMillis() + " ms");
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
        await(() -> mark.toFile().length() > 0);
        long pid = Long.parseLong(Files.readString(mark).strip());
        assertThat(ProcessHandle.of(pid)).isPresent();

        client.destroyForcibly();

        await(() -> ProcessHandle.of(pid).isEmpty());
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
    void realRsyncCopiesANodeWithAllItsOddNames(@TempDir Path copy) throws Exception {
        var outcome =
                DemoPeers.run(
                        List.of(
                                "rsync",
                                "-a",
                                "-e",
                                "ssh -F '" + demo.sshConfig() + "'",
                                "web2:" + demo.root("web2") + "/",
                                copy + "/web2/"));
        assertThat(outcome.status()).as(outcome.err()).isZero();

        var difference =
                DemoPeers.run(
                        List.of(
                                "diff",
                                "-r",
                                "--no-dereference",
                                demo.root("web2").toString(),
                                copy + "/web2"));

        assertThat(difference.status()).as(difference.out()).isZero();
    }

    @Test
    void rsyncByContentUnderTheRulesFindsWhatWasSeededAndNothingElse() throws Exception {
        for (String node : List.of("web2", "web3")) {
            List<String> argv =
                    new ArrayList<>(
                            List.of("rsync", "-anic", "--delete", "-8", "--out-format=%i %n"));
            demo.cluster().rules().forEach(r -> argv.add("--filter=" + r));
            argv.addAll(
                    List.of(
                            "-e",
                            "ssh -F '" + demo.sshConfig() + "'",
                            demo.root("web1") + "/",
                            node + ":" + demo.root(node) + "/"));

            var outcome = DemoPeers.run(argv);

            assertThat(outcome.status()).as(outcome.err()).isZero();
            long shown =
                    demo.seeded().stream().filter(s -> s.node().equals(node) && s.shows()).count();
            assertThat(outcome.out().lines().filter(l -> !l.isBlank()).count())
                    .as(outcome.out())
                    .isEqualTo(shown);
        }
    }

    @Test
    void haproxysSocketIsReachableThroughSshAndNoOtherIs(@TempDir Path here) throws Exception {
        String remote = demo.cluster().balancers().getFirst().socket();
        assertThat(throughSsh(here.resolve("a"), remote, "show info\n")).contains("Name: HAProxy");
        assertThat(throughSsh(here.resolve("b"), "/run/other.sock", "show info\n")).isEmpty();
    }

    private static String throughSsh(Path local, String remote, String command) throws Exception {
        Process tunnel =
                new ProcessBuilder(
                                "ssh",
                                "-F",
                                demo.sshConfig().toString(),
                                "-N",
                                "-L",
                                local + ":" + remote,
                                "lb1")
                        .start();
        try {
            await(() -> Files.exists(local));
            try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(local))) {
                channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
                return new String(
                        Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
            }
        } finally {
            tunnel.destroy();
            tunnel.waitFor(10, TimeUnit.SECONDS);
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

    @Test
    void trafficIsSpreadAndADrainedNodeGetsNoneWhileNothingFails() throws Exception {
        Traffic traffic = demo.traffic().orElseThrow();
        await(() -> traffic.counts().ok() > 100);
        assertThat(traffic.counts().perNode()).containsOnlyKeys("web1", "web2", "web3");

        runtime("set server app/web2 state drain;set server static/web2 state drain");
        await(() -> runtime("show servers conn").lines().noneMatch(DemoClusterTest::busyWeb2));
        long drained = traffic.counts().perNode().get("web2");
        long total = traffic.counts().ok();
        await(() -> traffic.counts().ok() > total + 60);
        assertThat(traffic.counts().perNode().get("web2")).isEqualTo(drained);

        runtime("set server app/web2 state ready;set server static/web2 state ready");
        await(() -> traffic.counts().perNode().get("web2") > drained + 10);
        assertThat(traffic.counts().reasons()).isEmpty();
        assertThat(traffic.counts().failed()).isZero();
    }

    /// By the header of HAProxy 2.6: `app/web2 addr port - used_cur …`.
    private static boolean busyWeb2(String line) {
        String[] words = line.split(" ");
        return words.length > 6 && words[0].endsWith("/web2") && !words[6].equals("0");
    }

    private static String runtime(String command) {
        String socket = demo.cluster().balancers().getFirst().socket();
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theClusterFileReadsBackAsTheCluster() throws FaultException {
        assertThat(ClusterFile.read(demo.clusterFile())).isEqualTo(demo.cluster());
    }

    @Test
    void aUsedDirectoryIsRefusedAndLeftAlone(@TempDir Path used) throws Exception {
        Files.writeString(used.resolve("mine"), "precious");

        assertThatThrownBy(() -> DemoCluster.start(used, Options.standard()))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("empty directory");
        assertThat(used.resolve("mine")).hasContent("precious");
    }

    @Test
    void closingLeavesNoProcessAndNoDirectory(@TempDir Path parent) throws Exception {
        Path directory = parent.resolve("d");
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        var second =
                DemoCluster.start(directory, Options.standard().withNodes(2).withBigFile(1 << 20));
        List<ProcessHandle> own = new ArrayList<>(ProcessHandle.current().descendants().toList());
        own.removeAll(before);
        assertThat(own).isNotEmpty();

        second.close();
        second.close();

        await(() -> own.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(directory).doesNotExist();
    }

    @Test
    void itStartsWithoutABalancer() throws FaultException {
        try (var plain =
                DemoCluster.start(
                        Options.standard()
                                .withNodes(2)
                                .withBigFile(1 << 20)
                                .with(Options.Balancing.NONE))) {
            assertThat(plain.cluster().balancers()).isEmpty();
            assertThat(plain.traffic()).isEmpty();
        }
    }

    /// Waits, for twenty seconds at most, until the condition holds.
    private static void await(BooleanSupplier condition) throws Exception {
        var held = new CountDownLatch(1);
        var look =
                CLOCK.scheduleWithFixedDelay(
                        () -> {
                            if (condition.getAsBoolean()) {
                                held.countDown();
                            }
                        },
                        0,
                        50,
                        TimeUnit.MILLISECONDS);
        try {
            assertThat(held.await(20, TimeUnit.SECONDS)).as("waited in vain").isTrue();
        } finally {
            look.cancel(false);
        }
    }
}
