package lockstep.pool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;
import lockstep.link.Host;
import org.jspecify.annotations.Nullable;

/// A HAProxy (2.0 or newer) behind its runtime API. Nothing but the socket at level `admin` is
/// needed there; each question opens a connection of its own through the host, which stays the
/// caller's. A question takes at most 10 s.
final class HaproxyPool implements Pool {
    /// What may stand in a command without changing its meaning.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:-]+");

    private final Balancer balancer;
    private final HaproxyChannel channel;

    /// Held from the look at the capacity to the end of the orders that depend on it.
    private final ReentrantLock acting = new ReentrantLock();

    /// @param socket as [lockstep.fleet.Dialect.Haproxy]
    HaproxyPool(Balancer balancer, String socket, Host host, Exchange.Listener listener) {
        this(balancer, new HaproxyChannel(balancer.name(), socket, host, listener));
    }

    HaproxyPool(Balancer balancer, HaproxyChannel channel) {
        this.balancer = balancer;
        this.channel = channel;
    }

    @Override
    public String name() {
        return balancer.name();
    }

    @Override
    public boolean serves(String node) {
        return !balancer.of(node).isEmpty();
    }

    @Override
    public Manner manner() {
        return new Manner(
                Map.of(
                        Way.DRAIN,
                        "New sessions go elsewhere; those that run, and clients bound by cookie or"
                                + " stick table, may go on.",
                        Way.MAINTENANCE,
                        "No sessions at all, no health checks; clients that are bound to it are"
                                + " sent elsewhere."),
                Optional.of("Sessions that still run are cut: their users see an error."),
                List.of());
    }

    @Override
    public Reading read() throws FaultException {
        HaproxyReport report = report();
        return new Reading(report.epoch(), members(report, balancer.servers()));
    }

    @Override
    public void checkFloor(String node) throws FaultException {
        HaproxyReport report = report();
        List<Balancer.Server> servers = balancer.of(node);
        requirePresent(report, servers, HaproxyOrder.DRAIN);
        requireFloor(report, servers);
    }

    @Override
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        return switch (leave.way()) {
            case DRAIN -> order(node, HaproxyOrder.DRAIN, leave.floor());
            case MAINTENANCE -> order(node, HaproxyOrder.MAINT, leave.floor());
            case WEIGHT_ZERO ->
                    throw refused("weight 0", "it is not one of the ways that are offered");
        };
    }

    @Override
    public List<Member> endSessions(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        HaproxyReport before = report();
        for (Balancer.Server server : servers) {
            HaproxyServer present = before.servers().get(server.place());
            if (present == null || !present.state().isOut()) {
                throw refused(
                        "shutdown sessions server " + server.place(), "it is still in the load");
            }
        }
        for (Balancer.Server server : servers) {
            tell(
                    "shutdown sessions server "
                            + token(server.backend())
                            + "/"
                            + token(server.name()));
        }
        return members(report(), servers);
    }

    @Override
    public List<Member> ready(String node) throws FaultException {
        return order(node, HaproxyOrder.READY, Leave.Floor.IGNORED);
    }

    /// Nothing stays open between questions.
    @Override
    public void close() {}

    private List<Member> order(String node, HaproxyOrder order, Leave.Floor floor)
            throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            HaproxyReport before = report();
            requirePresent(before, servers, order);
            if (floor == Leave.Floor.KEPT) {
                requireFloor(before, servers);
            }
            for (Balancer.Server server : servers) {
                send(before, server, order);
            }
            HaproxyReport after = report();
            requireObeyed(after, servers, order);
            return members(after, servers);
        } finally {
            acting.unlock();
        }
    }

    /// An order that is already met is sent again, lest a state misread go unnoticed; only
    /// maintenance is not weakened to a drain.
    private void send(HaproxyReport before, Balancer.Server server, HaproxyOrder order)
            throws FaultException {
        HaproxyServer present = before.servers().get(server.place());
        boolean weaker =
                order == HaproxyOrder.DRAIN
                        && present != null
                        && present.ordered(HaproxyOrder.MAINT);
        if (weaker) {
            return;
        }
        tell(order.command(token(server.backend()), token(server.name())));
    }

    private void tell(String command) throws FaultException {
        String reply = channel.ask(Exchange.Kind.ORDER, command);
        if (!reply.isBlank()) {
            throw refused(command, Visible.text(reply.strip(), 400));
        }
    }

    private void requirePresent(
            HaproxyReport report, List<Balancer.Server> servers, HaproxyOrder order)
            throws FaultException {
        for (Balancer.Server server : servers) {
            if (!report.servers().containsKey(server.place())) {
                throw refused(
                        order.command(token(server.backend()), token(server.name())),
                        "it has no such server");
            }
        }
    }

    /// Only backends that would lose a usable server count: taking out what is out already costs
    /// nothing.
    private void requireFloor(HaproxyReport report, List<Balancer.Server> servers)
            throws FaultException {
        Set<String> leaving = new HashSet<>();
        Set<String> losing = new LinkedHashSet<>();
        for (Balancer.Server server : servers) {
            leaving.add(server.place());
            HaproxyServer present = report.servers().get(server.place());
            if (present != null && present.usable()) {
                losing.add(server.backend());
            }
        }
        for (String backend : losing) {
            int left = report.usable(backend, leaving);
            if (left < balancer.floor()) {
                throw new FaultException(
                        new Fault.CapacityTooLow(name(), backend, left, balancer.floor()));
            }
        }
    }

    private void requireObeyed(
            HaproxyReport report, List<Balancer.Server> servers, HaproxyOrder order)
            throws FaultException {
        for (Balancer.Server server : servers) {
            HaproxyServer present = report.servers().get(server.place());
            if (present == null || !present.ordered(order)) {
                throw refused(
                        order.command(server.backend(), server.name()),
                        present == null
                                ? "the server is gone"
                                : "accepted, yet it is "
                                        + present.state()
                                        + ": "
                                        + present.reason());
            }
        }
    }

    private HaproxyReport report() throws FaultException {
        String reply = channel.ask(Exchange.Kind.LOOK, HaproxyReport.QUESTION);
        try {
            return HaproxyReport.parse(reply);
        } catch (HaproxyGarbled e) {
            throw channel.unreachable("its reply is not HAProxy's (" + e.reason() + ")", e);
        }
    }

    private List<Member> members(HaproxyReport report, List<Balancer.Server> servers) {
        List<Member> members = new ArrayList<>();
        for (Balancer.Server server : servers) {
            members.add(member(server, report.servers().get(server.place())));
        }
        return members;
    }

    private Member member(Balancer.Server server, @Nullable HaproxyServer found) {
        String address = found == null ? "" : found.address();
        Member.Place at =
                new Member.Place(name(), server.backend(), server.name(), server.node(), address);
        return found == null
                ? new Member(
                        at,
                        State.ABSENT,
                        Member.Health.UNKNOWN,
                        "the balancer has no such server",
                        Load.UNKNOWN,
                        OptionalInt.empty(),
                        Optional.empty(),
                        "")
                : new Member(
                        at,
                        found.state(),
                        found.healthNow(),
                        found.reason(),
                        found.load(),
                        OptionalInt.of(found.weight()),
                        Optional.of(found.sinceChange()),
                        found.raw());
    }

    private String token(String name) throws FaultException {
        if (!TOKEN.matcher(name).matches()) {
            throw new FaultException(
                    new Fault.UnsafeArgument(
                            name(),
                            Visible.text(name, 100),
                            "it cannot be part of a balancer command"));
        }
        return name;
    }

    private FaultException refused(String command, String reply) {
        return new FaultException(new Fault.BalancerRefused(name(), command, reply));
    }
}
