package lockstep.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Health;
import lockstep.fleet.Machine;
import lockstep.fleet.Node;
import lockstep.journal.Author;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.peer.Haproxy;
import lockstep.peer.Sshd;
import lockstep.peer.WebNode;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.state.Step;

/// What a rolling run costs beside its work: each node's turn, by the times that the journal holds,
/// less the steps in which something else is waited for. Three nodes and a balancer behind OpenSSH
/// servers, a real HAProxy, no visitors. Run by `tests/bench/run.sh`.
public final class RunBench implements AutoCloseable {
    /// What a run may spend on a node, in seconds, on a machine that does nothing else.
    static final double MOST = 1.0;

    /// Between the two looks that must agree before a node counts as up, in seconds.
    private static final double PAUSE = 0.5;

    /// Where a node, its disk, the line or its users are waited for.
    private static final Set<Step> WORK =
            EnumSet.of(Step.ZERO_SESSIONS, Step.SNAPSHOT, Step.SYNC, Step.VERIFY, Step.HEALTH);

    private static final List<String> NODES = List.of("web1", "web2", "web3");
    private static final FileTime WRITTEN = FileTime.fromMillis(1_700_000_000_000L);
    private static final int ONE_DIFFERS_IN = 10;

    private final Room room;
    private final Map<String, Sshd> servers = new TreeMap<>();
    private final List<WebNode> apps = new ArrayList<>();
    private final Haproxy haproxy;
    private final OpenCluster console;
    private final Map<Step, Integer> conversations = new ConcurrentHashMap<>();
    private final List<Double> bare = new ArrayList<>();
    private volatile Optional<Step> at = Optional.empty();

    /// One node's turn in a run.
    ///
    /// @param steps seconds in each that it took
    /// @param whole seconds from the first to the end
    record Turn(String node, Map<Step, Double> steps, double whole) {
        /// What is left when the work is taken off.
        double own() {
            return whole
                    - steps.entrySet().stream()
                            .filter(step -> WORK.contains(step.getKey()))
                            .mapToDouble(Map.Entry::getValue)
                            .sum();
        }
    }

    RunBench(Room room) throws Exception {
        this.room = room;
        for (String node : NODES) {
            servers.put(node, Sshd.start());
            apps.add(new WebNode(node, new LinkedBlockingQueue<>()));
        }
        servers.put("lb1", Sshd.start());
        haproxy = Haproxy.before(room.directory(), apps);
        Author author = new Author("bench@here", Program.here("here"));
        Path journal = room.directory().resolve("journal.db");
        console =
                OpenCluster.open(cluster(), (name, _) -> counted(server(name).host(name)))
                        .recording(Journal.open(journal, author, InstantSource.system()));
    }

    private Sshd server(String name) {
        return Optional.ofNullable(servers.get(name)).orElseThrow();
    }

    private Cluster cluster() {
        List<Node> nodes =
                NODES.stream().map(n -> new Node(n, n, root(n).toString(), false)).toList();
        List<Balancer.Server> members = new ArrayList<>();
        for (String backend : List.of("shop", "api")) {
            NODES.forEach(n -> members.add(new Balancer.Server(backend, n, n)));
        }
        Dialect dialect = new Dialect.Haproxy("lb1", haproxy.admin().toString());
        Health health =
                new Health(
                        new Health.Command(List.of("true")),
                        Machine.NODE,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10));
        return new Cluster(
                "shop",
                nodes,
                "web1",
                List.of(),
                List.of(new Balancer("lb1", dialect, 1, members)),
                false,
                Optional.of(health),
                List.of());
    }

    /// So that a round trip too many shows on a busy machine, too.
    private Host counted(Host host) {
        return new Host() {
            @Override
            public String name() {
                return host.name();
            }

            @Override
            public Link run(List<String> argv) throws FaultException {
                at.ifPresent(step -> conversations.merge(step, 1, Integer::sum));
                return host.run(argv);
            }

            @Override
            public Link unixSocket(String path) throws FaultException {
                at.ifPresent(step -> conversations.merge(step, 1, Integer::sum));
                return host.unixSocket(path);
            }

            @Override
            public Link tcp(String address, int port) throws FaultException {
                at.ifPresent(step -> conversations.merge(step, 1, Integer::sum));
                return host.tcp(address, port);
            }
        };
    }

    private Path root(String node) {
        return room.directory().resolve("trees").resolve(node);
    }

    /// @param args files, rounds
    public static void main(String[] args) throws Exception {
        int files = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        try (Room room = Room.of(64L << 20);
                RunBench bench = new RunBench(room)) {
            bench.print(bench.turns(files, rounds));
        }
        System.exit(0);
    }

    /// Runs to two nodes of so many files each, one in ten of which differs. The first run is not
    /// counted: its code is not compiled yet.
    List<Turn> turns(int files, int rounds) throws Exception {
        List<Turn> turns = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            for (String node : NODES) {
                write(root(node), files, node.equals("web1") ? "new" + round : "old");
            }
            conversations.clear();
            bare.add(bare());
            String run = sync();
            if (round > 0) {
                for (String node : NODES.subList(1, NODES.size())) {
                    turns.add(turn(node, console.journalled(run, 100_000)));
                }
            }
        }
        return turns;
    }

    /// Seconds that `true` takes on a node: what any conversation costs on this machine as it is.
    private double bare() throws FaultException {
        long began = System.nanoTime();
        try (Link link = server("web2").host("web2").run(List.of("true"))) {
            link.awaitExit(Duration.ofSeconds(20));
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static void write(Path root, int files, String version) throws IOException {
        for (int i = 0; i < files; i++) {
            Path directory = Files.createDirectories(root.resolve("d" + i / 100));
            Path file = directory.resolve("f" + i);
            Files.writeString(file, i % ONE_DIFFERS_IN == 0 ? i + version : "same " + i);
            Files.setLastModifiedTime(file, WRITTEN);
            Files.setLastModifiedTime(directory, WRITTEN);
        }
        Files.setLastModifiedTime(root, WRITTEN);
    }

    private String sync() throws FaultException, IOException {
        for (String node : NODES) {
            console.awaitUp(node, Duration.ofSeconds(20), _ -> {}, new Cancel());
        }
        Operations.Comparison seen =
                console.compare(Operations.Criterion.CONTENT, new Unheard(), new Cancel());
        Operations.RunReport report =
                console.sync(
                        console.plan(seen, NODES.subList(1, NODES.size())),
                        RunOptions.rolling(Duration.ofSeconds(20)),
                        new Unheard(),
                        new RunControl(new Cancel()));
        for (Operations.NodeReport node : report.nodes()) {
            if (!node.identical()) {
                throw new IOException(node.toString());
            }
        }
        return report.run();
    }

    private static Turn turn(String node, List<Entry> entries) {
        Map<Step, Double> steps = new EnumMap<>(Step.class);
        Map<Step, Instant> begun = new EnumMap<>(Step.class);
        List<Instant> moments = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.kind() != Entry.Kind.MOVE || !entry.node().equals(node)) {
                continue;
            }
            String[] words = entry.what().split(" ");
            Step step = Step.valueOf(words[2]);
            moments.add(entry.at());
            switch (words[0]) {
                case "BEGIN" -> begun.put(step, entry.at());
                case "END" -> {
                    Instant from = Optional.ofNullable(begun.get(step)).orElseThrow();
                    steps.put(step, seconds(from, entry.at()));
                }
                default -> {}
            }
        }
        return new Turn(node, steps, seconds(moments.getFirst(), moments.getLast()));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    /// The median of what is the run's own, in seconds.
    static double own(List<Turn> turns) {
        return median(turns.stream().map(Turn::own).toList());
    }

    private void print(List<Turn> turns) {
        PrintStream out = System.out;
        out.printf(Locale.ROOT, "%-16s %8s %8s  conversations%n", "step", "median", "most");
        for (Step step : Step.values()) {
            List<Double> took =
                    turns.stream()
                            .flatMap(t -> Optional.ofNullable(t.steps().get(step)).stream())
                            .toList();
            if (!took.isEmpty()) {
                int opened = conversations.getOrDefault(step, 0) / (NODES.size() - 1);
                line(
                        step.words() + (WORK.contains(step) ? " *" : ""),
                        took,
                        "%3d".formatted(opened));
            }
        }
        line("whole turn", turns.stream().map(Turn::whole).toList(), "");
        line("own", turns.stream().map(Turn::own).toList(), "");
        out.println("* the node, its disk, the line or its users are waited for; own is the rest");
        line("ssh node true", bare, "");
        double own = own(turns);
        out.printf(
                Locale.ROOT,
                "own, median: %.2f s, %s the %.2f s that it may be; %.1f s of it a pause, the"
                        + " rest %.1f times \"ssh node true\"%n",
                own,
                own < MOST ? "below" : "MORE THAN",
                MOST,
                PAUSE,
                (own - PAUSE) / median(bare));
    }

    private static void line(String what, List<Double> seconds, String rest) {
        System.out.printf(
                Locale.ROOT,
                "%-16s %6.3f s %6.3f s  %s%n",
                what,
                median(seconds),
                seconds.stream().max(Double::compare).orElseThrow(),
                rest);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /// Knows only where the run is.
    private final class Unheard implements RunEvents, Operations.ScanEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }

        @Override
        public void begun(String node, Step step) {
            at = Optional.of(step);
        }

        @Override
        public void done(String node, Step step, String note) {
            at = Optional.empty();
        }

        @Override
        public void progress(String node, long entries, long bytes) {}

        @Override
        public void finished(String node) {}
    }

    @Override
    public void close() {
        console.close();
        haproxy.close();
        apps.forEach(WebNode::close);
        servers.values().forEach(Sshd::close);
    }
}
