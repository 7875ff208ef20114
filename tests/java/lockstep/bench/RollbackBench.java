package lockstep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.journal.Author;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.link.Cancel;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.RunReport;
import lockstep.run.Rollback;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import lockstep.ssh.SshHosts;
import lockstep.state.Step;

/// What rolling a node back costs beside a full copy of its tree from another node, which is what
/// there is to do without a snapshot: both over SSH by the same console, both proven by content.
/// One file in a hundred has changed. Run by `tests/bench/rollback.sh`.
public final class RollbackBench implements AutoCloseable {
    private static final int ONE_CHANGED_IN = 100;
    private static final RunOptions COPY = RunOptions.inPlace().unkept();

    private final Room room;
    private final Nodes nodes;
    private final CountingDoor.Line line;
    private final int files;
    private final int size;
    private int consoles;

    private RollbackBench(Room room, CountingDoor.Line line, int files, int size)
            throws IOException {
        this.room = room;
        this.line = line;
        nodes = new Nodes(3, line);
        this.files = files;
        this.size = size;
    }

    /// @param args files, bytes of each, rounds, Mbit/s of each line (0 for this machine's own)
    public static void main(String[] args) throws Exception {
        int files = args.length > 0 ? Integer.parseInt(args[0]) : 50_000;
        int size = args.length > 1 ? Integer.parseInt(args[1]) : 16_384;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        int megabits = args.length > 3 ? Integer.parseInt(args[3]) : 0;
        CountingDoor.Line line =
                megabits == 0
                        ? CountingDoor.Line.HERE
                        : CountingDoor.Line.ofRate(megabits * 1e6 / 8);
        try (Room room = Room.of(4L * files * (size + 4_096));
                RollbackBench bench = new RollbackBench(room, line, files, size)) {
            bench.run(rounds);
        }
        System.exit(0);
    }

    /// What a run took.
    ///
    /// @param steps seconds of each
    private record Took(double seconds, Map<Step, Double> steps) {}

    private void run(int rounds) throws Exception {
        for (int node = 1; node <= 2; node++) {
            Room.files(root(node), files, size, 0);
        }
        List<Took> copies = new ArrayList<>();
        List<Took> backs = new ArrayList<>();
        try (OpenCluster console = console(nodes.timed())) {
            Snapshot to = snapshot(console);
            for (int round = 0; round < rounds; round++) {
                copies.add(copied(console));
                backs.add(rolledBack(console, to, round));
            }
            table("full copy", copies, copies);
            table("rollback", backs, copies);
        }
        // Bytes are the same on any line.
        if (line.isHere()) {
            wire();
        }
    }

    private Snapshot snapshot(OpenCluster console) throws Exception {
        long began = System.nanoTime();
        Kept kept =
                Objects.requireNonNull(
                        console.snapshots()
                                .make(
                                        List.of("node2"),
                                        About.Reason.HAND,
                                        "",
                                        new SnapshotEvents() {},
                                        new Cancel())
                                .nodes()
                                .get("node2"));
        System.out.printf(
                Locale.ROOT,
                "a first snapshot, by %s: %.2f s%n",
                kept.method(),
                (System.nanoTime() - began) / 1e9);
        return kept.snapshot();
    }

    private void wire() throws Exception {
        try (OpenCluster console = console(nodes.counted())) {
            Snapshot to = snapshot(console);
            long before = sum();
            copied(console);
            long copy = sum() - before;
            change(99);
            before = sum();
            back(console, to);
            long back = sum() - before;
            System.out.printf(
                    Locale.ROOT,
                    "through the workstation: full copy %.1f MiB, rollback %.1f MiB: %.3f of it%n",
                    copy / 1048576.0,
                    back / 1048576.0,
                    (double) back / copy);
        }
    }

    private long sum() {
        return nodes.bytes().stream().mapToLong(Long::longValue).sum();
    }

    private Path root(int node) {
        return room.directory().resolve("node" + node).resolve("tree");
    }

    private OpenCluster console(Nodes.Way way) throws Exception {
        List<Node> all = new ArrayList<>();
        for (int node = 1; node <= 3; node++) {
            Files.createDirectories(root(node));
            all.add(new Node("node" + node, "node" + node, root(node).toString(), false));
        }
        Cluster cluster = new Cluster("bench", all, "node1", List.of(), List.of());
        SshHosts hosts = way.hosts();
        Author author = new Author("bench@here", Program.here("here"));
        consoles++;
        Path journal = room.directory().resolve("journal" + consoles + ".db");
        Journal kept = Journal.open(journal, author, InstantSource.system());
        return OpenCluster.open(cluster, hosts::host)
                .recording(kept)
                .ending(kept::close)
                .ending(hosts::close);
    }

    /// Of node1's tree to node3, which has nothing.
    private Took copied(OpenCluster console) throws Exception {
        room.empty("node3");
        Files.createDirectories(root(3));
        room.back((long) files * size);
        Operations.Comparison seen =
                console.compare(Operations.Criterion.METADATA, new Unheard(), new Cancel());
        long began = System.nanoTime();
        RunReport report =
                console.sync(
                        console.plan(seen, List.of("node3")),
                        COPY,
                        new Unheard(),
                        new RunControl(new Cancel()));
        return took(console, report, began);
    }

    private void change(int round) throws IOException {
        try (var all = Files.walk(root(2))) {
            List<Path> found = all.filter(Files::isRegularFile).sorted().toList();
            for (int i = 0; i < found.size(); i += ONE_CHANGED_IN) {
                Files.writeString(found.get(i), "changed in round " + round);
            }
        }
    }

    private Took rolledBack(OpenCluster console, Snapshot to, int round) throws Exception {
        change(round);
        return back(console, to);
    }

    private Took back(OpenCluster console, Snapshot to) throws Exception {
        Rollback approved =
                console.snapshots()
                        .preview(Map.of("node2", to), new SnapshotEvents() {}, new Cancel());
        if (approved.targets().getFirst().restored() < files / ONE_CHANGED_IN) {
            throw new IOException(approved.targets().getFirst().restored() + " to put back");
        }
        long began = System.nanoTime();
        RunReport report =
                console.snapshots()
                        .rollback(
                                approved,
                                RunOptions.inPlace().back(),
                                new Unheard(),
                                new RunControl(new Cancel()));
        return took(console, report, began);
    }

    private static Took took(OpenCluster console, RunReport report, long began) throws Exception {
        double seconds = (System.nanoTime() - began) / 1e9;
        if (!report.nodes().getFirst().identical()) {
            throw new IOException(report.toString());
        }
        Map<Step, Double> steps = new EnumMap<>(Step.class);
        Map<Step, Instant> begun = new EnumMap<>(Step.class);
        for (Entry entry : console.journalled(report.run(), 1_000_000)) {
            if (entry.kind() == Entry.Kind.MOVE) {
                String[] words = entry.what().split(" ");
                Step step = Step.valueOf(words[2]);
                if (words[0].equals("BEGIN")) {
                    begun.put(step, entry.at());
                } else if (words[0].equals("END")) {
                    Instant from = Objects.requireNonNull(begun.get(step));
                    steps.put(step, Duration.between(from, entry.at()).toMillis() / 1e3);
                }
            }
        }
        return new Took(seconds, steps);
    }

    private static void table(String what, List<Took> rounds, List<Took> copies) {
        double copy = median(copies.stream().map(Took::seconds).toList());
        for (Step step : Step.values()) {
            List<Double> seconds =
                    rounds.stream()
                            .filter(t -> t.steps().containsKey(step))
                            .map(t -> Objects.requireNonNull(t.steps().get(step)))
                            .toList();
            if (!seconds.isEmpty()) {
                line(what + ", " + step.words(), median(seconds), copy);
            }
        }
        line(what + ", all of the run", median(rounds.stream().map(Took::seconds).toList()), copy);
    }

    private static void line(String what, double seconds, double copy) {
        System.out.printf(
                Locale.ROOT, "%-28s %7.2f s  %.3f of a full copy%n", what, seconds, seconds / copy);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static final class Unheard implements RunEvents, Operations.ScanEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }

        @Override
        public void progress(String node, long entries, long bytes) {}

        @Override
        public void finished(String node) {}
    }

    @Override
    public void close() {
        nodes.close();
    }
}
