package lockstep.present;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fleet.Node;
import lockstep.journal.Absence;
import lockstep.pool.Member;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.NodeFacts;
import lockstep.run.Operations.Pools;
import lockstep.run.Out;
import org.jspecify.annotations.Nullable;

/// What is known of one node, kept up to date while the window looks. Screen thread only.
public final class NodeCard {
    /// How many looks at the pools the sparkline goes back: a minute, at one a second.
    public static final int HISTORY = 60;

    /// Whether the node can be talked to.
    public sealed interface Connection {
        /// Not yet known.
        record Connecting() implements Connection {}

        /// It can.
        record Connected(NodeFacts facts) implements Connection {}

        /// It cannot, and why.
        record Failed(Problem problem) implements Connection {}
    }

    /// What the last scan found on this node.
    public sealed interface Drift {
        /// It was not scanned.
        record Unscanned() implements Drift {}

        /// It is being scanned.
        record Scanning(long entries, long bytes, boolean finished) implements Drift {}

        /// It differs from the baseline in that many paths; of `unreadable` more nobody can tell.
        record Differing(long paths, long unreadable) implements Drift {}

        /// It is what the others are compared with.
        record Baseline() implements Drift {}

        /// It could not be scanned.
        record Unknown(Problem problem) implements Drift {}
    }

    /// Sessions of a node that is out are waited for.
    ///
    /// @param then what becomes of those that are left then
    public record Wait(Instant until, AtLimit then) {}

    private final Node node;
    private final List<String> balancers;
    private final ReadOnlyObjectWrapper<Connection> connection =
            new ReadOnlyObjectWrapper<>(new Connection.Connecting());
    private final ReadOnlyObjectWrapper<Drift> drift =
            new ReadOnlyObjectWrapper<>(new Drift.Unscanned());
    private final ReadOnlyObjectWrapper<PoolState> pool =
            new ReadOnlyObjectWrapper<>(PoolState.NONE);
    private final ReadOnlyBooleanWrapper reference = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper switching = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Out> out = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Absence> returned = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Wait> wait = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<long[]> history = new ReadOnlyObjectWrapper<>(new long[0]);

    /// @param balancers the names of those that it is behind
    NodeCard(Node node, List<String> balancers) {
        this.node = node;
        this.balancers = List.copyOf(balancers);
    }

    public Node node() {
        return node;
    }

    public String name() {
        return node.name();
    }

    public ReadOnlyObjectProperty<Connection> connectionProperty() {
        return connection.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Drift> driftProperty() {
        return drift.getReadOnlyProperty();
    }

    /// Its places in the pools, together.
    public ReadOnlyObjectProperty<PoolState> poolProperty() {
        return pool.getReadOnlyProperty();
    }

    /// What is known of its being out; null while it is in. Renewed at each look.
    public ReadOnlyObjectProperty<@Nullable Out> outProperty() {
        return out.getReadOnlyProperty();
    }

    /// Who took it out, when it is in again and nobody put it back from here; null otherwise.
    public ReadOnlyObjectProperty<@Nullable Absence> returnedProperty() {
        return returned.getReadOnlyProperty();
    }

    /// Whether its sessions are waited for; null when nobody does.
    public ReadOnlyObjectProperty<@Nullable Wait> waitProperty() {
        return wait.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty referenceProperty() {
        return reference.getReadOnlyProperty();
    }

    /// Whether the switch is being moved just now.
    public ReadOnlyBooleanProperty switchingProperty() {
        return switching.getReadOnlyProperty();
    }

    /// Sessions at the last looks, oldest first, at most [#HISTORY]; do not change the array.
    public ReadOnlyObjectProperty<long[]> historyProperty() {
        return history.getReadOnlyProperty();
    }

    void show(Connection now) {
        connection.set(now);
    }

    void show(Drift now) {
        drift.set(now);
    }

    void markReference(boolean now) {
        reference.set(now);
    }

    void markSwitching(boolean now) {
        switching.set(now);
    }

    void waitFor(@Nullable Wait now) {
        wait.set(now);
    }

    /// Takes one look at the pools.
    void look(Pools pools) {
        out.set(first(pools.outs(), o -> o.node().equals(name())));
        returned.set(first(pools.returned(), a -> a.node().equals(name())));
        List<Member> members = pools.members().get(name());
        List<String> silent = balancers.stream().filter(pools.failures()::containsKey).toList();
        PoolState now = new PoolState(members == null ? List.of() : members, silent);
        pool.set(now);
        OptionalLong sessions = now.sessions();
        if (sessions.isPresent()) {
            long[] old = history.get();
            int kept = Math.min(old.length, HISTORY - 1);
            long[] next = Arrays.copyOfRange(old, old.length - kept, old.length + 1);
            next[kept] = sessions.getAsLong();
            history.set(next);
        }
    }

    private static <T> @Nullable T first(List<T> all, Predicate<T> of) {
        return all.stream().filter(of).findFirst().orElse(null);
    }
}
