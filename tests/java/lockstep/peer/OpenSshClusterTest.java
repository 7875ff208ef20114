package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.drift.Verdict;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OpenSshClusterTest {
    private static final RunOptions FILES_ONLY = RunOptions.inPlace();
    private static final RunOptions ROLLING = RunOptions.rolling(Duration.ofSeconds(10));
    private static final List<String> TARGETS = List.of("web2", "web3");

    @TempDir Path directory;
    private SshNodes nodes;

    @BeforeEach
    void start() throws Exception {
        nodes = new SshNodes(directory);
        Shell.run(
                nodes.root("web1"),
                "mkdir -p app/css cache && echo same > same && echo page > app/page"
                        + " && echo style > app/css/style && ln -s page app/link && echo m > mode"
                        + " && echo silent > silent && echo gone > missing && echo v > cache/v");
        for (String node : TARGETS) {
            Shell.run(directory, "cp -a web1/. " + node);
        }
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private void drift() {
        Shell.run(
                nodes.root("web2"),
                "touch -r silent t && printf 'SILENT\\n' > silent && touch -r t silent && rm t"
                        + " && rm missing && mkdir -p extra/deep && echo e > extra/deep/e"
                        + " && chmod 600 mode && rm app/page && mkdir app/page && echo x > app/page/x");
        Shell.run(
                nodes.root("web3"),
                "ln -sfn css app/link && touch -d '2020-01-01' same && echo other > cache/v");
    }

    private static Comparison compare(OpenCluster cluster) throws Exception {
        return cluster.compare(Criterion.CONTENT, new Unheard(), new Cancel());
    }

    private static RunReport sync(OpenCluster cluster, RunOptions options, RelayEvents events)
            throws Exception {
        Plan plan = cluster.plan(compare(cluster), TARGETS);
        return cluster.sync(plan, options, (RunEvents) _ -> events, new RunControl(new Cancel()));
    }

    @Test
    void everyDifferenceIsFoundAndMended() throws Exception {
        drift();
        OpenCluster cluster = nodes.open(nodes.cluster());

        DriftTree drift = compare(cluster).drift();

        assertThat(sign(drift, "silent", 1)).isEqualTo(Sign.CONTENT);
        assertThat(sign(drift, "missing", 1)).isEqualTo(Sign.MISSING);
        assertThat(sign(drift, "extra/deep/e", 1)).isEqualTo(Sign.EXTRA);
        assertThat(sign(drift, "mode", 1)).isEqualTo(Sign.MODE);
        assertThat(sign(drift, "app/page", 1)).isEqualTo(Sign.KIND);
        assertThat(sign(drift, "app/link", 2)).isEqualTo(Sign.TARGET);
        assertThat(sign(drift, "same", 2)).isEqualTo(Sign.TIME);
        assertThat(drift.find(TreePath.of("cache/v"))).isNegative();

        RunReport report = sync(cluster, FILES_ONLY, new RelayEvents() {});

        assertThat(report.nodes())
                .allSatisfy(n -> assertThat(n.identical()).as(n.toString()).isTrue());
        for (String node : TARGETS) {
            Shell.run(directory, "diff -r --no-dereference --exclude=cache web1 " + node);
            assertThat(picture(node)).isEqualTo(picture("web1"));
        }
        assertThat(nodes.root("web3").resolve("cache/v")).hasContent("other\n");
        RunReport again = sync(cluster, FILES_ONLY, new RelayEvents() {});
        assertThat(again.nodes()).as("a second sync has nothing to do").isEmpty();
    }

    private String picture(String node) {
        return Shell.picture(nodes.root(node))
                .lines()
                .filter(l -> !l.contains("./cache"))
                .reduce("", (a, b) -> a + "\n" + b);
    }

    private static Sign sign(DriftTree drift, String path, int node) {
        return drift.sign(drift.find(TreePath.of(path)), node);
    }

    @Test
    void aChangedRangeOfALargeFileCostsUnderAHundredth() throws Exception {
        int size = 64 << 20;
        Shell.run(nodes.root("web1"), "head -c " + size + " /dev/urandom > large");
        for (String node : TARGETS) {
            Shell.run(directory, "cp -a web1/large " + node + "/large");
            Shell.run(
                    nodes.root(node),
                    "head -c 5000 /dev/zero"
                            + " | dd of=large bs=1000 seek=20000 conv=notrunc status=none");
        }
        OpenCluster cluster = nodes.open(nodes.cluster());

        RunReport report = sync(cluster, FILES_ONLY, new RelayEvents() {});

        assertThat(report.nodes()).hasSize(2);
        for (NodeReport node : report.nodes()) {
            assertThat(node.identical()).isTrue();
            assertThat(node.literalBytes()).isLessThan(size / 1000);
            assertThat(node.wireBytes()).isLessThan(size / 100);
        }
        Shell.run(directory, "cmp web1/large web2/large && cmp web1/large web3/large");
    }

    @Tag("long")
    @Test
    void aCutConnectionLeavesWholeFilesAndASecondRunFinishes() throws Exception {
        Shell.run(nodes.root("web1"), "head -c 100000000 /dev/urandom > large");
        Shell.run(nodes.root("web2"), "echo old > large");
        Shell.run(nodes.root("web3"), "cp ../web1/large large && touch -r ../web1/large large");
        OpenCluster cluster = nodes.open(nodes.cluster());
        AtomicBoolean cut = new AtomicBoolean();
        RelayEvents cutter =
                new RelayEvents() {
                    @Override
                    public void literal(long offset, long length) {
                        if (offset > 20_000_000 && cut.compareAndSet(false, true)) {
                            nodes.server("web2").dropConnections();
                        }
                    }
                };

        NodeReport first = sync(cluster, FILES_ONLY, cutter).nodes().getFirst();

        assertThat(cut).isTrue();
        assertThat(first.fault()).isPresent();
        assertThat(first.fault().orElseThrow().where()).isEqualTo("web2");
        assertThat(first.identical()).isFalse();
        assertThat(first.remarks())
                .anySatisfy(
                        remark ->
                                assertThat(remark)
                                        .contains("no file had been sent whole")
                                        .contains("large was being sent, ")
                                        .contains(" of 100000000 bytes"));
        assertThat(first.literalBytes()).isGreaterThan(20_000_000);
        assertThat(nodes.root("web2").resolve("large")).hasContent("old\n");

        RunReport second = sync(cluster, FILES_ONLY, new RelayEvents() {});
        assertThat(second.nodes()).allSatisfy(n -> assertThat(n.identical()).isTrue());
        Shell.run(directory, "cmp web1/large web2/large");
    }

    /// It is no drift, so no plan deletes it before it was used.
    @Test
    void whatAnEarlierRunLeftBehindIsUsed() throws Exception {
        Shell.run(nodes.root("web1"), "head -c 5000000 /dev/urandom > app/large");
        Shell.run(nodes.root("web3"), "cp -p ../web1/app/large app/large");
        Shell.run(
                nodes.root("web2"),
                "mkdir -m 700 app/.lockstep-partial"
                        + " && head -c 4000000 ../web1/app/large > app/.lockstep-partial/large");
        OpenCluster cluster = nodes.open(nodes.cluster());

        assertThat(compare(cluster).drift().find(TreePath.of("app/.lockstep-partial")))
                .isNegative();
        NodeReport report = sync(cluster, FILES_ONLY, new RelayEvents() {}).nodes().getFirst();

        assertThat(report.identical()).isTrue();
        assertThat(report.matchedBytes()).isGreaterThan(3_900_000);
        assertThat(report.literalBytes()).isLessThan(1_100_000);
        assertThat(nodes.root("web2").resolve("app/.lockstep-partial")).doesNotExist();
    }

    @Test
    void aSourceThatChangedSinceThePlanStopsTheRunBeforeTheTargetHearsOfIt() throws Exception {
        drift();
        OpenCluster cluster = nodes.open(nodes.cluster());
        Plan plan = cluster.plan(compare(cluster), List.of("web2"));
        Shell.run(nodes.root("web1"), "rm silent");
        String before = Shell.picture(nodes.root("web2"));

        RunReport report =
                cluster.sync(
                        plan, FILES_ONLY, _ -> new RelayEvents() {}, new RunControl(new Cancel()));

        Fault fault = report.nodes().getFirst().fault().orElseThrow();
        assertThat(fault).isInstanceOf(Fault.PlanOutdated.class);
        assertThat(fault.where()).isEqualTo("web1");
        assertThat(fault.what()).contains("silent (approved: a file of 7 bytes; now: not there)");
        assertThat(Shell.picture(nodes.root("web2"))).isEqualTo(before);
    }

    @Test
    void aNodeThatIsAwayIsNamedAndTheOthersAreCompared() throws Exception {
        OpenCluster cluster = nodes.open(nodes.cluster());
        nodes.server("web3").close();

        Comparison comparison = compare(cluster);

        assertThat(comparison.failures().keySet()).containsExactly("web3");
        assertThat(comparison.failures().get("web3")).isInstanceOf(Fault.Unreachable.class);
        assertThat(comparison.drift().verdict().kind()).isEqualTo(Verdict.Kind.CANNOT_TELL);
        assertThat(comparison.drift().listing(1)).isNotNull();
    }

    @Test
    void aNodeWithoutRsyncIsNamed() throws Exception {
        try (Sshd bare = Sshd.start(List.of("ed25519"), "SetEnv PATH=/nonexistent")) {
            nodes.replace("web2", bare, List.of());
            OpenCluster cluster = nodes.open(nodes.cluster());

            assertThat(compare(cluster).failures())
                    .isEqualTo(Map.of("web2", new Fault.ProgramMissing("web2", "rsync")));
        }
    }

    @Test
    void aChangedHostKeyIsNeverContinued() throws Exception {
        try (Sshd impostor = Sshd.start()) {
            Path known = directory.resolve("known");
            java.nio.file.Files.write(
                    known,
                    nodes.server("web2").hostKeyLines().stream()
                            .map(
                                    l ->
                                            l.replace(
                                                    ":" + nodes.server("web2").port(),
                                                    ":" + impostor.port()))
                            .toList());
            nodes.replace("web2", impostor, List.of("UserKnownHostsFile " + known));
            OpenCluster cluster = nodes.open(nodes.cluster());

            assertThat(compare(cluster).failures().get("web2"))
                    .isInstanceOf(Fault.HostKeyChanged.class);
        }
    }

    @Test
    void aDeadBalancerStopsARollingRunBeforeAnythingChanged() throws Exception {
        drift();
        Cluster cluster =
                nodes.cluster(
                        new Balancer(
                                "lb1",
                                new Dialect.Haproxy(
                                        "web1", directory.resolve("dead.sock").toString()),
                                1,
                                List.of(new Balancer.Server("app", "web2", "web2"))));
        OpenCluster open = nodes.open(cluster);
        String before = Shell.picture(nodes.root("web2"));

        assertThat(open.pools().failures().get("lb1"))
                .isInstanceOf(Fault.BalancerUnreachable.class);
        assertThatThrownBy(() -> sync(open, ROLLING, new RelayEvents() {}))
                .hasMessageContaining("dead.sock")
                .hasMessageContaining("Nothing was changed.");

        assertThat(Shell.picture(nodes.root("web2"))).isEqualTo(before);
    }

    @Test
    void whatTheRulesHideIsNotDeletedWithItsDirectory() throws Exception {
        Shell.run(nodes.root("web2"), "mkdir -p old/keep && echo o > old/o && echo k > old/keep/k");
        Cluster cluster = nodes.cluster();
        OpenCluster open =
                nodes.open(
                        new Cluster(
                                cluster.name(),
                                cluster.nodes(),
                                "web1",
                                List.of("- /cache/", "- keep/"),
                                List.of()));

        RunReport report = sync(open, FILES_ONLY, new RelayEvents() {});

        assertThat(report.nodes().getFirst().fault())
                .get()
                .isInstanceOfSatisfying(
                        Fault.PlanOutdated.class,
                        f ->
                                assertThat(f.changes())
                                        .extracting(Change::path)
                                        .containsExactlyInAnyOrder("old/keep", "old/keep/k"));
        assertThat(nodes.root("web2").resolve("old/keep/k")).exists();
        assertThat(nodes.root("web2").resolve("old/o")).exists();
    }

    @Test
    void anEmptyReferenceIsNotAWishToDeleteEverything() throws Exception {
        Shell.run(nodes.root("web1"), "find . -mindepth 1 -delete");
        Shell.run(nodes.root("web2"), "seq 1 40 | xargs touch");
        OpenCluster cluster = nodes.open(nodes.cluster());
        Comparison comparison = compare(cluster);

        Fault fault =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                                lockstep.fault.FaultException.class,
                                () -> cluster.plan(comparison, TARGETS))
                        .fault();

        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what()).contains("looks unmounted");
    }
}
