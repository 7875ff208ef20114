package lockstep.bench;

import java.io.IOException;
import java.nio.file.Files;
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

/// A comparison of three nodes by Lockstep and by what an operator would use otherwise: by
/// metadata with very many small files, and by content. Run by `tests/bench/scan.sh`.
final class ScanBench {
    private static final int NODES = 3;
    private static final long FILE_TAKES = 6 << 10;
    private static final int SMALL = 100;

    /// What the programs of one job may take of memory.
    private static final long PROGRAMS = 2L << 30;

    /// By content: few enough files that hashing and not opening them is measured.
    private static final int LARGE = 256 << 10;

    private final Nodes nodes;
    private final int files;
    private final Criterion criterion;
    private final List<Path> roots = new ArrayList<>();
    private String last = "";

    private ScanBench(Room room, Nodes nodes, int files, Criterion criterion) throws IOException {
        this.nodes = nodes;
        this.files = files;
        this.criterion = criterion;
        int size = criterion == Criterion.CONTENT ? LARGE : SMALL;
        for (int i = 0; i < NODES; i++) {
            Path root = room.empty("node" + (i + 1));
            Room.files(root, files, size, i);
            roots.add(root);
        }
    }

    /// @param args files a node, rounds, round-trip time in ms, MiB a node to compare by content;
    ///     `ours` before them runs only ours
    public static void main(String[] args) throws Exception {
        boolean alone = args.length > 0 && args[0].equals("ours");
        List<String> words = List.of(args).subList(alone ? 1 : 0, args.length);
        int files = words.isEmpty() ? 500_000 : Integer.parseInt(words.get(0));
        int rounds = words.size() > 1 ? Integer.parseInt(words.get(1)) : 3;
        Duration roundTrip = Duration.ofMillis(words.size() > 2 ? Long.parseLong(words.get(2)) : 0);
        long content = (words.size() > 3 ? Long.parseLong(words.get(3)) : 1_024) << 20;
        Heap heap = new Heap();
        try (Room room = Room.of(NODES * Math.max(FILE_TAKES * files, content));
                Nodes nodes = new Nodes(NODES, roundTrip)) {
            Contest contest = new Contest(nodes, room, PROGRAMS, rounds);
            new ScanBench(room, nodes, files, Criterion.METADATA).run(contest, alone);
            System.out.println(heap.summary());
            int large = Math.toIntExact(content / LARGE);
            new ScanBench(room, nodes, large, Criterion.CONTENT).run(contest, alone);
            if (!alone) {
                new Picture("Comparing three nodes").draw(contest.ratios(), "scan");
            }
        }
    }

    private void run(Contest contest, boolean alone) throws Exception {
        boolean content = criterion == Criterion.CONTENT;
        String title =
                String.format(
                        Locale.ROOT,
                        "Comparison by %s of %,d files x %d nodes",
                        content ? "content" : "metadata",
                        files,
                        NODES);
        List<Rival> all = new ArrayList<>();
        add(all, "Lockstep's comparison", this::compare);
        if (!alone && content) {
            add(all, "rsync -anci --delete, both at once", way -> atOnce(way, "-anci"));
            add(all, "find and sha256sum", way -> find(way, "-print0 | xargs -0 sha256sum"));
            add(all, "each node's rsync hashing, no more", this::hashing);
        } else if (!alone) {
            add(all, "rsync -ani --delete, one by one", this::inTurn);
            add(all, "rsync -ani --delete, both at once", way -> atOnce(way, "-ani"));
            if (Tool.isThere("rclone")) {
                add(all, "rclone check --size-only (sftp)", this::rclone);
            }
            add(all, "find -printf", way -> find(way, "-printf '%p %s %T@ %m %U %G\\n'"));
        }
        contest.run(title, all);
        System.out.println("our last round (through the doors): " + last);
    }

    private static void add(List<Rival> to, String name, Step work) {
        to.add(new Rival(name, _ -> {}, work, _ -> {}));
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
            Comparison comparison = open.compare(criterion, stages, new Cancel());
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
            dryRun(way, "-ani", i);
        }
    }

    private void atOnce(Nodes.Way way, String options) throws Exception {
        together(1, node -> dryRun(way, options, node));
    }

    /// Both comparisons at once. It reads no hashes here: for each it would log in once more.
    private void rclone(Nodes.Way way) throws Exception {
        together(
                1,
                node -> {
                    String told =
                            Tool.runTo(
                                    1,
                                    "rclone",
                                    "check",
                                    "--config=/dev/null",
                                    "--size-only",
                                    nodes.rclone(1, way, roots.getFirst()),
                                    nodes.rclone(node + 1, way, roots.get(node)));
                    expect(told.lines().filter(line -> line.endsWith("sizes differ")).count());
                });
    }

    /// Each node lists, or hashes, its own; the lists are compared here.
    private void find(Nodes.Way way, String what) throws Exception {
        List<Path> lists = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            lists.add(roots.get(i).resolveSibling("list" + i));
        }
        try {
            together(
                    0,
                    node -> {
                        String command = "cd " + roots.get(node) + " && find . -type f " + what;
                        String ssh = "ssh -F " + way.config() + " node" + (node + 1);
                        String sorted = " | LC_ALL=C sort > " + lists.get(node);
                        Tool.run("sh", "-c", ssh + " \"" + command + "\"" + sorted);
                    });
            for (int i = 1; i < NODES; i++) {
                String told = Tool.runTo(1, "diff", lists.get(0) + "", lists.get(i) + "");
                expect(told.lines().filter(line -> line.startsWith("<")).count());
            }
        } finally {
            for (Path list : lists) {
                Files.deleteIfExists(list);
            }
        }
    }

    /// What no comparison by content with rsync's digests can be faster than.
    private void hashing(Nodes.Way way) throws Exception {
        together(
                0,
                node -> {
                    Path none = roots.get(node).resolveSibling("none");
                    String command = "rsync -anc " + roots.get(node) + "/ " + none + "/";
                    Tool.run("ssh", "-F", way.config() + "", "node" + (node + 1), command);
                });
    }

    /// One node's part of a job.
    @FunctionalInterface
    private interface Part {
        void run(int node) throws IOException;
    }

    private static void together(int first, Part part) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = first; i < NODES; i++) {
                int node = i;
                all.add(
                        executor.submit(
                                () -> {
                                    part.run(node);
                                    return node;
                                }));
            }
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    private void dryRun(Nodes.Way way, String options, int node) throws IOException {
        String target = "node" + (node + 1) + ":" + roots.get(node) + "/";
        String source = roots.getFirst() + "/";
        String shell = "ssh -F " + way.config();
        String told = Tool.run("rsync", options, "--delete", "-e", shell, source, target);
        expect(told.lines().filter(line -> line.startsWith("<f")).count());
    }

    private void expect(long differences) throws IOException {
        if (differences != Room.drifting(files)) {
            throw new IOException(differences + " differences instead of " + Room.drifting(files));
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
