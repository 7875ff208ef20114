package lockstep.pool;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.Host;

/// Every balancer of a cluster at once. One action reaches all pools that a node is in, all must
/// succeed, and then the state is read again. Remembers what it took out, and says so when a
/// balancer forgot it.
///
/// Safe for use by many threads. Balancers are asked side by side, so that a dead one delays no
/// other; each question is limited by its pool.
public final class Pools implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final List<String> nodes;
    private final Everywhere pools;
    private final Watch watch;
    private final List<Up.Probing> probes;
    private final Intents intents = new Intents();

    /// @param nodes names in the order of the cluster file
    /// @param probes of those balancers that have one
    Pools(List<String> nodes, List<Pool> pools, List<Up.Probing> probes, Watch watch) {
        this.nodes = List.copyOf(nodes);
        this.pools = new Everywhere(pools);
        this.probes = List.copyOf(probes);
        this.watch = watch;
    }

    /// Opens the balancers of a cluster. Nothing is connected yet.
    public static Pools open(Cluster cluster, Access access) {
        List<Pool> pools = cluster.balancers().stream().map(b -> Drivers.open(b, access)).toList();
        List<String> names = cluster.nodes().stream().map(Node::name).toList();
        List<Up.Probing> probes =
                cluster.balancers().stream().flatMap(b -> probe(b, access).stream()).toList();
        return new Pools(names, pools, probes, new Watch(INTERVAL, System::nanoTime));
    }

    private static Optional<Up.Probing> probe(Balancer balancer, Access access) {
        Host host = access.balancers().apply(balancer.dialect().address());
        return balancer.probe()
                .map(url -> new Probe(balancer.name(), URI.create(url), host))
                .map(probe -> new Up.Probing(probe, balancer.servers().size()));
    }

    /// How pools reach what they need.
    ///
    /// @param balancers gives the host of a balancer's address; hosts stay the caller's to close
    /// @param nodes gives the host of a node by its name
    /// @param listener hears everything that is said to balancers
    public record Access(
            Function<String, Host> balancers,
            Function<String, Host> nodes,
            Exchange.Listener listener) {}

    /// What all balancers say now.
    ///
    /// @param members of every node by its name, in the order of the cluster file; without those
    ///     of balancers that failed
    /// @param failures by balancer name
    /// @param warnings what this console took out and a balancer has forgotten, in sentences
    public record View(
            Map<String, List<Member>> members,
            Map<String, Fault> failures,
            List<String> warnings) {}

    /// A wait that ended well.
    ///
    /// @param note what was found, in words
    public record Settled(Duration took, List<Member> members, String note) {}

    /// Looks at every balancer. Throws nothing: what fails is in the view.
    public View look() {
        Map<String, List<Member>> members = new LinkedHashMap<>();
        nodes.forEach(node -> members.put(node, new ArrayList<>()));
        Map<String, Fault> failures = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        for (Everywhere.Outcome<Seen> outcome : pools.ask(this::seen)) {
            outcome.failure().ifPresent(e -> failures.put(outcome.pool(), e.fault()));
            for (Seen seen : outcome.value().stream().toList()) {
                warnings.addAll(seen.warnings());
                seen.members()
                        .forEach(
                                m ->
                                        members.computeIfAbsent(m.node(), _ -> new ArrayList<>())
                                                .add(m));
            }
        }
        return new View(members, failures, warnings);
    }

    /// How a node can leave all its pools: the ways that any of them offers, with the consequences
    /// of each. A pool that does not know a way drains instead.
    ///
    /// @throws FaultException as [Pool#manner], the first pool's
    public Manner manner(String node) throws FaultException {
        return Manners.together(Everywhere.all(pools.serving(node).ask(Pool::manner)));
    }

    /// Looks, without acting, whether a node could be taken out of every pool now.
    ///
    /// @throws FaultException as [Pool#checkFloor], the first pool's
    public void checkFloor(String node) throws FaultException {
        Everywhere.Question<Boolean> checked =
                pool -> {
                    pool.checkFloor(node);
                    return true;
                };
        Everywhere.all(pools.serving(node).ask(checked));
    }

    /// Takes a node out of every pool: see [Pool#takeOut]. No pool is told before all have answered
    /// and, with `KEPT`, have the capacity. After a failure pools that obeyed stay as they were
    /// told. A pool that does not know the way drains instead.
    ///
    /// @return the node's members as read afterwards
    /// @throws FaultException the first pool's fault, those of others suppressed in it
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        prepare(node, leave.floor());
        return order(
                node,
                pool -> {
                    Leave known = Manners.known(pool.manner(), leave);
                    List<Member> members = pool.takeOut(node, known);
                    intents.out(pool.name(), node, known.way());
                    return members;
                });
    }

    /// Ends the sessions that are left on a node that was taken out, wherever that can be done:
    /// see [Pool#endSessions].
    ///
    /// @throws FaultException as [#takeOut]
    public List<Member> endSessions(String node) throws FaultException {
        return order(
                node,
                pool -> pool.manner().ending().isPresent() ? pool.endSessions(node) : List.of());
    }

    /// Puts a node back into every pool. Tried everywhere, also when one fails.
    ///
    /// @throws FaultException as [#takeOut]
    public List<Member> ready(String node) throws FaultException {
        intents.ready(node);
        return order(node, pool -> pool.ready(node));
    }

    /// Another console may have put nodes back that this one took out: from now on only these are
    /// expected to be out.
    public void expectOnly(Set<String> nodes) {
        intents.keepOnly(nodes);
    }

    /// Waits until no session and no queued request is left on a node that was taken out, in any
    /// pool, at two looks in a row. Where a balancer cannot count, the whole `limit` is waited and
    /// the note says so.
    ///
    /// @param each gets the members of every look, on the calling thread; see [#sessions]
    /// @throws FaultException `GuardTripped` naming who still has sessions at the limit, or who
    ///     takes requests again; the last fault of a balancer that does not answer; `Cancelled`
    public Settled awaitZero(
            String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        Zero zero = new Zero(node, limit);
        Watch.Seen seen = watch.until(look(node, each), zero, limit, cancel);
        return new Settled(seen.took(), seen.members(), zero.note(seen));
    }

    /// Waits until every member of a node that was put back is [State#UP] at two looks in a row:
    /// its checks have passed, or it has none, which the note says, and real requests through every
    /// balancer that has a probe were answered.
    ///
    /// @param each as for [#awaitZero]
    /// @throws FaultException `GuardTripped` naming who is not up at the limit and why; the last
    ///     fault of a balancer that does not answer; `Cancelled`
    public Settled awaitUp(String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        Up up = new Up(node, probes);
        Watch.Seen seen = watch.until(look(node, each), up, limit, cancel);
        return new Settled(seen.took(), seen.members(), up.note(seen));
    }

    /// Sessions and queued requests of all the members together; empty when one is not known.
    public static OptionalInt sessions(List<Member> members) {
        int sum = 0;
        for (Member member : members) {
            if (member.sessions().isEmpty()) {
                return OptionalInt.empty();
            }
            sum += member.sessions().getAsInt() + member.queued().orElse(0);
        }
        return OptionalInt.of(sum);
    }

    @Override
    public void close() {
        pools.close();
    }

    /// All or nothing, as far as it can be known before acting. A pool that is alone looks for
    /// itself before its first order.
    private void prepare(String node, Leave.Floor floor) throws FaultException {
        if (pools.serving(node).size() < 2) {
            return;
        }
        members(node);
        if (floor == Leave.Floor.KEPT) {
            checkFloor(node);
        }
    }

    private List<Member> order(String node, Everywhere.Question<List<Member>> verb)
            throws FaultException {
        Everywhere.all(pools.serving(node).ask(verb));
        return members(node); // also tells a later reload from one before the order
    }

    private Watch.Look look(String node, Consumer<List<Member>> each) {
        return () -> {
            List<Member> members = members(node);
            each.accept(members);
            return members;
        };
    }

    /// The members of a node, now.
    ///
    /// @throws FaultException the first fault of a balancer that the node is in
    public List<Member> members(String node) throws FaultException {
        return Everywhere.all(pools.serving(node).ask(this::seen)).stream()
                .flatMap(seen -> seen.members().stream())
                .filter(member -> member.node().equals(node))
                .toList();
    }

    private record Seen(List<Member> members, List<String> warnings) {}

    private Seen seen(Pool pool) throws FaultException {
        long after = intents.latest();
        Pool.Reading reading = pool.read();
        List<String> warnings = new ArrayList<>(reading.remarks());
        warnings.addAll(intents.seen(pool.name(), reading, after));
        return new Seen(reading.members(), warnings);
    }
}
