package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lockstep.fault.Fault;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.plan.Plan;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs that make every tree before they switch the first, on nodes behind a real sshd, with
/// somebody who reads all the time.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StagedRunTest {
    private static Sshd sshd;

    @TempDir Path directory;

    @BeforeAll
    static void start() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    static void stop() {
        sshd.close();
    }

    @BeforeEach
    void trees() {
        Peer.program("rsync");
        Peer.root("to give files away");
        for (String node : List.of("web1", "web2", "web3")) {
            String version = node.equals("web1") ? "new" : "old";
            Shell.run(
                    directory,
                    """
                    mkdir -p %1$s/d %1$s/cache && cd %1$s
                    echo %2$s > index; echo %2$s > d/asset; echo same > same; echo a > mode
                    ln mode mode-again; echo own > cache/of-%1$s; echo %2$s > d/of-%2$s
                    find . -exec touch -h -d 2020-01-01 {} +
                    """
                            .formatted(node, version));
        }
        Shell.run(directory, "cd web1; chmod 600 mode; chown 1234:2345 mode same");
        Shell.run(directory, "touch -d 2021-01-01 web1/index web1/d/asset");
    }

    private OpenCluster open() throws Exception {
        List<Node> nodes =
                List.of("web1", "web2", "web3").stream()
                        .map(n -> new Node(n, n, directory.resolve(n).toString(), false))
                        .toList();
        Cluster cluster = new Cluster("shop", nodes, "web1", List.of("- /cache/"), List.of());
        Map<String, Host> hosts = new ConcurrentHashMap<>();
        return OpenCluster.open(cluster, (name, _) -> hosts.computeIfAbsent(name, sshd::host));
    }

    private RunReport run(Steps steps) throws Exception {
        try (OpenCluster cluster = open()) {
            Plan plan =
                    cluster.plan(
                            cluster.compare(Criterion.CONTENT, new Unheard(), new Cancel()),
                            List.of("web2", "web3"));
            return cluster.sync(
                    plan, RunOptions.inPlace().staged(), steps, new RunControl(new Cancel()));
        }
    }

    private String picture(String node) {
        return Shell.picture(directory.resolve(node));
    }

    private void nothingIsStaged() {
        for (String node : List.of("web2", "web3")) {
            assertThat(directory.resolve(".lockstep/" + node + "/stage")).doesNotExist();
        }
    }

    @Test
    void aVisitorSeesOneTreeOrTheOtherAndNothingBetween() throws Exception {
        try (Visitor visitor = new Visitor(directory.resolve("web2"))) {
            RunReport report = run(new Steps());

            assertThat(report.nodes()).extracting(NodeReport::fault).containsOnly(Optional.empty());
            assertThat(report.nodes()).allMatch(NodeReport::identical);
            assertThat(visitor.awaitNew()).as("the new tree is seen; %s", visitor.wrong()).isTrue();
            assertThat(visitor.wrong()).isEmpty();
        }
        for (String node : List.of("web2", "web3")) {
            Path root = directory.resolve(node);
            assertThat(root.resolve("index")).hasContent("new");
            assertThat(root.resolve("d/of-old")).doesNotExist();
            assertThat(root.resolve("cache/of-" + node)).hasContent("own");
            assertThat(Shell.run(root, "stat -c %a%u%g mode").strip()).isEqualTo("60012342345");
        }
        nothingIsStaged();
    }

    @Tag("long")
    @Test
    void stagingChangesNothingOfTheLiveTree() throws Exception {
        Map<String, String> before = Map.of("web2", picture("web2"), "web3", picture("web3"));
        AtomicInteger looks = new AtomicInteger();
        Steps steps =
                new Steps() {
                    @Override
                    public void done(String node, Step step, String note) {
                        if (step == Step.STAGE) {
                            looks.incrementAndGet();
                            assertThat(picture(node)).isEqualTo(before.get(node));
                        }
                    }

                    @Override
                    public void begun(String node, Step step) {
                        if (step == Step.SWITCH) {
                            looks.addAndGet(10);
                            assertThat(looks.get()).as("staged before").isIn(12, 22);
                        }
                    }
                };

        assertThat(run(steps).state()).isInstanceOf(RunState.Over.class);

        assertThat(looks).hasValue(22);
    }

    @Tag("long")
    @Test
    void whereOneCannotBeStagedNoneIsSwitched() throws Exception {
        String before = picture("web2");

        RunReport report = run(meddling("web3", Step.STAGE, "echo edited >> index"));

        assertThat(picture("web2")).isEqualTo(before);
        assertThat(report.nodes())
                .extracting(NodeReport::state)
                .containsOnly(new NodeState.AsBefore());
        assertThat(report.nodes()).noneMatch(NodeReport::identical);
        assertThat(report.nodes().get(1).fault()).isPresent();
        assertThat(report.state()).isInstanceOf(RunState.Over.class);
        nothingIsStaged();
    }

    /// Known before anything is begun anywhere, and before somebody agrees to the plan.
    @Test
    void whereANodeCannotExchangeItsTreesNoStagedRunBegins() throws Exception {
        Peer.root("to mount");
        Shell.run(directory, "mount -t tmpfs none web3/cache");
        try (OpenCluster cluster = open()) {
            Plan plan =
                    cluster.plan(
                            cluster.compare(Criterion.CONTENT, new Unheard(), new Cancel()),
                            List.of("web2", "web3"));
            RunOptions staged = RunOptions.inPlace().staged();

            assertThat(cluster.preflight(plan, staged, new Cancel()).fault().orElseThrow().what())
                    .contains("mounted at " + directory.resolve("web3/cache"));
            assertThat(cluster.preflight(plan, RunOptions.inPlace(), new Cancel()).blocks())
                    .isFalse();
            assertThatThrownBy(() -> run(new Steps())).hasMessageContaining("web3/cache");
        } finally {
            Shell.run(directory, "umount web3/cache");
        }
        assertThat(directory.resolve("web2/index")).hasContent("old");
        nothingIsStaged();
    }

    /// The plan says nothing of it, and the switch would take it away.
    @Tag("long")
    @Test
    void whatSomebodyWroteMeanwhileIsNotTakenBack() throws Exception {
        RunReport report = run(meddling("web2", Step.SWITCH, "echo mine > d/upload"));

        assertThat(directory.resolve("web2/d/upload")).hasContent("mine");
        assertThat(directory.resolve("web2/index")).hasContent("old");
        assertThat(directory.resolve("web3/index")).hasContent("old");
        assertThat(report.nodes().getFirst().fault().map(Fault::message).orElseThrow())
                .contains("d/upload changed while the new tree was made");
        assertThat(report.nodes().get(1).state()).isEqualTo(new NodeState.AsBefore());
        nothingIsStaged();
    }

    @Tag("long")
    @Test
    void whatSomebodyChangedMeanwhileIsNotTakenBack() throws Exception {
        RunReport report = run(meddling("web2", Step.SWITCH, "echo mine >> d/asset"));

        assertThat(Files.readString(directory.resolve("web2/d/asset"))).isEqualTo("old\nmine\n");
        assertThat(report.nodes().getFirst().fault()).containsInstanceOf(Fault.PlanOutdated.class);
        nothingIsStaged();
    }

    private Steps meddling(String at, Step when, String line) {
        return new Steps() {
            @Override
            public void begun(String node, Step step) {
                if (node.equals(at) && step == when) {
                    Shell.run(directory.resolve(node), line);
                }
            }
        };
    }

    private static class Steps implements RunEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }
    }

    /// Opens the index, the asset and the index again through the root's path, over and over.
    private static final class Visitor implements AutoCloseable {
        private final Path root;
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicBoolean sawNew = new AtomicBoolean();
        private final AtomicReference<String> wrong = new AtomicReference<>("");
        private final Thread thread;

        Visitor(Path root) {
            this.root = root;
            thread = Thread.ofPlatform().name("visitor").start(this::look);
        }

        private void look() {
            while (!over.get()) {
                try {
                    String first = Files.readString(root.resolve("index"));
                    String asset = Files.readString(root.resolve("d/asset"));
                    String again = Files.readString(root.resolve("index"));
                    if (first.equals(again) && !asset.equals(first)) {
                        wrong.set("a mixture: " + first + asset);
                    }
                    sawNew.compareAndSet(false, again.equals("new\n"));
                } catch (IOException e) {
                    wrong.set(e.toString());
                }
            }
        }

        /// Whether it sees the new tree in the end; false when it saw anything wrong before.
        boolean awaitNew() {
            while (!sawNew.get() && wrong.get().isEmpty() && thread.isAlive()) {
                Thread.onSpinWait();
            }
            return sawNew.get();
        }

        String wrong() {
            return wrong.get();
        }

        @Override
        public void close() {
            over.set(true);
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
