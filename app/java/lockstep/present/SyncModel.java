package lockstep.present;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.plan.Caution;
import lockstep.plan.Plan;
import lockstep.run.Left;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.run.RunControl;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// From what differs to a plan, and from an approved plan to a run; one of each at a time.
/// Screen thread only; no method blocks.
public final class SyncModel {
    private final Operations operations;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final ScanModel scans;
    private final PoolLooks looks;
    private final LeftModel left;
    private final ReadOnlyObjectWrapper<@Nullable PlanModel> plan = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable RunModel> run = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper planning = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper();

    SyncModel(
            Operations operations,
            Backstage backstage,
            Consumer<Throwable> trouble,
            ScanModel scans,
            PoolLooks looks) {
        this.operations = operations;
        this.backstage = backstage;
        this.trouble = trouble;
        this.scans = scans;
        this.looks = looks;
        left = new LeftModel(operations, backstage, trouble);
        left.look();
        obstacle.bind(
                Bindings.createStringBinding(
                        this::obstacle,
                        running,
                        planning,
                        scans.scanningProperty(),
                        scans.comparisonProperty()));
    }

    /// The run that waits for a person.
    public LeftModel left() {
        return left;
    }

    /// The plan made last; each one is a new object, to be shown for approval.
    public ReadOnlyObjectProperty<@Nullable PlanModel> planProperty() {
        return plan.getReadOnlyProperty();
    }

    /// The run that goes on, or the last one; null before the first.
    public ReadOnlyObjectProperty<@Nullable RunModel> runProperty() {
        return run.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// Why no plan can be made now, in a sentence; empty when one can.
    public ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    private String obstacle() {
        if (running.get()) {
            return Strings.text("sync.obstacle.running");
        } else if (scans.scanningProperty().get()) {
            return Strings.text("sync.obstacle.scanning");
        } else if (planning.get()) {
            return Strings.text("sync.obstacle.planning");
        }
        return scans.comparisonProperty().get() == null
                ? Strings.text("sync.obstacle.unscanned")
                : "";
    }

    /// Whether a plan is being made.
    public ReadOnlyBooleanProperty planningProperty() {
        return planning.getReadOnlyProperty();
    }

    /// A node that could be copied from.
    ///
    /// @param node its name
    /// @param differing how many paths of it are not as most nodes have them
    public record Source(String node, long differing) {}

    /// The nodes to choose among before a plan can be made, the one most like the others first:
    /// where the nodes are held against what most of them have, none is the one to copy from.
    /// Empty where one is, and before a scan.
    public List<Source> sources() {
        Comparison found = scans.comparisonProperty().get();
        if (found == null || found.drift().baseline() instanceof Baseline.Reference) {
            return List.of();
        }
        DriftTree drift = found.drift();
        List<Source> sources = new ArrayList<>();
        for (int node = 0; node < drift.nodes(); node++) {
            if (drift.listing(node) != null) {
                long differing = drift.differing(0, node) + (drift.differs(0, node) ? 1L : 0);
                sources.add(new Source(drift.nodeNames().get(node), differing));
            }
        }
        sources.sort(Comparator.comparingLong(Source::differing));
        return sources;
    }

    /// Holds the nodes against that one from now on, and makes a plan that copies from it.
    public void plan(Source source) {
        Baseline wanted = new Baseline.Reference(scans.nodeNames().indexOf(source.node()));
        Comparison found = scans.comparisonProperty().get();
        if (found != null && obstacle.get().isEmpty()) {
            scans.hold(wanted);
            plan(found, wanted);
        }
    }

    /// Makes a plan for every node that differs from the one they are held against, of the ticked
    /// paths if any are. Nothing happens where there is an [#obstacleProperty], or where
    /// [#sources] are to be chosen among; where a run has left a node in the middle of something,
    /// that is said instead.
    public void plan() {
        Comparison found = scans.comparisonProperty().get();
        if (found != null && obstacle.get().isEmpty() && sources().isEmpty()) {
            plan(found, found.drift().baseline());
        }
    }

    private void plan(Comparison found, Baseline from) {
        Optional<FaultException> refusal = left.refusal();
        if (refusal.isPresent()) {
            trouble.accept(refusal.get());
            return;
        }
        planning.set(true);
        Set<TreePath> ticked = scans.matrix().ticked();
        backstage.work(
                () -> make(found.against(from), ticked),
                made -> {
                    planning.set(false);
                    plan.set(
                            new PlanModel(
                                            operations.cluster(),
                                            made.plan(),
                                            made.entries(),
                                            backstage)
                                    .checkedBy(operations::preflight, made.cautions()));
                },
                thrown -> {
                    planning.set(false);
                    trouble.accept(thrown);
                });
    }

    /// @param entries how many each target holds
    private record Made(Plan plan, Map<String, Long> entries, List<Caution> cautions) {}

    private Made make(Comparison found, Set<TreePath> ticked) throws FaultException {
        DriftTree drift = found.drift();
        List<String> targets = new ArrayList<>();
        Map<String, Long> entries = new HashMap<>();
        for (int node = 0; node < drift.nodes(); node++) {
            Listing listing = drift.listing(node);
            if (listing != null && (drift.differs(0, node) || drift.differing(0, node) > 0)) {
                targets.add(drift.nodeNames().get(node));
                entries.put(drift.nodeNames().get(node), listing.size() - 1L);
            }
        }
        Plan whole = operations.plan(found, targets);
        Plan meant = only(whole, ticked);
        List<Caution> cautions = Caution.of(meant);
        return new Made(meant, entries, cautions);
    }

    /// The rows of ticked paths and what is below them, with the directories that have to be made
    /// first; targets without a row are left out. No tick stands for all.
    static Plan only(Plan whole, Set<TreePath> ticked) {
        List<Plan.Target> targets = new ArrayList<>();
        for (Plan.Target target : whole.targets()) {
            List<Plan.Row> rows =
                    target.rows().stream()
                            .filter(row -> ticked.isEmpty() || isMeant(row, ticked))
                            .toList();
            if (!rows.isEmpty()) {
                targets.add(target.with(rows));
            }
        }
        return whole.with(targets);
    }

    /// Whether a row is one of those that ticked paths stand for.
    static boolean isMeant(Plan.Row row, Set<TreePath> ticked) {
        return ticked.stream()
                .anyMatch(
                        path ->
                                row.path().isWithin(path)
                                        || row.action() == Plan.Action.CREATE
                                                && path.isWithin(row.path()));
    }

    /// Carries out what was agreed to. When it is over, the cards show the pools as they were read
    /// afterwards, and a scan by metadata shows what is there.
    public void run(PlanModel.Approved approved) {
        if (running.get()) {
            return;
        }
        RunControl control = new RunControl(new Cancel());
        RunModel model = begin(RunTask.of(approved), control);
        run.set(model);
        work(model, () -> operations.sync(approved.plan(), approved.options(), model, control));
    }

    /// Rolls back as it was agreed to. Nothing happens while a run goes on; where one has left a
    /// node in the middle of something, that is said instead.
    public void rollback(RollbackModel.Approved approved, InstantSource clock) {
        if (running.get()) {
            return;
        }
        Optional<FaultException> refusal = left.refusal();
        if (refusal.isPresent()) {
            trouble.accept(refusal.get());
            return;
        }
        RunControl control = new RunControl(new Cancel());
        SnapshotChoice to = approved.choice().of(approved.rollback().nodes());
        String then = SnapshotWords.when(to, clock.instant());
        RunTask task = RunTask.of(approved, operations.cluster().reference(), then);
        RunModel model = begin(task, control);
        run.set(model);
        work(
                model,
                () ->
                        operations
                                .snapshots()
                                .rollback(approved.rollback(), approved.options(), model, control));
    }

    /// Takes up the run that waits. Finishing and undoing are runs like any other; leaving is
    /// nothing to look at.
    public void resume(Resumption how) {
        Left waiting = left.leftProperty().get();
        if (running.get() || waiting == null) {
            return;
        }
        RunControl control = new RunControl(new Cancel());
        RunModel model = begin(RunTask.of(waiting, how), control);
        Callable<RunReport> work =
                () -> operations.resume(waiting.head().id(), how, model, control);
        if (how instanceof Resumption.Leave leave) {
            backstage.work(
                    work,
                    _ -> lookThenEnd(),
                    thrown -> {
                        left.refused(waiting, leave, thrown);
                        lookThenEnd();
                    });
        } else {
            run.set(model);
            work(model, work);
        }
    }

    /// Leaves the run although a node of it cannot be looked at. Nothing happens where another
    /// waits by now.
    ///
    /// @param typed the name of that node, as the operator typed it
    public void leaveUnseen(LeftModel.Unseen node, String typed) {
        if (!node.isNamed(typed)) {
            throw new IllegalArgumentException(typed);
        }
        Left waiting = left.leftProperty().get();
        if (waiting != null && waiting.head().id().equals(node.run())) {
            resume(node.insisted());
        }
    }

    private RunModel begin(RunTask task, RunControl control) {
        left.hide();
        running.set(true);
        return new RunModel(task, control, System::nanoTime).telling(this::putBack);
    }

    private void work(RunModel model, Callable<RunReport> work) {
        backstage.work(
                work,
                report -> {
                    model.ended(report);
                    scans.proofs().add(model.proved());
                    lookThenEnd();
                },
                thrown -> {
                    stopped(model, thrown);
                    lookThenEnd();
                });
    }

    /// Called on the run's thread, which must not wait.
    private void putBack() {
        backstage.work(looks::take, looks::show, trouble);
    }

    private void lookThenEnd() {
        backstage.work(
                looks::take,
                look -> {
                    looks.show(look);
                    over();
                },
                thrown -> {
                    trouble.accept(thrown);
                    over();
                });
    }

    private void stopped(RunModel model, Throwable thrown) {
        if (thrown instanceof FaultException e) {
            model.ended(e.fault());
        } else {
            model.abort();
            model.broke(thrown);
            trouble.accept(thrown);
        }
    }

    private void over() {
        running.set(false);
        left.look();
        scans.matrix().untickAll();
        scans.scan(Criterion.METADATA);
    }

    /// Asks the run that goes on to stop.
    void abort() {
        RunModel now = run.get();
        if (now != null && running.get()) {
            now.abort();
        }
    }
}
