package lockstep.pool;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;
import lockstep.link.Host;
import org.jspecify.annotations.Nullable;

/// A HAProxy (2.0 or newer) behind its runtime API. Nothing but the socket at level `admin` is
/// needed there, a process's own or the master's; each question opens a connection of its own
/// through the host, which stays the caller's. A question takes at most 10 s.
final class HaproxyPool implements Pool {
    /// What may stand in a command without changing its meaning.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:-]+");

    private final Balancer balancer;
    private final HaproxyChannel channel;
    private final HaproxyReader reader;
    private final HaproxySticky sticky;
    private final HaproxyFloor floor;
    private final HaproxyWeights weights = new HaproxyWeights();
    private volatile @Nullable Manner manner;

    /// Held from the look at the capacity to the end of the orders that depend on it.
    private final ReentrantLock acting = new ReentrantLock();

    /// @param socket as [lockstep.fleet.Dialect.Haproxy]
    HaproxyPool(Balancer balancer, String socket, Host host, Exchange.Listener listener) {
        this(
                balancer,
                new HaproxyChannel(balancer.name(), socket, host, listener),
                InstantSource.system());
    }

    HaproxyPool(Balancer balancer, HaproxyChannel channel, InstantSource clock) {
        this.balancer = balancer;
        this.channel = channel;
        reader = new HaproxyReader(channel, places(balancer.servers()), clock);
        sticky = new HaproxySticky(channel, clock);
        floor = new HaproxyFloor(balancer.name(), balancer.floor());
    }

    @Override
    public Balancer balancer() {
        return balancer;
    }

    /// As at the latest look.
    @Override
    public Manner manner() throws FaultException {
        Manner known = manner;
        return known == null ? HaproxyManner.of(look()) : known;
    }

    @Override
    public Reading read() throws FaultException {
        HaproxyLook look = look();
        return new Reading(look.epoch(), members(look, balancer.servers()), look.remarks());
    }

    @Override
    public void checkFloor(String node) throws FaultException {
        HaproxyLook look = look();
        List<Balancer.Server> servers = balancer.of(node);
        requirePresent(look, servers, HaproxyOrder.DRAIN);
        floor.check(look, leaving(look, servers));
    }

    @Override
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        HaproxyOrder order = HaproxyOrder.of(leave.way());
        acting.lock();
        try {
            HaproxyLook before = look();
            requirePresent(before, servers, order);
            Map<String, HaproxyServer.Role> losing =
                    leave.floor() == Leave.Floor.KEPT
                            ? floor.check(before, leaving(before, servers))
                            : Map.of();
            for (Balancer.Server server : servers) {
                takeOut(before, server, order);
            }
            HaproxyLook after = look();
            requireObeyed(after, servers, order);
            floor.recheck(after, losing, node);
            return members(after, servers);
        } finally {
            acting.unlock();
        }
    }

    /// An order that is already met is sent again, lest a state misread go unnoticed; only
    /// maintenance is not weakened.
    private void takeOut(HaproxyLook before, Balancer.Server server, HaproxyOrder order)
            throws FaultException {
        HaproxyServer present = before.servers().get(server.place());
        if (present != null && order != HaproxyOrder.MAINT && present.obeys(HaproxyOrder.MAINT)) {
            return;
        }
        if (present != null && order == HaproxyOrder.WEIGHTLESS) {
            weights.keep(present);
        }
        tell(before, order.command(token(server.backend()), token(server.name())));
    }

    /// Those of the process that serves; an old one refuses, since its backends are switched off.
    @Override
    public List<Member> endSessions(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        HaproxyLook before = look();
        for (Balancer.Server server : servers) {
            HaproxyServer present = before.servers().get(server.place());
            if (present == null || !present.state().isOut()) {
                throw refused(ending(server), "it is still in the load");
            }
        }
        for (Balancer.Server server : servers) {
            tell(before, ending(server));
        }
        return members(look(), servers);
    }

    private String ending(Balancer.Server server) throws FaultException {
        return "shutdown sessions server " + token(server.backend()) + "/" + token(server.name());
    }

    /// Undoes whatever took a member out: its state, and a weight that was taken away. A weight of
    /// 0 by configuration is the administrator's, and refused.
    @Override
    public List<Member> ready(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            HaproxyLook before = look();
            requirePresent(before, servers, HaproxyOrder.READY);
            for (Balancer.Server server : servers) {
                String backend = token(server.backend());
                String name = token(server.name());
                tell(before, HaproxyOrder.READY.command(backend, name));
                Optional<String> weighted =
                        Optional.ofNullable(before.servers().get(server.place()))
                                .flatMap(weights::giveBack);
                if (weighted.isPresent()) {
                    tell(before, "set server " + backend + "/" + name + " " + weighted.get());
                }
            }
            HaproxyLook after = look();
            requireObeyed(after, servers, HaproxyOrder.READY);
            return members(after, servers);
        } finally {
            acting.unlock();
        }
    }

    /// Nothing stays open between questions.
    @Override
    public void close() {}

    /// Tells whoever serves by then: an order to the process of a moment ago would be lost with it.
    private void tell(HaproxyLook before, String command) throws FaultException {
        String reply = channel.ask(Exchange.Kind.ORDER, before.processes().order(command));
        if (!reply.isBlank()) {
            throw refused(command, Visible.text(reply.strip(), 400));
        }
    }

    private void requirePresent(HaproxyLook look, List<Balancer.Server> servers, HaproxyOrder order)
            throws FaultException {
        for (Balancer.Server server : servers) {
            if (!look.servers().containsKey(server.place())) {
                throw refused(
                        order.command(token(server.backend()), token(server.name())),
                        "it has no such server");
            }
        }
    }

    private void requireObeyed(HaproxyLook look, List<Balancer.Server> servers, HaproxyOrder order)
            throws FaultException {
        for (Balancer.Server server : servers) {
            HaproxyServer present = look.servers().get(server.place());
            if (present == null || !present.obeys(order)) {
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

    private HaproxyLook look() throws FaultException {
        HaproxyLook look = reader.look();
        manner = HaproxyManner.of(look);
        return look;
    }

    private static Set<String> leaving(HaproxyLook look, List<Balancer.Server> servers) {
        return look.withTrackers(places(servers));
    }

    private static Set<String> places(List<Balancer.Server> servers) {
        return servers.stream().map(Balancer.Server::place).collect(Collectors.toSet());
    }

    private List<Member> members(HaproxyLook look, List<Balancer.Server> servers)
            throws FaultException {
        Map<String, OptionalInt> bound = sticky.bound(look, places(servers));
        List<Member> members = new ArrayList<>();
        for (Balancer.Server server : servers) {
            HaproxyServer found = look.servers().get(server.place());
            members.add(
                    found == null
                            ? absent(server)
                            : member(
                                    server,
                                    found,
                                    bound.getOrDefault(server.place(), OptionalInt.empty())));
        }
        return members;
    }

    private Member absent(Balancer.Server server) {
        return new Member(
                new Member.Place(name(), server.backend(), server.name(), server.node(), ""),
                State.ABSENT,
                Member.Health.UNKNOWN,
                "the balancer has no such server",
                Load.UNKNOWN,
                OptionalInt.empty(),
                Optional.empty(),
                "");
    }

    private Member member(Balancer.Server server, HaproxyServer found, OptionalInt bound) {
        Load load = found.load();
        int clients = bound.orElse(0);
        return new Member(
                new Member.Place(
                        name(), server.backend(), server.name(), server.node(), found.address()),
                found.state(),
                found.healthNow(),
                clients == 0
                        ? found.reason()
                        : found.reason() + "; clients bound to it by stick table: " + clients,
                new Load(load.sessions(), load.queued(), bound, load.answered()),
                OptionalInt.of(found.weight().now()),
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
