package lockstep.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lockstep.bench.Contest.Rival;
import lockstep.bench.Contest.Step;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.ScanEvents;
import lockstep.ssh.SshHosts;

/// A comparison of three nodes with very many small files, by Lockstep and by the two dry runs of
/// rsync that an operator would start on the reference. Run by `tests/bench/scan.sh`.
final class ScanBench {
    private static final int NODES = 3;
    private static final long FILE_TAKES = 6 << 10;

    private final int files;
    private final List<Path> roots = new ArrayList<>();
    private final Heap heap = new Heap();
    private String last = "";

    private ScanBench(Room room, int files) throws IOException {
        this.files = files;
        for (int i = 0; i < NODES; i++) {
            Path root = room.empty("node" + (i + 1));
            Room.smallFiles(root, files, i);
            roots.add(root);
        }
    }

    /// @param args files a node, rounds, round-trip time in ms; `ours` before them runs only ours
    public static void main(String[] args) throws Exception {
        boolean alone = args.length > 0 && args[0].equals("ours");
        List<String> words = List.of(args).subList(alone ? 1 : 0, args.length);
        int files = words.isEmpty() ? 500_000 : Integer.parseInt(words.get(0));
        int rounds = words.size() > 1 ? Integer.parseInt(words.get(1)) : 3;
        Duration roundTrip = Duration.ofMillis(words.size() > 2 ? Long.parseLong(words.get(2)) : 0);
        try (Room room = Room.of(NODES * FILE_TAKES * files);
                Nodes nodes = new Nodes(NODES, roundTrip)) {
            ScanBench bench = new ScanBench(room, files);
            new Contest(nodes, rounds).run(bench.title(), bench.rivals(alone));
            System.out.println(bench.heap.summary());
            System.out.println("our last round (through the doors): " + bench.last);
        }
    }

    private String title() {
        return String.format(
                Locale.ROOT, "Comparison by metadata of %,d files x %d nodes", files, NODES);
    }

    private List<Rival> rivals(boolean alone) {
        Step nothing = _ -> {};
        List<Rival> all = new ArrayList<>();
        all.add(new Rival("Lockstep's comparison", nothing, this::compare, nothing));
        if (!alone) {
            all.add(new Rival("rsync -ani --delete, one by one", nothing, this::inTurn, nothing));
            all.add(new Rival("rsync -ani --delete, both at once", nothing, this::atOnce, nothing));
        }
        return all;
    }

    private void compare(Nodes.Way way) throws Exception {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            String name = "node" + (i + 1);
            nodes.add(new Node(name, name, roots.get(i).toString(), false));
        }
        Stages stages = new Stages();
        Cluster cluster = new Cluster("bench", nodes, "node1", List.of(), List.of());
        try (SshHosts hosts = way.hosts();
                OpenCluster open = OpenCluster.open(cluster, hosts::host)) {
            Comparison comparison = open.compare(Criterion.METADATA, stages, new Cancel());
            stages.tell("compared");
            stages.tell("found " + comparison.drift().verdict().kind());
            if (!comparison.failures().isEmpty()) {
                throw new IOException(comparison.failures().toString());
            }
            last = stages.summary();
        }
    }

    private void inTurn(Nodes.Way way) throws Exception {
        for (int i = 1; i < NODES; i++) {
            dryRun(way, i);
        }
    }

    private void atOnce(Nodes.Way way) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i < NODES; i++) {
                int node = i;
                all.add(
                        executor.submit(
                                () -> {
                                    dryRun(way, node);
                                    return node;
                                }));
            }
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    private void dryRun(Nodes.Way way, int node) throws IOException {
        String target = "node" + (node + 1) + ":" + roots.get(node) + "/";
        String source = roots.getFirst() + "/";
        String told =
                Tool.run(
                        "rsync",
                        "-ani",
                        "--delete",
                        "-e",
                        "ssh -F " + way.config(),
                        source,
                        target);
        long lines = told.lines().filter(line -> line.startsWith("<f")).count();
        long expected = (files + 992L) / 1_000;
        if (lines != expected) {
            throw new IOException(lines + " differences instead of " + expected);
        }
    }

    /// When each node's list was there: what is left until the end is sorted out here.
    private static final class Stages implements ScanEvents {
        private final long start = System.nanoTime();
        private final Queue<String> told = new ConcurrentLinkedQueue<>();

        @Override
        public void progress(String node, long entries, long bytes) {}

        @Override
        public void finished(String node) {
            tell(node + " listed");
        }

        void tell(String what) {
            double seconds = (System.nanoTime() - start) / 1e9;
            told.add(String.format(Locale.ROOT, "%s after %.2f s", what, seconds));
        }

        String summary() {
            return String.join(", ", told);
        }
    }
}
