package lockstep.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import org.jspecify.annotations.Nullable;

/// NGINX Plus (API version 3 or newer, release 15 of 2018) behind its API. Servers are known by
/// their address: their ids change with every reload, so they are read anew before each order.
final class NginxPlusPool implements Pool {
    private static final int ATTEMPTS = 3;

    private final Balancer balancer;
    private final PlusApi api;

    /// Held from the look at the capacity to the end of the orders that depend on it.
    private final ReentrantLock acting = new ReentrantLock();

    NginxPlusPool(Balancer balancer, PlusApi api) {
        this.balancer = balancer;
        this.api = api;
    }

    /// One look: peers by upstream; an upstream that is not there is not in the map.
    private record Look(String version, String epoch, Map<String, List<PlusPeer>> upstreams) {
        List<PlusPeer> peers(Balancer.Server server) {
            return upstreams.getOrDefault(server.backend(), List.of()).stream()
                    .filter(peer -> peer.isAt(server.name()))
                    .toList();
        }
    }

    /// What a server is told.
    private enum Order {
        DRAIN("{\"drain\":true}"),
        DOWN("{\"down\":true}"),
        READY("{\"drain\":false,\"down\":false}");

        private final String json;

        Order(String json) {
            this.json = json;
        }

        /// Whether there is nothing to tell. A peer that fails its checks may be drained all the
        /// same, and say only the first.
        boolean isDone(State state) {
            return this == READY ? state == State.UP || state == State.STARTING : isMetBy(state);
        }

        /// Maintenance is not weakened to a drain.
        boolean isMetBy(State state) {
            return switch (this) {
                case DRAIN -> state.isOut();
                case DOWN -> state == State.MAINT;
                case READY -> !state.isOut();
            };
        }
    }

    @Override
    public Balancer balancer() {
        return balancer;
    }

    @Override
    public Manner manner() {
        return new Manner(
                Map.of(
                        Way.DRAIN,
                        "New requests go elsewhere, those that run may end; clients that are bound"
                                + " to it still come.",
                        Way.MAINTENANCE,
                        "No new requests at all, from bound clients neither; those that run may"
                                + " end."),
                Optional.empty(),
                List.of("An upstream without a \"state\" file forgets this when NGINX restarts."));
    }

    @Override
    public Reading read() throws FaultException {
        Look look = look(balancer.servers());
        return new Reading(look.epoch(), members(look, balancer.servers()));
    }

    @Override
    public void checkFloor(String node) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        Look look = look(servers);
        requirePresent(look, servers);
        requireFloor(look, servers);
    }

    @Override
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        return switch (leave.way()) {
            case DRAIN -> order(node, Order.DRAIN, leave.floor());
            case MAINTENANCE -> order(node, Order.DOWN, leave.floor());
            case WEIGHT_ZERO ->
                    throw refused("weight 0", "it is not one of the ways that are offered");
        };
    }

    @Override
    public List<Member> ready(String node) throws FaultException {
        return order(node, Order.READY, Leave.Floor.IGNORED);
    }

    /// Nothing stays open between questions.
    @Override
    public void close() {}

    private List<Member> order(String node, Order order, Leave.Floor floor) throws FaultException {
        List<Balancer.Server> servers = balancer.of(node);
        if (servers.isEmpty()) {
            return List.of();
        }
        acting.lock();
        try {
            Look before = look(servers);
            requirePresent(before, servers);
            if (floor == Leave.Floor.KEPT) {
                requireFloor(before, servers);
            }
            for (Balancer.Server server : servers) {
                for (PlusPeer peer : before.peers(server)) {
                    if (!order.isDone(peer.effective())) {
                        api.patch(before.version(), server.backend(), peer, order.json);
                    }
                }
            }
            return obeyed(servers, order);
        } finally {
            acting.unlock();
        }
    }

    /// A reload between the look and the order gives the ids to other servers: this notices.
    private List<Member> obeyed(List<Balancer.Server> servers, Order order) throws FaultException {
        List<Member> members = members(look(servers), servers);
        for (Member member : members) {
            if (!order.isMetBy(member.state()) || member.state() == State.ABSENT) {
                throw refused(
                        order.json,
                        "accepted, yet "
                                + member.place()
                                + " is "
                                + member.state()
                                + ": "
                                + member.reason());
            }
        }
        return members;
    }

    /// Reads until nothing was reloaded in between.
    private Look look(List<Balancer.Server> servers) throws FaultException {
        String version = api.version();
        String epoch = api.epoch(version);
        for (int i = 0; i < ATTEMPTS; i++) {
            Map<String, List<PlusPeer>> upstreams = new HashMap<>();
            for (String upstream : upstreams(servers)) {
                api.peers(version, upstream).ifPresent(p -> upstreams.put(upstream, p));
            }
            String after = api.epoch(version);
            if (after.equals(epoch)) {
                return new Look(version, epoch, upstreams);
            }
            epoch = after;
        }
        throw api.unreachable("it reloads again and again", null);
    }

    private static List<String> upstreams(List<Balancer.Server> servers) {
        return servers.stream().map(Balancer.Server::backend).distinct().toList();
    }

    private void requirePresent(Look look, List<Balancer.Server> servers) throws FaultException {
        for (Balancer.Server server : servers) {
            if (look.peers(server).isEmpty()) {
                throw refused(
                        "server " + server.name(),
                        "upstream " + server.backend() + " has no such server, or no zone");
            }
        }
    }

    private void requireFloor(Look look, List<Balancer.Server> leaving) throws FaultException {
        for (String upstream : upstreams(leaving)) {
            List<PlusPeer> going =
                    leaving.stream()
                            .filter(s -> s.backend().equals(upstream))
                            .flatMap(s -> look.peers(s).stream())
                            .toList();
            long left =
                    look.upstreams().getOrDefault(upstream, List.of()).stream()
                            .filter(peer -> peer.isUsable() && !going.contains(peer))
                            .count();
            if (going.stream().anyMatch(PlusPeer::isUsable) && left < balancer.floor()) {
                throw new FaultException(
                        new Fault.CapacityTooLow(
                                name(), upstream, Math.toIntExact(left), balancer.floor()));
            }
        }
    }

    private List<Member> members(Look look, List<Balancer.Server> servers) {
        List<Member> members = new ArrayList<>();
        for (Balancer.Server server : servers) {
            List<PlusPeer> peers = look.peers(server);
            // A host name may stand for several peers; it is out only when all of them are.
            PlusPeer least =
                    peers.stream()
                            .min(Comparator.comparing((PlusPeer p) -> p.effective()))
                            .orElse(null);
            members.add(member(server, least, peers));
        }
        return members;
    }

    private Member member(Balancer.Server server, @Nullable PlusPeer peer, List<PlusPeer> peers) {
        String address = peer == null ? "" : peer.server();
        Member.Place at =
                new Member.Place(name(), server.backend(), server.name(), server.node(), address);
        return peer == null
                ? new Member(
                        at,
                        State.ABSENT,
                        Member.Health.UNKNOWN,
                        "the balancer has no such server, or its upstream no zone",
                        Load.UNKNOWN,
                        OptionalInt.empty(),
                        Optional.empty(),
                        "")
                : new Member(
                        at,
                        peer.effective(),
                        peer.health(),
                        peer.reason(),
                        load(peers),
                        peer.weight(),
                        Optional.empty(),
                        peers.stream().map(PlusPeer::raw).collect(Collectors.joining(" ")));
    }

    private static Load load(List<PlusPeer> peers) {
        boolean counted = peers.stream().allMatch(peer -> peer.active().isPresent());
        boolean answered = peers.stream().allMatch(peer -> peer.answered().isPresent());
        return new Load(
                counted
                        ? OptionalInt.of(peers.stream().mapToInt(p -> p.active().orElse(0)).sum())
                        : OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                answered
                        ? OptionalLong.of(
                                peers.stream().mapToLong(p -> p.answered().orElse(0)).sum())
                        : OptionalLong.empty());
    }

    private FaultException refused(String command, String reply) {
        return new FaultException(new Fault.BalancerRefused(name(), command, reply));
    }
}
