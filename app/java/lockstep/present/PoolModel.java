package lockstep.present;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.pool.Leave;
import lockstep.pool.Manner;
import lockstep.run.Operations;
import lockstep.run.Operations.Patience;
import org.jspecify.annotations.Nullable;

/// The switches of the nodes: out of their pools, back into them, and what happens in between.
///
/// Screen thread only; no method blocks.
public final class PoolModel {
    /// How a node is to leave, and what is done about sessions that do not end.
    ///
    /// @param patience absent when nobody waits for them
    public record Departure(Leave leave, Optional<Patience> patience) {
        /// The same below the floor too.
        Departure insisted() {
            Leave insisted =
                    new Leave(
                            leave.way(),
                            Leave.Floor.IGNORED,
                            leave.who(),
                            leave.why(),
                            leave.until());
            return new Departure(insisted, patience);
        }
    }

    /// A departure that was refused because too little capacity would remain; the operator may
    /// insist.
    public record Refusal(NodeCard card, Departure departure, Problem problem) {}

    /// A node that a run has changed and not proven to be like the others: putting it back needs
    /// its name typed.
    ///
    /// @param run what that run is called
    public record Unproven(NodeCard card, String run) {}

    private final Operations operations;
    private final Backstage backstage;
    private final PoolLooks looks;
    private final Consumer<Throwable> trouble;
    private final InstantSource clock;
    private final Map<NodeCard, Cancel> waits = new HashMap<>();
    private final ReadOnlyObjectWrapper<@Nullable Refusal> refusal = new ReadOnlyObjectWrapper<>();

    private final ReadOnlyObjectWrapper<@Nullable Unproven> unproven =
            new ReadOnlyObjectWrapper<>();

    PoolModel(
            Operations operations,
            Backstage backstage,
            PoolLooks looks,
            InstantSource clock,
            Consumer<Throwable> trouble) {
        this.operations = operations;
        this.backstage = backstage;
        this.looks = looks;
        this.clock = clock;
        this.trouble = trouble;
    }

    /// The departure that was refused last and may be insisted on; null when there is none.
    public ReadOnlyObjectProperty<@Nullable Refusal> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    /// The node that was not put back since a run has changed it and not proven; null when there
    /// is none.
    public ReadOnlyObjectProperty<@Nullable Unproven> unprovenProperty() {
        return unproven.getReadOnlyProperty();
    }

    /// Asks how a node can leave its pools.
    public void manner(NodeCard card, Consumer<Manner> shown) {
        card.markSwitching(true);
        backstage.work(
                () -> operations.manner(card.name()),
                manner -> {
                    card.markSwitching(false);
                    shown.accept(manner);
                },
                thrown -> {
                    card.markSwitching(false);
                    trouble.accept(thrown);
                });
    }

    /// Takes a node out of every pool that it is in. Below the capacity floor only `IGNORED` gets
    /// through; a refusal for that is in [#refusalProperty].
    public void takeOut(NodeCard card, Departure departure) {
        refusal.set(null);
        stopWaiting(card);
        move(
                card,
                () -> operations.takeOut(card.name(), departure.leave()),
                () -> departure.patience().ifPresent(patience -> await(card, patience)),
                thrown -> refused(card, departure, thrown));
    }

    /// Takes it out although too little capacity remains.
    public void insist(Refusal on) {
        takeOut(on.card(), on.departure().insisted());
    }

    /// Puts a node back into every pool that it is in. One that a run has changed and not proven
    /// stays out, and is in [#unprovenProperty].
    public void putBack(NodeCard card) {
        refusal.set(null);
        unproven.set(null);
        card.markSwitching(true);
        backstage.work(
                () -> operations.unproven(card.name()),
                run -> {
                    card.markSwitching(false);
                    run.ifPresentOrElse(
                            found -> unproven.set(new Unproven(card, found.head().id())),
                            () -> putBack(card, () -> operations.putBack(card.name())));
                },
                thrown -> {
                    card.markSwitching(false);
                    trouble.accept(thrown);
                });
    }

    /// Puts a node back although a run has changed it and not proven; that is written down.
    ///
    /// @param typed its name, as the operator typed it
    public void putBackUnproven(Unproven node, String typed) {
        if (!isName(node, typed)) {
            throw new IllegalArgumentException(typed);
        }
        String name = node.card().name();
        putBack(node.card(), () -> operations.putBackUnproven(name, typed.strip()));
    }

    /// Whether the name was typed that putting it back needs.
    public static boolean isName(Unproven node, String typed) {
        return typed.strip().equals(node.card().name());
    }

    private void putBack(NodeCard card, PoolLooks.Move back) {
        stopWaiting(card);
        move(card, back, () -> {}, trouble);
    }

    /// Cuts the sessions that are left on a node that is out. Who waits for them goes on waiting.
    public void endSessions(NodeCard card) {
        move(card, () -> operations.endSessions(card.name()), () -> {}, trouble);
    }

    /// Leaves a node that is waited for as it is.
    public void stopWaiting(NodeCard card) {
        Cancel cancel = waits.remove(card);
        if (cancel != null) {
            cancel.set();
            card.waitFor(null);
        }
    }

    void close() {
        waits.values().forEach(Cancel::set);
        waits.clear();
    }

    private void move(
            NodeCard card, PoolLooks.Move move, Runnable moved, Consumer<Throwable> failed) {
        card.markSwitching(true);
        backstage.work(
                () -> looks.move(move),
                look -> {
                    card.markSwitching(false);
                    looks.show(look);
                    moved.run();
                },
                thrown -> {
                    card.markSwitching(false);
                    failed.accept(thrown);
                });
    }

    private void await(NodeCard card, Patience patience) {
        Cancel cancel = new Cancel();
        waits.put(card, cancel);
        Instant end = clock.instant().plus(patience.limit());
        card.waitFor(new NodeCard.Wait(end, patience.then()));
        backstage.work(
                () -> operations.awaitZero(card.name(), patience, _ -> {}, cancel),
                _ -> waited(card, cancel),
                thrown -> {
                    waited(card, cancel);
                    boolean cancelled =
                            thrown instanceof FaultException e
                                    && e.fault() instanceof Fault.Cancelled;
                    if (!cancelled) {
                        trouble.accept(thrown);
                    }
                });
    }

    private void waited(NodeCard card, Cancel cancel) {
        if (waits.remove(card, cancel)) {
            card.waitFor(null);
        }
    }

    private void refused(NodeCard card, Departure departure, Throwable thrown) {
        boolean floor =
                thrown instanceof FaultException e && e.fault() instanceof Fault.CapacityTooLow;
        if (floor) {
            refusal.set(new Refusal(card, departure, Problem.of(thrown)));
        } else {
            trouble.accept(thrown);
        }
    }
}
