package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import org.jspecify.annotations.Nullable;

/// A pool that is a table in memory, one member a node; tests change it as a balancer would.
final class TablePool implements Pool {
    /// Every order, in the order of arrival.
    final List<String> orders = new CopyOnWriteArrayList<>();

    private final String name;
    private final List<Member> members = new ArrayList<>();
    private Map<Way, String> ways =
            Map.of(Way.DRAIN, "They may go on.", Way.MAINTENANCE, "They end.");
    private String epoch = "process 1";
    private @Nullable Fault dead;
    private @Nullable Fault low;
    private int refusals = -1;

    TablePool(String name, String... nodes) {
        this.name = name;
        for (String node : nodes) {
            members.add(member(node, State.UP, OptionalInt.of(0)));
        }
    }

    synchronized void set(String node, State state, OptionalInt sessions) {
        members.replaceAll(m -> m.node().equals(node) ? member(node, state, sessions) : m);
    }

    synchronized void reload() {
        epoch = "process after " + epoch;
        members.replaceAll(m -> member(m.node(), State.UP, OptionalInt.of(0)));
    }

    synchronized void restartKeepingStates() {
        epoch = "process after " + epoch;
    }

    synchronized void die() {
        dead = new Fault.BalancerUnreachable(name, "/run/" + name, "connection refused");
    }

    synchronized void revive() {
        dead = null;
    }

    synchronized void reviveAfterRefusals(int count) {
        refusals = count;
    }

    synchronized void only(Way way) {
        ways = Map.of(way, "It is all it can.");
    }

    synchronized void runLow() {
        low = new Fault.CapacityTooLow(name, "shop", 0, 1);
    }

    @Override
    public synchronized Balancer balancer() {
        return new Balancer(
                name,
                new Dialect.Haproxy("local", "/run/" + name),
                0,
                members.stream()
                        .map(m -> new Balancer.Server("shop", m.server(), m.node()))
                        .toList());
    }

    @Override
    public synchronized Reading read() throws FaultException {
        if (refusals-- == 0) {
            revive();
        }
        raise(dead);
        return new Reading(epoch, members);
    }

    @Override
    public synchronized void checkFloor(String node) throws FaultException {
        raise(low);
    }

    @Override
    public Manner manner() {
        return new Manner(ways, Optional.of("Their users see an error."), List.of());
    }

    @Override
    public List<Member> takeOut(String node, Leave leave) throws FaultException {
        return order(node, leave.way() == Way.MAINTENANCE ? State.MAINT : State.DRAIN);
    }

    @Override
    public synchronized List<Member> endSessions(String node) throws FaultException {
        raise(dead);
        orders.add(node + " END");
        members.replaceAll(
                m -> m.node().equals(node) ? member(node, m.state(), OptionalInt.of(0)) : m);
        return members.stream().filter(m -> m.node().equals(node)).toList();
    }

    @Override
    public List<Member> ready(String node) throws FaultException {
        return order(node, State.UP);
    }

    @Override
    public void close() {
        orders.add("close");
    }

    private synchronized List<Member> order(String node, State state) throws FaultException {
        raise(dead);
        orders.add(node + " " + state);
        set(node, state, OptionalInt.of(0));
        return members.stream().filter(m -> m.node().equals(node)).toList();
    }

    private static void raise(@Nullable Fault fault) throws FaultException {
        if (fault != null) {
            throw new FaultException(fault);
        }
    }

    private Member member(String node, State state, OptionalInt sessions) {
        return new Member(
                new Member.Place(name, "shop", node, node, "127.0.0.1:80"),
                state,
                state == State.UP ? Member.Health.PASSED : Member.Health.UNKNOWN,
                "because",
                Load.of(sessions),
                OptionalInt.of(1),
                Optional.empty(),
                "");
    }
}
