package lockstep.present;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.run.Rollback;
import lockstep.run.SnapshotOperations.Shelves;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.snapshot.Kept;
import org.jspecify.annotations.Nullable;

/// The snapshots of all nodes, the one that is chosen, and what rolling back to it would change.
/// One piece of work at a time. Screen thread only; no method blocks.
public final class SnapshotsModel {
    /// How many moments are looked at to find one that is not what the node holds now.
    private static final int MOST_OFFERS = 4;

    private final Operations operations;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final ReadOnlyObjectWrapper<@Nullable Shelves> shelves = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper();
    private final SnapshotWork work;
    private final SnapshotDeeds deeds;
    private final ReadOnlyObjectWrapper<@Nullable SnapshotChoice> chosen =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable RollbackModel> rollback =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Problem> refused = new ReadOnlyObjectWrapper<>();
    private Cancel loadCancel = new Cancel();
    private boolean again;
    private @Nullable Runnable wanted;

    SnapshotsModel(
            Operations operations,
            InstantSource clock,
            Backstage backstage,
            Consumer<Throwable> trouble) {
        this.operations = operations;
        this.backstage = backstage;
        this.trouble = trouble;
        work = new SnapshotWork(backstage);
        deeds = new SnapshotDeeds(operations, clock, backstage, trouble, this);
    }

    /// What is done to snapshots.
    public SnapshotDeeds deeds() {
        return deeds;
    }

    SnapshotWork work() {
        return work;
    }

    /// What was looked at, or is just now, holds no more.
    void forget() {
        work.cancelLook();
        rollback.set(null);
        refused.set(null);
    }

    public Cluster cluster() {
        return operations.cluster();
    }

    public List<String> nodeNames() {
        return cluster().nodes().stream().map(Node::name).toList();
    }

    /// What every node keeps; null before it was read.
    public ReadOnlyObjectProperty<@Nullable Shelves> shelvesProperty() {
        return shelves.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /// What is being done just now, with its numbers; empty for nothing.
    public ReadOnlyStringProperty busyProperty() {
        return work.busyProperty();
    }

    /// What came of what was done last; empty for nothing to tell.
    public ReadOnlyStringProperty toldProperty() {
        return work.toldProperty();
    }

    /// The chosen moment; null for none.
    public ReadOnlyObjectProperty<@Nullable SnapshotChoice> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// What rolling back to the chosen moment would change; null until that was looked at.
    public ReadOnlyObjectProperty<@Nullable RollbackModel> rollbackProperty() {
        return rollback.getReadOnlyProperty();
    }

    /// Why that could not be looked at; null where it could, or was not tried.
    public ReadOnlyObjectProperty<@Nullable Problem> refusedProperty() {
        return refused.getReadOnlyProperty();
    }

    /// The snapshots of a node, the newest first; none before they were read.
    public List<SnapshotChoice> of(String node) {
        Shelves now = shelves.get();
        List<Kept> shelf = now == null ? null : now.nodes().get(node);
        return shelf == null ? List.of() : SnapshotChoice.of(node, shelf, deeds::isDamaged);
    }

    /// Every moment, the newest first; none before they were read.
    public List<SnapshotChoice> moments() {
        Shelves now = shelves.get();
        return now == null ? List.of() : SnapshotChoice.moments(now.nodes(), deeds::isDamaged);
    }

    /// What is known of a moment. One of several nodes may lack those that could not be seen.
    public List<SnapshotWords.Fact> facts(SnapshotChoice choice, Instant now) {
        List<SnapshotWords.Fact> facts = new ArrayList<>(SnapshotWords.facts(choice, now));
        Shelves all = shelves.get();
        if (choice.nodes().size() > 1 && all != null && !all.failures().isEmpty()) {
            facts.add(SnapshotWords.unseen(List.copyOf(all.failures().keySet())));
        }
        return facts;
    }

    /// Reads the shelves: others make snapshots too, and rules remove them.
    public void open() {
        if (!loading.get()) {
            reread();
        }
    }

    /// After a run: what was looked at holds no more, and shelves that were read are read again.
    void renew() {
        forget();
        if (shelves.get() != null || loading.get()) {
            reread();
        }
    }

    /// Reads the shelves of all nodes anew; what was looked at before goes.
    public void load() {
        forget();
        reread();
    }

    /// Reads the shelves of all nodes. Asked while it does, it does so once more.
    void reread() {
        if (loading.get()) {
            again = true;
            return;
        }
        loading.set(true);
        Cancel mine = new Cancel();
        loadCancel = mine;
        backstage.work(
                () -> operations.snapshots().shelves(mine),
                this::loaded,
                thrown -> {
                    loading.set(false);
                    again = false;
                    wanted = null;
                    trouble.accept(thrown);
                });
    }

    private void loaded(Shelves found) {
        loading.set(false);
        shelves.set(found);
        keepChosen(found);
        if (again) {
            again = false;
            reread();
            return;
        }
        Runnable next = wanted;
        wanted = null;
        if (next != null) {
            next.run();
        }
    }

    /// More is known of what is there.
    void restate() {
        Shelves now = shelves.get();
        if (now != null) {
            keepChosen(now);
        }
    }

    /// What was chosen stays so, with what the nodes say of it now.
    private void keepChosen(Shelves found) {
        SnapshotChoice before = chosen.get();
        if (before == null) {
            return;
        }
        Map<String, Kept> now = new LinkedHashMap<>();
        before.to()
                .forEach(
                        (node, kept) ->
                                found.nodes().getOrDefault(node, List.of()).stream()
                                        .filter(k -> k.snapshot().equals(kept.snapshot()))
                                        .forEach(k -> now.put(node, k)));
        if (now.size() == before.to().size()) {
            chosen.set(SnapshotChoice.of(now, deeds::isDamaged));
        } else {
            clear(null);
        }
    }

    /// Stops what is being done.
    public void cancel() {
        work.cancel();
        loadCancel.set();
        wanted = null;
    }

    /// Chooses a moment; what was looked at before goes.
    public void choose(SnapshotChoice choice) {
        SnapshotChoice before = chosen.get();
        wanted = null;
        if (before == null || !before.isSame(choice)) {
            work.cancelLook();
            clear(choice);
            work.tell("");
        }
    }

    private void clear(@Nullable SnapshotChoice choice) {
        chosen.set(choice);
        rollback.set(null);
        refused.set(null);
    }

    /// Looks at what rolling back to the chosen moment would change. Nothing happens while anything
    /// is being done.
    public void preview() {
        SnapshotChoice choice = chosen.get();
        if (choice != null && !work.isBusy()) {
            preview(choice, List.of());
        }
    }

    /// @param others what is offered instead where nothing would change, the best first
    private void preview(SnapshotChoice choice, List<SnapshotChoice> others) {
        rollback.set(null);
        refused.set(null);
        work.look(
                Strings.text("snap.looking", RunWords.listed(choice.nodes())),
                (events, mine) -> look(choice, events, mine),
                found -> looked(choice, found, others),
                thrown -> {
                    if (isChosen(choice)) {
                        refuse(thrown);
                    }
                });
    }

    private RollbackModel.Found look(SnapshotChoice choice, SnapshotEvents events, Cancel mine)
            throws FaultException {
        requireSound(choice);
        Rollback found = operations.snapshots().preview(choice.snapshots(), events, mine);
        Map<String, Verdict> verdicts = new TreeMap<>();
        found.targets().forEach(t -> verdicts.put(t.node(), t.drift().verdict()));
        return new RollbackModel.Found(found, verdicts);
    }

    private void requireSound(SnapshotChoice choice) throws FaultException {
        for (Map.Entry<String, Kept> each : choice.to().entrySet()) {
            if (deeds.isDamaged(each.getKey(), each.getValue().snapshot())) {
                throw new FaultException(
                        new Fault.GuardTripped(
                                each.getKey(),
                                Strings.text("snap.refused.damaged"),
                                Strings.text("snap.refused.remedy")));
            }
        }
    }

    private void looked(
            SnapshotChoice choice, RollbackModel.Found found, List<SnapshotChoice> others) {
        if (!isChosen(choice)) {
            return;
        }
        RollbackModel made = new RollbackModel(cluster(), choice, found, backstage, trouble);
        if (!made.differs() && made.untold().isEmpty() && !others.isEmpty()) {
            offer(others);
            return;
        }
        rollback.set(made);
    }

    private boolean isChosen(SnapshotChoice choice) {
        SnapshotChoice now = chosen.get();
        return now != null && now.isSame(choice);
    }

    private void refuse(Throwable thrown) {
        boolean cancelled =
                thrown instanceof FaultException e && e.fault() instanceof Fault.Cancelled;
        if (!cancelled) {
            refused.set(Problem.of(thrown));
        }
    }

    /// Chooses what a node that is broken is best rolled back to, and looks at it: the newest good
    /// snapshot that is not what it holds now. The shelves are read first. While anything is done
    /// to snapshots it is only chosen.
    public void offer(String node) {
        offering(
                () -> {
                    Shelves now = shelves.get();
                    Fault fault = now == null ? null : now.failures().get(node);
                    if (fault == null) {
                        offer(best(of(node)));
                    } else {
                        work.cancelLook();
                        clear(null);
                        refused.set(Problem.of(new FaultException(fault)));
                    }
                });
    }

    /// The same for the nodes that a run changed last.
    public void offerLast() {
        offering(() -> offer(best(moments())));
    }

    private void offering(Runnable offer) {
        wanted = offer;
        open();
    }

    private void offer(List<SnapshotChoice> best) {
        if (best.isEmpty()) {
            work.tell(Strings.text("snap.none"));
            return;
        }
        SnapshotChoice first = best.getFirst();
        work.cancelLook();
        clear(first);
        work.tell("");
        preview(first, best.subList(1, best.size()));
    }

    /// The good ones first, each state once.
    private static List<SnapshotChoice> best(List<SnapshotChoice> newestFirst) {
        List<SnapshotChoice> sound = newestFirst.stream().filter(c -> !c.isDamaged()).toList();
        List<SnapshotChoice> good = sound.stream().filter(SnapshotChoice::isGood).toList();
        List<SnapshotChoice> best = new ArrayList<>();
        for (SnapshotChoice choice : good.isEmpty() ? sound : good) {
            boolean known =
                    best.stream()
                            .anyMatch(
                                    other ->
                                            other.states().equals(choice.states())
                                                    && !other.states()
                                                            .containsValue(Optional.empty()));
            if (!known && best.size() < MOST_OFFERS) {
                best.add(choice);
            }
        }
        return best;
    }
}
