package lockstep.pool;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.Host;

/// A file on each node that turns the node's health endpoint, and so every balancer that asks
/// there. What the balancer does is not seen: it is given its time to notice, then connections
/// are counted on the node.
///
/// A file that somebody else wrote something into is not removed. Where being there is what keeps
/// a node in the load, the file is set aside and put back, so that its content stays.
///
/// A node that cannot be asked is [State#UNKNOWN] and a remark, as long as another one answers.
final class HealthFilePool implements Pool {
    private static final int MAX_WORDS = 200;

    private final Balancer balancer;
    private final Dialect.HealthFile dialect;
    private final HealthFileNodes nodes;
    private final HealthFileMembers judge;

    /// Held from the look at the capacity to the end of the orders that depend on it.
    private final ReentrantLock acting = new ReentrantLock();

    HealthFilePool(
            Balancer balancer,
            Dialect.HealthFile dialect,
            Function<String, Host> hosts,
            Exchange.Listener listener) {
        this.balancer = balancer;
        this.dialect = dialect;
        this.nodes =
                new HealthFileNodes(
                        balancer.name(),
                        node ->
                                new HealthFileNode(
                                        balancer.name(),
                                        node,
                                        hosts.apply(node),
                                        dialect,
                                        listener),
                        dialect.check());
        this.judge = new HealthFileMembers(balancer.name(), dialect, new NodeSessions(hosts));
    }

    @Override
    public Balancer balancer() {
        return balancer;
    }

    @Override
    public Manner manner() {
        String deed =
                dialect.out() == Dialect.HealthFile.Presence.PRESENT
                        ? " is made on the node"
                        : " is set aside on the node";
        return new Manner(
                Map.of(
                        Way.DRAIN,
                        "The file "
                                + dialect.file()
                                + deed
                                + "; what asks its health endpoint sends no new requests "
                                + dialect.notice().toSeconds()
                                + " s later, what runs may go on."),
                Optional.empty(),
                List.of(
                        name()
                                + " sees the file and not the balancer: that it stopped sending is"
                                + " taken to be so after "
                                + dialect.notice().toSeconds()
                                + " s."));
    }

    @Override
    public Reading read() throws FaultException {
        Map<String, HealthFileNodes.Seen> seen = nodes.look(names(balancer.servers()));
        List<Member> members = judge.of(seen, balancer.servers());
        return new Reading("files", members, judge.remarks(members, seen));
    }

    @Override
    public void checkFloor(String node) throws FaultException {
        List<Member> all = judge.of(nodes.look(names(balancer.servers())), balancer.servers());
        requirePlace(all, node);
        requireFloor(all, node);
    }

    @Override
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        if (leave.way() != Way.DRAIN) {
            throw refused(leave.way().toString(), "it is not one of the ways that are offered");
        }
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            HealthFileSight sight = nodes.sight(node);
            if (leave.floor() == Leave.Floor.KEPT) {
                checkFloor(node);
            } else {
                requirePlace(judge.of(nodes.look(Set.of(node)), servers), node);
            }
            if (!judge.isOut(sight)) {
                if (dialect.out() == Dialect.HealthFile.Presence.PRESENT) {
                    nodes.at().apply(node).make(text(leave));
                } else {
                    requirePlain(node, sight);
                    nodes.at().apply(node).setAside();
                }
            }
            return obeyed(node, servers, true);
        } finally {
            acting.unlock();
        }
    }

    @Override
    public List<Member> ready(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            HealthFileSight sight = nodes.sight(node);
            if (judge.isOut(sight)) {
                if (dialect.out() == Dialect.HealthFile.Presence.PRESENT) {
                    requireOurs(node, sight);
                    nodes.at().apply(node).remove();
                } else if (sight.aside()) {
                    nodes.at().apply(node).putBack();
                } else {
                    nodes.at().apply(node).make("");
                }
            }
            return obeyed(node, servers, false);
        } finally {
            acting.unlock();
        }
    }

    /// Nothing stays open between questions.
    @Override
    public void close() {}

    private List<Member> obeyed(String node, List<Balancer.Server> servers, boolean out)
            throws FaultException {
        HealthFileSight sight = nodes.sight(node);
        if (judge.isOut(sight) != out) {
            throw refused(
                    node + ": " + dialect.file(),
                    "it is " + (sight.present() ? "there" : "not there") + " all the same");
        }
        return judge.of(nodes.look(Set.of(node)), servers);
    }

    private void requireOurs(String node, HealthFileSight sight) throws FaultException {
        requirePlain(node, sight);
        if (!sight.ours()) {
            throw new FaultException(
                    new Fault.BalancerRefused(
                            name(),
                            node + ": remove " + dialect.file(),
                            "somebody else wrote it: \"" + sight.told() + "\".",
                            "Ask them, and remove it by hand on the node."));
        }
    }

    private void requirePlain(String node, HealthFileSight sight) throws FaultException {
        if (sight.kind() != HealthFileSight.Kind.FILE) {
            throw refused(node + ": " + dialect.file(), "it is not a plain file");
        }
    }

    private void requirePlace(List<Member> members, String node) throws FaultException {
        for (Member member : members) {
            boolean nowhere = member.state() == State.ABSENT || member.state() == State.UNKNOWN;
            if (member.node().equals(node) && nowhere) {
                throw refused(node + ": " + dialect.file(), member.reason());
            }
        }
    }

    /// Only backends that would lose a usable server count.
    private void requireFloor(List<Member> all, String node) throws FaultException {
        Set<String> losing = new LinkedHashSet<>();
        all.stream()
                .filter(m -> m.node().equals(node) && m.state() == State.UP)
                .forEach(m -> losing.add(m.backend()));
        for (String backend : losing) {
            long left =
                    all.stream()
                            .filter(m -> m.backend().equals(backend) && !m.node().equals(node))
                            .filter(m -> m.state() == State.UP)
                            .count();
            if (left < balancer.floor()) {
                throw new FaultException(
                        new Fault.CapacityTooLow(
                                name(), backend, Math.toIntExact(left), balancer.floor()));
            }
        }
    }

    private static Set<String> names(Collection<Balancer.Server> servers) {
        return servers.stream()
                .map(Balancer.Server::node)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// For whoever looks at the node.
    private static String text(Leave leave) {
        return Arrays.stream(
                        new String[] {
                            HealthFileSight.MARK,
                            "who: " + Visible.text(leave.who(), MAX_WORDS),
                            "why: " + Visible.text(leave.why(), MAX_WORDS),
                            "since: " + Instant.now(),
                            leave.until().map(until -> "until: " + until).orElse("until: open"),
                        })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private FaultException refused(String command, String reply) {
        return new FaultException(
                new Fault.BalancerRefused(
                        name(), command, reply + ".", "Look at the file on the node."));
    }
}
