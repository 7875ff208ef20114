package lockstep.present;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import lockstep.drift.Sign;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.journal.Author;
import lockstep.journal.History;
import lockstep.journal.Journal;
import lockstep.journal.NodeResult;
import lockstep.journal.Program;
import lockstep.journal.RunHead;
import lockstep.journal.ScanResult;
import lockstep.link.LocalHost;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import lockstep.run.HistoryOperations;
import lockstep.run.OpenCluster;
import lockstep.run.RunOptions;
import lockstep.run.Trend;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.Step;
import lockstep.state.Turn;

/// A real journal of a cluster, in a file, written by a clock that the test turns.
public final class PastJournal implements AutoCloseable {
    private final Cluster cluster;
    private final Journal journal;
    private final OpenCluster open;
    private volatile Instant now = Shop.NOW;

    private PastJournal(Cluster cluster, Path file) throws FaultException {
        this.cluster = cluster;
        Author ann = new Author("ann@desk", Program.here("desk"));
        InstantSource clock = () -> now;
        journal = Journal.open(file, ann, clock);
        open = OpenCluster.open(withoutBalancers(cluster), (name, _) -> new LocalHost(name));
        open.recording(Journal.open(file, ann, clock));
    }

    private static Cluster withoutBalancers(Cluster of) {
        return new Cluster(of.name(), of.nodes(), of.reference(), of.rules(), List.of());
    }

    /// An empty one of the web shop.
    public static PastJournal of(int nodes, Path directory) {
        try {
            return new PastJournal(Shop.cluster(nodes), directory.resolve("journal.db"));
        } catch (FaultException e) {
            throw new AssertionError(e);
        }
    }

    /// Nothing has ever happened.
    public static HistoryOperations nothing() {
        return new HistoryOperations() {
            @Override
            public History.Page page(History.Question asked) {
                return new History.Page(List.of(), false);
            }

            @Override
            public Trend trend(Instant from, Instant to) {
                return new Trend(to.minusSeconds(3_600), to, List.of(), List.of(), true);
            }

            @Override
            public long latest() {
                return 0;
            }
        };
    }

    /// What it tells.
    public HistoryOperations history() {
        return open.history();
    }

    /// What is written from now on was so long ago.
    public PastJournal ago(Duration ago) {
        now = Shop.NOW.minus(ago);
        return this;
    }

    private interface Writing {
        void into(Journal journal) throws FaultException;
    }

    private PastJournal write(Writing writing) {
        try {
            writing.into(journal);
            return this;
        } catch (FaultException e) {
            throw new AssertionError(e);
        }
    }

    private Journal.Subject subject(String node) {
        return new Journal.Subject(cluster.name(), node, node + ".example.org");
    }

    /// A scan by content.
    ///
    /// @param differing of each node but the reference, in their order; -1 for one that fails
    public PastJournal scanned(int... differing) {
        List<ScanResult.Node> nodes = new ArrayList<>();
        int at = -1;
        for (Node node : cluster.nodes()) {
            int count = at < 0 ? 0 : differing[at];
            at++;
            nodes.add(
                    count < 0
                            ? ScanResult.Node.failed(node.name(), node.name() + ": no route to it")
                            : new ScanResult.Node(node.name(), count, 0, signs(count), ""));
        }
        Duration took = Duration.ofMillis(2_140);
        return write(
                j ->
                        j.scanned(
                                cluster.name(),
                                new ScanResult(true, took, 1_204, cluster.reference(), nodes)));
    }

    private static Map<Sign, Integer> signs(int count) {
        return count < 3
                ? Map.of(Sign.CONTENT, count)
                : Map.of(Sign.CONTENT, count - count / 3, Sign.MISSING, count / 3);
    }

    /// A run that proved these nodes.
    public PastJournal ran(String id, long sent, long saved, String... nodes) {
        return ran(Course.ROLLING, id, result(sent, saved, ""), nodes);
    }

    /// A rollback that was verified.
    public PastJournal rolledBack(String id, String... nodes) {
        return ran(Course.ROLLBACK, id, result(0, 0, ""), nodes);
    }

    /// A run that stopped at its first node, and was left so.
    public PastJournal failed(String id, String... nodes) {
        RunHead head = head(Course.ROLLING, id, nodes);
        String fault = nodes[0] + ": the health check got 503";
        return write(
                j -> {
                    j.runs().begun(head);
                    move(j, head, nodes[0], Move.Kind.BEGIN, Step.SYNC, "");
                    later(Duration.ofSeconds(40));
                    move(j, head, nodes[0], Move.Kind.FAIL, Step.SYNC, fault);
                    j.runs().result(head, subject(nodes[0]), result(1_000, 2_000, fault));
                    j.runs().turned(head, new Turn(Turn.Kind.HALT, fault));
                    j.runs().letGo(id);
                });
    }

    private PastJournal ran(Course course, String id, NodeResult result, String... nodes) {
        RunHead head = head(course, id, nodes);
        return write(
                j -> {
                    j.runs().begun(head);
                    for (String node : nodes) {
                        for (Step step : course.steps()) {
                            move(j, head, node, Move.Kind.BEGIN, step, "");
                            move(j, head, node, Move.Kind.END, step, "");
                        }
                        move(j, head, node, Move.Kind.FINISH, course.steps().getLast(), "");
                        later(Duration.ofSeconds(41));
                        j.runs().result(head, subject(node), result);
                    }
                    j.runs().turned(head, new Turn(Turn.Kind.CLOSE, "every node is done"));
                    j.runs().letGo(id);
                });
    }

    private void move(Journal j, RunHead head, String node, Move.Kind kind, Step step, String note)
            throws FaultException {
        j.runs().moved(head, subject(node), new Move(kind, head.course(), step, note));
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    private RunHead head(Course course, String id, String... nodes) {
        return new RunHead(
                id,
                now,
                "ann@desk",
                cluster.name(),
                course,
                course.isRollback() ? "" : cluster.reference(),
                List.of(nodes),
                "0f12b7",
                RunOptions.rolling(Duration.ofMinutes(5)).text(),
                "release 4.2");
    }

    private static NodeResult result(long sent, long saved, String fault) {
        return new NodeResult(
                fault.isEmpty(),
                sent,
                saved,
                sent + 900,
                41,
                Duration.ofSeconds(38),
                5,
                0,
                fault,
                List.of());
    }

    /// A snapshot of each of these nodes, at one go.
    public PastJournal kept(String run, String... nodes) {
        return write(
                j -> {
                    for (String node : nodes) {
                        j.shelf()
                                .told(
                                        subject(node),
                                        "made 20260228T14000" + node.length() + "Z-" + run,
                                        "");
                    }
                });
    }

    /// A person takes a node out, and puts it back after an hour.
    public PastJournal switched(String node, String why) {
        Leave leave = new Leave(Way.DRAIN, Leave.Floor.KEPT, "ann", why, Optional.empty());
        return write(
                j -> {
                    j.takenOut(subject(node), leave, "");
                    later(Duration.ofHours(1));
                    j.putBack(subject(node), "");
                });
    }

    /// A person decides something.
    public PastJournal chose(String node, String what, String said) {
        return write(j -> j.chose(subject(node), what, said));
    }

    /// So many days of a busy cluster up to now: scans every few hours, a run every few days, and
    /// what people do in between; the same each time.
    public PastJournal busy(int days) {
        Random random = new Random(42);
        int others = cluster.nodes().size() - 1;
        int[] differing = new int[others];
        String[] nodes = cluster.nodes().stream().skip(1).map(Node::name).toArray(String[]::new);
        int runs = 0;
        for (int hours = days * 24; hours > 0; hours -= 6) {
            ago(Duration.ofHours(hours));
            for (int i = 0; i < others; i++) {
                differing[i] += random.nextInt(4) == 0 ? random.nextInt(4 + 3 * (i % 5)) : 0;
            }
            scanned(hours % 240 == 30 ? broken(differing) : differing);
            if (hours % 102 == 0) {
                ago(Duration.ofHours(hours).minusMinutes(40));
                String id = "r%05d".formatted(runs++);
                long sent = 400_000L + random.nextInt(9_000_000);
                if (runs % 6 == 5) {
                    failed(id, nodes);
                } else {
                    ran(id, sent, sent * (3 + random.nextInt(9)), nodes);
                    java.util.Arrays.fill(differing, 0);
                }
            }
            if (hours % 96 == 18) {
                kept("n%05d".formatted(hours), nodes);
                switched(nodes[random.nextInt(others)], "new kernel");
            }
        }
        return this;
    }

    private static int[] broken(int[] differing) {
        int[] with = differing.clone();
        with[with.length - 1] = -1;
        return with;
    }

    @Override
    public void close() {
        open.close();
        journal.close();
    }
}
