package lockstep.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Hook;
import lockstep.fleet.Node;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;

/// Consoles of one user, which share a journal, before a real HAProxy with three nodes that hold a
/// page each.
final class Consoles implements AutoCloseable {
    final BlockingQueue<WebNode> slowOnes = new LinkedBlockingQueue<>();
    final Haproxy haproxy;
    private final Path directory;
    private final List<WebNode> nodes = new ArrayList<>();
    private final List<OpenCluster> consoles = new ArrayList<>();

    /// What consoles that are opened from now on reach a node by, of that name.
    Function<String, Host> hosts = LocalHost::new;

    Consoles(Path directory) throws Exception {
        Peer.program("rsync");
        this.directory = directory;
        for (String name : List.of("web1", "web2", "web3")) {
            nodes.add(new WebNode(name, slowOnes));
            Files.writeString(Files.createDirectory(root(name)).resolve("page"), "of " + name);
        }
        haproxy = Haproxy.before(directory, nodes);
    }

    Path root(String name) {
        return directory.resolve(name);
    }

    Path journal() {
        return directory.resolve("journal.db");
    }

    /// Another console, started by `who` at `now`.
    OpenCluster open(String who, Instant now) throws FaultException {
        Author author = new Author(who, Program.here("desk"));
        return open(Journal.open(journal(), author, InstantSource.fixed(now)));
    }

    /// As [#open], with a cluster file that has these rules.
    OpenCluster open(String who, Instant now, List<String> rules) throws FaultException {
        Author author = new Author(who, Program.here("desk"));
        return open(Journal.open(journal(), author, InstantSource.fixed(now)), rules);
    }

    /// As [#open], with a cluster file that has a hook.
    OpenCluster open(String who, Instant now, Hook hook) throws FaultException {
        Author author = new Author(who, Program.here("desk"));
        Journal into = Journal.open(journal(), author, InstantSource.fixed(now));
        return open(into, List.of(), nodes, List.of(hook));
    }

    /// Another console, which writes there.
    OpenCluster open(Journal into) throws FaultException {
        return open(into, List.of());
    }

    /// As [#open], with a cluster file that does not have that node any more.
    OpenCluster openWithout(String gone) throws FaultException {
        Author author = new Author("ann@desk", Program.here("desk"));
        Journal into = Journal.open(journal(), author, InstantSource.fixed(Instant.now()));
        List<WebNode> others = nodes.stream().filter(n -> !n.name().equals(gone)).toList();
        return open(into, List.of(), others, List.of());
    }

    private OpenCluster open(Journal into, List<String> rules) throws FaultException {
        return open(into, rules, nodes, List.of());
    }

    private OpenCluster open(Journal into, List<String> rules, List<WebNode> some, List<Hook> hooks)
            throws FaultException {
        List<Balancer.Server> servers = new ArrayList<>();
        for (String backend : List.of("shop", "api")) {
            some.forEach(n -> servers.add(new Balancer.Server(backend, n.name(), n.name())));
        }
        Dialect dialect = new Dialect.Haproxy("local", haproxy.admin().toString());
        Balancer balancer = new Balancer("lb1", dialect, 1, servers);
        List<Node> all =
                some.stream()
                        .map(n -> new Node(n.name(), "local", root(n.name()).toString(), false))
                        .toList();
        Cluster cluster =
                new Cluster(
                        "shop",
                        all,
                        "web1",
                        rules,
                        List.of(balancer),
                        false,
                        Optional.empty(),
                        hooks);
        OpenCluster open =
                OpenCluster.open(cluster, (name, _) -> hosts.apply(name)).recording(into);
        consoles.add(open);
        return open;
    }

    /// As [#open], with every node up.
    OpenCluster ready(String who, Instant now) throws Exception {
        OpenCluster open = open(who, now);
        awaitUp(open);
        return open;
    }

    void awaitUp(Operations console) throws Exception {
        for (WebNode node : nodes) {
            console.awaitUp(node.name(), Duration.ofSeconds(20), _ -> {}, new Cancel());
        }
    }

    @Override
    public void close() {
        nodes.forEach(WebNode::release);
        consoles.forEach(OpenCluster::close);
        haproxy.close();
        nodes.forEach(WebNode::close);
    }
}
