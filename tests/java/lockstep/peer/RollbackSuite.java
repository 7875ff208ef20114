package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import lockstep.fleet.Cluster;
import lockstep.fleet.Keeping;
import lockstep.fleet.Node;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.plan.Plan;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.RunReport;
import lockstep.run.Rollback;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.run.SnapshotOperations;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import lockstep.state.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes behind a real sshd that hold the same, and a console with a journal.
abstract class RollbackSuite {
    static final List<String> NODES = List.of("web1", "web2", "web3");
    private static Sshd sshd;

    @TempDir Path directory;

    final Cancel cancel = new Cancel();
    OpenCluster cluster;
    SnapshotOperations snapshots;

    @BeforeAll
    static void startSshd() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    static void stopSshd() {
        sshd.close();
    }

    @BeforeEach
    void begin() throws Exception {
        Peer.program("rsync");
        Peer.root("to give files away");
        for (String node : NODES) {
            Site site = new Site(Files.createDirectories(directory.resolve(node)));
            site.filled();
            Shell.run(site.live, "echo own > cache/of-" + node);
        }
        reopen();
    }

    @AfterEach
    void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /// Another console of the same user.
    void reopen() throws Exception {
        end();
        cluster = open("ann@desk", "journal.db");
        snapshots = cluster.snapshots();
    }

    OpenCluster open(String who, String journal) throws Exception {
        return open(who, journal, Site.RULES);
    }

    OpenCluster open(String who, String journal, List<String> rules) throws Exception {
        List<Node> nodes =
                NODES.stream().map(n -> new Node(n, n, live(n).toString(), false)).toList();
        Cluster described =
                new Cluster(
                        "shop",
                        nodes,
                        "web1",
                        rules,
                        List.of(),
                        false,
                        Optional.empty(),
                        List.of(),
                        new Keeping(true, Optional.empty(), 1, 0, 0, 0, Duration.ofDays(7)));
        Map<String, Host> hosts = new ConcurrentHashMap<>();
        Journal kept =
                Journal.open(
                        directory.resolve("home").resolve(journal),
                        Author.of(Map.of("USER", who.split("@")[0])),
                        Instant::now);
        return OpenCluster.open(described, (name, _) -> hosts.computeIfAbsent(name, sshd::host))
                .recording(kept)
                .ending(kept::close);
    }

    Path live(String node) {
        return directory.resolve(node).resolve("live");
    }

    String picture(String node) {
        return Site.picture(live(node));
    }

    /// One of each node, made by hand.
    Map<String, Kept> made() throws Exception {
        SnapshotOperations.Made made =
                snapshots.make(NODES, About.Reason.HAND, "before lunch", quiet(), cancel);
        assertThat(made.failures()).isEmpty();
        assertThat(made.nodes()).containsOnlyKeys(NODES);
        return made.nodes();
    }

    Snapshot made(String node) throws Exception {
        return Objects.requireNonNull(made().get(node)).snapshot();
    }

    static SnapshotEvents quiet() {
        return new SnapshotEvents() {};
    }

    /// Where a snapshot of a node has its tree.
    Path tree(String node, Snapshot snapshot) {
        return new Site(directory.resolve(node)).tree(snapshot);
    }

    /// Changes of every sort to a node's tree; 7 entries are others afterwards than before.
    void changed(String node) {
        Shell.run(
                live(node),
                """
                echo changed > one; rm dir/deep/three; echo come > since; mkdir -p new/deep
                echo come > new/deep/too; chmod 600 suid; ln -sfn /else link
                touch -d '2021-02-03 04:05:06.789' one
                """);
    }

    /// One byte of a file is another, and nothing else tells.
    static void flip(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] content = Files.readAllBytes(file);
        content[0] ^= 1;
        Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(file, time);
    }

    Rollback preview(String node, Snapshot to) throws Exception {
        return snapshots.preview(Map.of(node, to), quiet(), cancel);
    }

    RunReport back(Rollback rollback) throws Exception {
        return back(rollback, RunOptions.inPlace().back());
    }

    RunReport back(Rollback rollback, RunOptions options) throws Exception {
        return back(rollback, options, new Steps());
    }

    RunReport back(Rollback rollback, RunOptions options, Steps steps) throws Exception {
        return snapshots.rollback(rollback, options, steps, new RunControl(cancel));
    }

    /// Somebody does something on a node whenever a step of it is done.
    static Steps after(Step wanted, Consumer<String> deed) {
        return new Steps() {
            @Override
            public void done(String node, Step step, String note) {
                if (step == wanted) {
                    deed.accept(node);
                }
            }
        };
    }

    /// The same with only those rows chosen whose paths are as asked.
    static Rollback only(Rollback all, UnaryOperator<Plan.Row> row) {
        List<Rollback.Target> targets = new ArrayList<>();
        for (Rollback.Target target : all.targets()) {
            targets.add(target.with(target.plan().rows().stream().map(row).toList()));
        }
        return all.with(targets);
    }

    /// A sync of all nodes to be as web1 is.
    RunReport synced() throws Exception {
        return synced(new Steps());
    }

    RunReport synced(Steps steps) throws Exception {
        Plan plan =
                cluster.plan(
                        cluster.compare(Criterion.CONTENT, new Unheard(), cancel),
                        List.of("web2", "web3"));
        return cluster.sync(plan, RunOptions.inPlace(), steps, new RunControl(cancel));
    }

    static class Steps implements RunEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }
    }
}
