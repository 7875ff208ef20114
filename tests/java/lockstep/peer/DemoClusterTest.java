package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lockstep.demo.DemoCluster;
import lockstep.demo.Options;
import lockstep.demo.Traffic;
import lockstep.fault.FaultException;
import lockstep.fleet.ClusterFile;
import lockstep.fleet.Dialect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo cluster as the real rsync and HAProxy see it.
class DemoClusterTest {
    private static DemoCluster demo;

    @BeforeAll
    static void start() throws FaultException {
        DemoPeers.need("ssh", "rsync", "haproxy", "diff");
        demo = DemoCluster.start(Options.standard().withRequestsPerSecond(40));
    }

    @AfterAll
    static void stop() {
        if (demo != null) {
            demo.close();
        }
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
    void trafficIsSpreadAndADrainedNodeGetsNoneWhileNothingFails() throws Exception {
        Traffic traffic = demo.traffic().orElseThrow();
        DemoPeers.await(() -> traffic.counts().ok() > 100);
        assertThat(traffic.counts().perNode()).containsOnlyKeys("web1", "web2", "web3");

        runtime("set server app/web2 state drain;set server static/web2 state drain");
        DemoPeers.await(
                () -> runtime("show servers conn").lines().noneMatch(DemoClusterTest::busyWeb2));
        long drained = traffic.counts().perNode().getOrDefault("web2", 0L);
        long total = traffic.counts().ok();
        DemoPeers.await(() -> traffic.counts().ok() > total + 60);
        assertThat(traffic.counts().perNode().getOrDefault("web2", 0L)).isEqualTo(drained);

        runtime("set server app/web2 state ready;set server static/web2 state ready");
        DemoPeers.await(() -> traffic.counts().perNode().getOrDefault("web2", 0L) > drained + 10);
        assertThat(traffic.counts().reasons()).isEmpty();
        assertThat(traffic.counts().failed()).isZero();
    }

    /// By the header of HAProxy 2.6: `app/web2 addr port - used_cur …`.
    private static boolean busyWeb2(String line) {
        String[] words = line.split(" ");
        return words.length > 6 && words[0].endsWith("/web2") && !words[6].equals("0");
    }

    private static String runtime(String command) {
        String socket =
                ((Dialect.Haproxy) demo.cluster().balancers().getFirst().dialect()).socket();
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

        DemoPeers.await(() -> own.stream().noneMatch(ProcessHandle::isAlive));
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
}
