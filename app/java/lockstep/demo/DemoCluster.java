package lockstep.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.ClusterFile;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import org.jspecify.annotations.Nullable;

/// A cluster on this machine, complete and private: it listens on the loopback address only, its
/// keys are its own, and it ends with this process.
///
/// Everything it has lies in one directory: the nodes' trees, `shop.toml` (the cluster file),
/// `ssh_config`, `known_hosts`, the private key, HAProxy's configuration, log and socket. The
/// nodes are called `web1` and so on, `web1` being the reference; the balancer and the SSH host
/// it is reached through are called `lb1`. Safe for use by many threads.
public final class DemoCluster implements AutoCloseable {
    /// The balancer's backends; each node is in both under its own name.
    static final List<String> BACKENDS = List.of("app", "static");

    private static final String HERE = "demo cluster";

    private final Path directory;
    private final Belongings belongings = new Belongings();
    private final Map<String, Path> roots = new LinkedHashMap<>();
    private final List<Seeded> seeded;
    private final Access access;
    private final Cluster cluster;
    private final @Nullable Haproxy balancer;
    private final @Nullable Traffic traffic;

    private DemoCluster(Path directory, Options options)
            throws FaultException, IOException, InterruptedException {
        this.directory = directory;
        boolean complete = false;
        try {
            if (options.afterwards() == Options.Afterwards.REMOVE) {
                belongings.add(() -> Removal.of(directory));
            }
            Programs.find(HERE, "rsync");
            seeded = plant(options);
            Map<String, Integer> web = new LinkedHashMap<>();
            for (Map.Entry<String, Path> node : roots.entrySet()) {
                var server = belongings.add(WebNode.start(node.getKey(), node.getValue()));
                web.put(node.getKey(), server.port());
            }
            access = new Access(directory);
            boolean balanced = options.balancing() == Options.Balancing.HAPROXY;
            access.describe(listen(balanced));
            balancer = balanced ? belongings.add(Haproxy.start(directory, web)) : null;
            cluster = describe();
            ClusterFile.write(cluster, clusterFile());
            traffic = ask(options.requestsPerSecond());
            complete = true;
        } finally {
            if (!complete) {
                belongings.close();
            }
        }
    }

    /// Starts a cluster and waits until its balancer calls every node healthy, which takes about
    /// two seconds, and more for very big trees.
    ///
    /// @param directory absolute, short enough for a Unix socket in it; must not exist or be empty
    /// @throws FaultException `ProgramMissing` for rsync or HAProxy; `ProgramFailed` when HAProxy
    ///     does not start, `TimedOut` when it does not find the nodes healthy; `GuardTripped`
    ///     when the directory is in use or the disk refuses. Whatever was started has ended then
    public static DemoCluster start(Path directory, Options options) throws FaultException {
        try {
            claim(directory);
            return new DemoCluster(directory, options);
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            HERE,
                            "The demo cluster did not start: " + e + ".",
                            "Give it an empty directory on a local disk with some free space."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(HERE), e);
        }
    }

    /// As [#start(Path, Options)] in a temporary directory of its own.
    public static DemoCluster start(Options options) throws FaultException {
        try {
            return start(Files.createTempDirectory("lockstep-demo-").toRealPath(), options);
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            HERE,
                            "No temporary directory could be made: " + e + ".",
                            "Free space in the system's directory for temporary files."),
                    e);
        }
    }

    private static void claim(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new FileAlreadyExistsException(directory.toString(), null, "not empty");
            }
        }
    }

    /// Writes all trees, two at a time: the disk gives no more.
    private List<Seeded> plant(Options options) throws IOException, InterruptedException {
        for (int i = 1; i <= options.nodes(); i++) {
            String name = "web" + i;
            roots.put(name, Files.createDirectory(directory.resolve(name)).resolve("htdocs"));
        }
        DemoTree tree =
                DemoTree.plan(
                        options,
                        List.copyOf(roots.keySet()),
                        Instant.ofEpochSecond(Instant.now().getEpochSecond()),
                        Ownership.possible(directory));
        List<Path> targets = List.copyOf(roots.values());
        try (var writers = Executors.newFixedThreadPool(2)) {
            List<Callable<Path>> work = new ArrayList<>();
            IntStream.range(0, targets.size())
                    .forEach(
                            i ->
                                    work.add(
                                            () -> {
                                                tree.write(i, targets.get(i));
                                                return targets.get(i);
                                            }));
            for (Future<Path> written : writers.invokeAll(work)) {
                written.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a tree was not written: " + e.getCause(), e);
        }
        return tree.seeded();
    }

    private Map<String, Integer> listen(boolean balanced) throws IOException {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (Map.Entry<String, Path> node : roots.entrySet()) {
            Path home = directory.resolve(node.getKey());
            ports.put(node.getKey(), belongings.add(SshNode.start(access, home, directory)).port());
        }
        if (balanced) {
            Path home = Files.createDirectory(directory.resolve(Haproxy.NAME));
            ports.put(Haproxy.NAME, belongings.add(SshNode.start(access, home, directory)).port());
        }
        return ports;
    }

    private Cluster describe() {
        List<Node> nodes =
                roots.entrySet().stream()
                        .map(e -> new Node(e.getKey(), e.getKey(), e.getValue().toString(), false))
                        .toList();
        return new Cluster(
                "shop",
                nodes,
                nodes.getFirst().name(),
                DemoTree.RULES,
                balancer == null ? List.of() : List.of(described(balancer)));
    }

    private Balancer described(Haproxy started) {
        List<Balancer.Server> servers = new ArrayList<>();
        for (String backend : BACKENDS) {
            roots.keySet().forEach(n -> servers.add(new Balancer.Server(backend, n, n)));
        }
        return new Balancer(
                Haproxy.NAME,
                new Dialect.Haproxy(Haproxy.NAME, started.socket().toString()),
                1,
                servers);
    }

    private @Nullable Traffic ask(int perSecond) {
        if (balancer == null || perSecond == 0) {
            return null;
        }
        return belongings.add(
                Traffic.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), balancer.port()),
                        DemoTree.PAGES,
                        perSecond));
    }

    /// Where everything lies.
    public Path directory() {
        return directory;
    }

    /// The configuration with which `ssh -F`, or this program's own SSH, reaches the hosts.
    public Path sshConfig() {
        return access.sshConfig();
    }

    /// The cluster file.
    public Path clusterFile() {
        return directory.resolve("shop.toml");
    }

    /// What [#clusterFile] holds.
    public Cluster cluster() {
        return cluster;
    }

    /// The local directory that a node keeps identical, to look at without asking the node.
    public Path root(String node) {
        return Path.of(cluster.node(node).root());
    }

    /// Makes something go wrong on a node, behind the back of whoever works with it: three of its
    /// entries are not as they were, and no customer notices.
    ///
    /// @throws UncheckedIOException when its tree is no shop's any more
    public void mishap(String node) {
        try {
            Mishap.in(root(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every difference that was put in, and what the rules must hide.
    public List<Seeded> seeded() {
        return seeded;
    }

    /// The shop's customers; empty without a balancer or at a rate of 0.
    public Optional<Traffic> traffic() {
        return Optional.ofNullable(traffic);
    }

    /// Ends the traffic, the balancer, every program that runs on a node and the nodes, and then
    /// removes the directory unless it is to be kept. Idempotent; takes a few seconds at most.
    @Override
    public void close() {
        belongings.close();
    }
}
