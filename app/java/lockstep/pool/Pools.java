package lockstep.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final Intents intents = new Intents();

    /// @param nodes names in the order of the cluster file
    Pools(List<String> nodes, List<Pool> pools, Watch watch) {
        this.nodes = List.copyOf(nodes);
        this.pools = new Everywhere(pools);
        this.watch = watch;
    }

    /// Opens the balancers of a cluster. Nothing is connected yet.
    ///
    /// @param hosts gives the host of a balancer's address; hosts stay the caller's to close
    /// @throws IllegalArgumentException for a type that [Cluster#problems] would have told
    public static Pools open(Cluster cluster, Function<String, Host> hosts) {
        List<Pool> pools = new ArrayList<>();
        for (Balancer balancer : cluster.balancers()) {
            if (!balancer.type().equals("haproxy")) {
                throw new IllegalArgumentException("no pool of type " + balancer.type());
            }
            pools.add(new HaproxyPool(balancer, hosts.apply(balancer.address())));
        }
        List<String> names = cluster.nodes().stream().map(Node::name).toList();
        return new Pools(names, pools, new Watch(INTERVAL, System::nanoTime));
    }

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
        for (Everywhere.Outcome<Pool.Reading> outcome : pools.ask(Pool::read)) {
            outcome.failure().ifPresent(e -> failures.put(outcome.pool(), e.fault()));
            if (outcome.value().isPresent()) {
                Pool.Reading reading = outcome.value().get();
                warnings.addAll(intents.seen(outcome.pool(), reading));
                for (Member m : reading.members()) {
                    members.computeIfAbsent(m.node(), _ -> new ArrayList<>()).add(m);
                }
            }
        }
        return new View(members, failures, warnings);
    }

    /// Takes a node out of every pool, letting running requests end: see [Pool#drain]. No pool is
    /// told before all have answered and, with `KEPT`, have the capacity. After a failure pools
    /// that obeyed stay as they were told.
    ///
    /// @return the node's members as read afterwards
    /// @throws FaultException the first pool's fault, those of others suppressed in it
    public List<Member> drain(String node, Pool.Floor floor) throws FaultException {
        prepare(node, floor);
        return order(
                node,
                pool -> pool.drain(node, floor),
                pool -> intents.out(pool, node, State.DRAIN));
    }

    /// Takes a node out of every pool at once: see [Pool#maintain] and [#drain].
    ///
    /// @throws FaultException as [#drain]
    public List<Member> maintain(String node, Pool.Floor floor) throws FaultException {
        prepare(node, floor);
        return order(
                node,
                pool -> pool.maintain(node, floor),
                pool -> intents.out(pool, node, State.MAINT));
    }

    /// Puts a node back into every pool. Tried everywhere, also when one fails.
    ///
    /// @throws FaultException as [#drain]
    public List<Member> ready(String node) throws FaultException {
        return order(node, pool -> pool.ready(node), pool -> intents.ready(pool, node));
    }

    /// Waits until no session and no queued request is left on a node that was taken out, in any
    /// pool, at two looks in a row. Where a balancer cannot count, the whole `limit` is waited and
    /// the note says so.
    ///
    /// @param each gets the members of every look, on the calling thread; see [#sessions]
    /// @throws FaultException `TimedOut` naming who still has sessions; `GuardTripped` when a
    ///     member takes requests again; `Cancelled`
    public Settled awaitZero(
            String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        Zero zero = new Zero(node, limit);
        Watch.Seen seen = watch.until(node, look(node, each), zero, limit, cancel);
        return new Settled(seen.took(), seen.members(), zero.note(seen));
    }

    /// Waits until every member of a node that was put back is [State#UP] at two looks in a row:
    /// its checks have passed, or it has none, which the note says.
    ///
    /// @param each as for [#awaitZero]
    /// @throws FaultException `TimedOut` naming who is not up and why; `Cancelled`
    public Settled awaitUp(String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        Watch.Seen seen = watch.until(node, look(node, each), (m, _) -> notUp(m), limit, cancel);
        String note =
                seen.members().stream()
                        .map(m -> m.place() + ": " + m.reason())
                        .collect(Collectors.joining(", "));
        return new Settled(seen.took(), seen.members(), note.isEmpty() ? "in no pool" : note);
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

    /// All or nothing, as far as it can be known before acting.
    private void prepare(String node, Pool.Floor floor) throws FaultException {
        membersOf(node);
        if (floor == Pool.Floor.KEPT) {
            Everywhere.Question<Boolean> checked =
                    pool -> {
                        pool.checkFloor(node);
                        return true;
                    };
            Everywhere.all(pools.serving(node).ask(checked));
        }
    }

    private List<Member> order(
            String node, Everywhere.Question<List<Member>> verb, Consumer<String> obeyed)
            throws FaultException {
        List<Everywhere.Outcome<List<Member>>> outcomes = pools.serving(node).ask(verb);
        outcomes.stream().filter(o -> o.value().isPresent()).forEach(o -> obeyed.accept(o.pool()));
        Everywhere.all(outcomes);
        return membersOf(node);
    }

    private Watch.Look look(String node, Consumer<List<Member>> each) {
        return () -> {
            List<Member> members = membersOf(node);
            each.accept(members);
            return members;
        };
    }

    private List<Member> membersOf(String node) throws FaultException {
        List<Everywhere.Outcome<Pool.Reading>> outcomes = pools.serving(node).ask(Pool::read);
        outcomes.forEach(o -> o.value().ifPresent(reading -> intents.seen(o.pool(), reading)));
        return Everywhere.all(outcomes).stream()
                .flatMap(reading -> reading.members().stream())
                .filter(member -> member.node().equals(node))
                .toList();
    }

    private static String notUp(List<Member> members) {
        return members.stream()
                .filter(m -> m.state() != State.UP)
                .map(m -> m.place() + " to be up (it is " + m.state() + ": " + m.reason() + ")")
                .collect(Collectors.joining(", "));
    }
}
