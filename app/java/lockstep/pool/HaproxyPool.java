package lockstep.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
public final class HaproxyPool implements Pool {
    /// What may stand in a command without changing its meaning.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:-]+");

    private final Balancer balancer;
    private final HaproxyChannel channel;

    /// Held from the look at the capacity to the end of the orders that depend on it.
    private final ReentrantLock acting = new ReentrantLock();

    public HaproxyPool(Balancer balancer, Host host) {
        this(balancer, host, HaproxyChannel.LIMIT);
    }

    HaproxyPool(Balancer balancer, Host host, Duration limit) {
        this.balancer = balancer;
        this.channel = new HaproxyChannel(balancer.name(), balancer.socket(), host, limit);
    }

    @Override
    public String name() {
        return balancer.name();
    }

    @Override
    public boolean serves(String node) {
        return !serversOf(node).isEmpty();
    }

    @Override
    public Reading read() throws FaultException {
        HaproxyReport report = report();
        return new Reading(report.epoch(), members(report, balancer.servers()));
    }

    @Override
    public void checkFloor(String node) throws FaultException {
        HaproxyReport report = report();
        List<Balancer.Server> servers = serversOf(node);
        requirePresent(report, servers, HaproxyOrder.DRAIN);
        requireFloor(report, servers);
    }

    @Override
    public List<Member> drain(String node, Floor floor) throws FaultException {
        return order(node, HaproxyOrder.DRAIN, floor);
    }

    @Override
    public List<Member> maintain(String node, Floor floor) throws FaultException {
        return order(node, HaproxyOrder.MAINT, floor);
    }

    @Override
    public List<Member> ready(String node) throws FaultException {
        return order(node, HaproxyOrder.READY, Floor.IGNORED);
    }

    /// Nothing stays open between questions.
    @Override
    public void close() {}

    private List<Member> order(String node, HaproxyOrder order, Floor floor) throws FaultException {
        List<Balancer.Server> servers = serversOf(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            HaproxyReport before = report();
            requirePresent(before, servers, order);
            if (floor == Floor.KEPT) {
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
        HaproxyServer present = before.servers().get(key(server));
        boolean weaker =
                order == HaproxyOrder.DRAIN
                        && present != null
                        && present.ordered(HaproxyOrder.MAINT);
        if (weaker) {
            return;
        }
        String command = order.command(token(server.backend()), token(server.name()));
        String reply = channel.ask(command);
        if (!reply.isBlank()) {
            throw refused(command, Visible.text(reply.strip(), 400));
        }
    }

    private void requirePresent(
            HaproxyReport report, List<Balancer.Server> servers, HaproxyOrder order)
            throws FaultException {
        for (Balancer.Server server : servers) {
            if (!report.servers().containsKey(key(server))) {
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
            leaving.add(key(server));
            HaproxyServer present = report.servers().get(key(server));
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
            HaproxyServer present = report.servers().get(key(server));
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
        String reply = channel.ask(HaproxyReport.QUESTION);
        try {
            return HaproxyReport.parse(reply);
        } catch (HaproxyGarbled e) {
            throw channel.unreachable("its reply is not HAProxy's (" + e.reason() + ")", e);
        }
    }

    private List<Member> members(HaproxyReport report, List<Balancer.Server> servers) {
        List<Member> members = new ArrayList<>();
        for (Balancer.Server server : servers) {
            members.add(member(server, report.servers().get(key(server))));
        }
        return members;
    }

    private Member member(Balancer.Server server, @Nullable HaproxyServer found) {
        return new Member(
                name(),
                server.backend(),
                server.name(),
                server.node(),
                found == null ? State.ABSENT : found.state(),
                found == null ? "the balancer has no such server" : found.reason(),
                found == null ? OptionalInt.empty() : found.sessions(),
                found == null ? OptionalInt.empty() : found.queued(),
                found == null ? 0 : found.weight(),
                found == null ? Duration.ZERO : found.sinceChange(),
                found == null ? "" : found.address(),
                found == null ? "" : found.raw());
    }

    private List<Balancer.Server> serversOf(String node) {
        return balancer.servers().stream().filter(s -> s.node().equals(node)).toList();
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

    private static String key(Balancer.Server server) {
        return server.backend() + "/" + server.name();
    }
}
