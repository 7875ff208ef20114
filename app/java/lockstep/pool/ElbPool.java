package lockstep.pool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;

/// Target groups of AWS Elastic Load Balancing, version 2. A node is taken out by deregistering
/// its targets and comes back by registering them; the API has no drained target beside that.
///
/// A target that was deregistered is forgotten there when its delay has passed, and then looks
/// like one that never was. So only what is registered is taken out, or was seen registered by this
/// object: a wrong id must not pass for a node without users. Such a member is [State#MAINT], as
/// [#ready] can register it; one whose group or kind of id cannot be is [State#ABSENT].
final class ElbPool implements Pool {
    private static final String DEREGISTER = "DeregisterTargets";
    private static final String REGISTER = "RegisterTargets";

    private final Balancer balancer;
    private final ElbGroups groups;
    private final NodeSessions sessions;
    private final Patience patience;

    /// By [Balancer.Server#place], what was seen registered since this object was made.
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /// Held from the look at the capacity until the orders that depend on it have shown.
    private final ReentrantLock acting = new ReentrantLock();

    ElbPool(Balancer balancer, ElbGroups groups, NodeSessions sessions, Patience patience) {
        this.balancer = balancer;
        this.groups = groups;
        this.sessions = sessions;
        this.patience = patience;
    }

    @Override
    public Balancer balancer() {
        return balancer;
    }

    @Override
    public Manner manner() throws FaultException {
        groups.refresh();
        List<String> remarks = new ArrayList<>();
        long longest = 0;
        for (var seen : look(balancer.servers()).groups().entrySet()) {
            if (seen.getValue().isPresent()) {
                ElbAttributes attributes = seen.getValue().get().group().attributes();
                longest = Math.max(longest, attributes.delay().toSeconds());
                remarks.addAll(attributes.remarks(Visible.text(seen.getKey(), 100)));
            }
        }
        return new Manner(
                Map.of(
                        Way.DRAIN,
                        "New requests go elsewhere, also those of clients bound by a cookie; what"
                                + " runs may go on for up to "
                                + longest
                                + " s."),
                Optional.empty(),
                remarks);
    }

    @Override
    public Reading read() throws FaultException {
        ElbLook look = look(balancer.servers());
        return new Reading(look.epoch(), members(look, balancer.servers()));
    }

    @Override
    public void checkFloor(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        groups.refresh();
        ElbLook look = look(servers);
        requireRegistered(look, servers);
        requireFloor(look, servers);
    }

    @Override
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        if (leave.way() != Way.DRAIN) {
            throw refused(DEREGISTER, leave.way() + " is not one of the ways that are offered");
        }
        List<Balancer.Server> servers = balancer.of(node);
        acting.lock();
        try {
            groups.refresh();
            ElbLook before = look(servers);
            requireRegistered(before, servers);
            if (leave.floor() == Leave.Floor.KEPT) {
                requireFloor(before, servers);
            }
            List<Balancer.Server> still =
                    servers.stream().filter(s -> !before.state(s).isOut()).toList();
            for (var group : byGroup(still).entrySet()) {
                groups.deregister(before.known(group.getKey()), group.getValue());
            }
            ElbLook after =
                    patience.until(
                            name(),
                            () -> look(servers),
                            look -> servers.stream().allMatch(s -> look.state(s).isOut()));
            requireObeyed(DEREGISTER, after, servers, true);
            return members(after, servers);
        } finally {
            acting.unlock();
        }
    }

    @Override
    public List<Member> ready(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        acting.lock();
        try {
            ElbLook before = look(servers);
            for (Balancer.Server server : servers) {
                if (before.state(server) == State.ABSENT) {
                    throw refused(REGISTER, before.reason(server));
                }
            }
            for (var group : byGroup(servers).entrySet()) {
                groups.register(before.known(group.getKey()), group.getValue());
            }
            ElbLook after =
                    patience.until(
                            name(),
                            () -> look(servers),
                            look -> servers.stream().noneMatch(s -> look.state(s).isOut()));
            requireObeyed(REGISTER, after, servers, false);
            return members(after, servers);
        } finally {
            acting.unlock();
        }
    }

    @Override
    public void close() {
        groups.close();
    }

    private static Map<String, List<ElbName>> byGroup(List<Balancer.Server> servers) {
        return servers.stream()
                .collect(
                        Collectors.groupingBy(
                                Balancer.Server::backend,
                                LinkedHashMap::new,
                                Collectors.mapping(
                                        s -> ElbName.of(s.name()), Collectors.toList())));
    }

    private void requireRegistered(ElbLook look, List<Balancer.Server> servers)
            throws FaultException {
        for (Balancer.Server server : servers) {
            boolean belongs = look.target(server).isPresent() || known.contains(server.place());
            if (!belongs || look.state(server) == State.ABSENT) {
                throw refused(
                        DEREGISTER + " " + Visible.text(server.place(), 300),
                        look.reason(server)
                                + ". If it was taken out before, put it back first: nobody here can"
                                + " tell it from a wrong name");
            }
        }
    }

    /// Only groups that would lose a healthy target count.
    private void requireFloor(ElbLook look, List<Balancer.Server> servers) throws FaultException {
        for (var entry : byGroup(servers).entrySet()) {
            Optional<ElbGroup.Seen> seen = look.group(entry.getKey());
            List<ElbName> leaving = entry.getValue();
            if (seen.isEmpty() || seen.get().usable(leaving) == seen.get().usable(List.of())) {
                continue;
            }
            int left = seen.get().usable(leaving);
            int open = seen.get().group().attributes().leastHealthy(seen.get().registered(leaving));
            if (left < Math.max(balancer.floor(), open)) {
                throw new FaultException(
                        new Fault.CapacityTooLow(
                                name(),
                                Visible.text(entry.getKey(), 250),
                                left,
                                Math.max(balancer.floor(), open),
                                left < open
                                        ? "With fewer than "
                                                + open
                                                + " healthy targets it fails open: requests go to"
                                                + " unhealthy ones too."
                                        : ""));
            }
        }
    }

    private void requireObeyed(
            String command, ElbLook look, List<Balancer.Server> servers, boolean out)
            throws FaultException {
        for (Balancer.Server server : servers) {
            if (look.state(server).isOut() != out) {
                throw refused(
                        command + " " + Visible.text(server.place(), 300),
                        "accepted, yet after "
                                + patience.limit().toSeconds()
                                + " s it is "
                                + look.state(server)
                                + ": "
                                + look.reason(server));
            }
        }
    }

    private ElbLook look(List<Balancer.Server> servers) throws FaultException {
        Map<String, Optional<ElbGroup.Seen>> seen = new LinkedHashMap<>();
        for (Balancer.Server server : servers) {
            if (!seen.containsKey(server.backend())) {
                seen.put(server.backend(), groups.look(server.backend()));
            }
        }
        ElbLook look = new ElbLook(seen, known);
        servers.stream()
                .filter(server -> look.target(server).isPresent())
                .forEach(server -> known.add(server.place()));
        return look;
    }

    private FaultException refused(String command, String reply) {
        return new FaultException(new Fault.BalancerRefused(name(), command, reply + "."));
    }

    private List<Member> members(ElbLook look, List<Balancer.Server> servers) {
        return servers.stream().map(server -> member(look, server)).toList();
    }

    private Member member(ElbLook look, Balancer.Server server) {
        Optional<ElbTarget> target = look.target(server);
        State state = look.state(server);
        return new Member(
                new Member.Place(
                        name(),
                        server.backend(),
                        server.name(),
                        server.node(),
                        target.map(t -> t.id() + ":" + t.port()).orElse("")),
                state,
                target.map(ElbTarget::checks).orElse(Member.Health.UNKNOWN),
                look.reason(server),
                Load.of(sessions(look, server)),
                OptionalInt.empty(),
                Optional.empty(),
                target.map(ElbTarget::raw).orElse(server.name() + " is not listed"));
    }

    /// The API counts nobody. Who is not registered any more gets nothing, as its delay is over.
    private OptionalInt sessions(ElbLook look, Balancer.Server server) {
        return switch (look.state(server)) {
            case MAINT -> OptionalInt.of(0);
            case DRAIN ->
                    sessions.on(server.node(), look.target(server).map(ElbTarget::port).orElse(0));
            case UP, STARTING, STOPPING, DOWN, ABSENT, UNKNOWN -> OptionalInt.empty();
        };
    }
}
