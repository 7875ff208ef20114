package lockstep.present;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lockstep.fleet.Cluster;
import lockstep.plan.Caution;
import lockstep.plan.DeletionGuard;
import lockstep.plan.Guards;
import lockstep.plan.Plan;
import lockstep.present.PlanGuards.Deletes;
import lockstep.run.RunOptions;
import org.jspecify.annotations.Nullable;

/// A plan on approval: every row can be left out, deletions are approved on their own, and
/// [#approved] is what the operator saw and agreed to. FX thread only.
///
/// Nothing is told row by row: [#revisionProperty] grows with every change of what is chosen,
/// ticked or typed, and whoever shows the model reads it again then.
public final class PlanModel {
    /// What keeps the plan from being carried out.
    public enum Obstacle {
        NONE,
        NOTHING_CHOSEN,
        ONLY_UNAPPROVED_DELETIONS,
        NUMBER_NOT_TYPED,
        CHANGES_NOT_TYPED,
        WAIT_NOT_UNDERSTOOD,
        LIMIT_NOT_UNDERSTOOD,
        BATCHES_NOT_UNDERSTOOD,
        /// Nodes and balancers are being looked at.
        CHECKING,
        /// They could not be looked at.
        UNCHECKED,
        /// What was found keeps a run from beginning.
        BLOCKED
    }

    /// What was agreed to.
    ///
    /// @param plan with rows left out unchosen, and with no chosen deletion that was not approved
    public record Approved(Plan plan, RunOptions options) {}

    private final Plan plan;
    private final PlanGuards guards;
    private final Backstage backstage;
    private final boolean inPool;
    private final ObservableList<PlanLine.Node> nodes;
    private final List<PlanGroup> groups;
    private final ObservableList<PlanLine> lines = FXCollections.observableArrayList();
    private final ObservableList<PlanLine> shownLines =
            FXCollections.unmodifiableObservableList(lines);
    private final StringProperty filter = new SimpleStringProperty("");
    private final BooleanProperty deletionsTicked = new SimpleBooleanProperty();
    private final PlanOptions options = new PlanOptions();
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
    private @Nullable PlanChecks checks;
    private boolean unchecked;

    /// @param entries how many entries each target holds now, for the guard against deleting
    ///     most of a node; absent where unknown
    /// @param backstage where the filter looks through the rows
    public PlanModel(Cluster cluster, Plan plan, Map<String, Long> entries, Backstage backstage) {
        this.plan = plan;
        this.backstage = backstage;
        nodes =
                FXCollections.observableArrayList(
                        plan.targets().stream().map(PlanLine.Node::of).toList());
        groups = nodes.stream().flatMap(n -> n.groups().stream()).toList();
        guards = new PlanGuards(nodes, entries, plan);
        inPool = plan.targets().stream().anyMatch(t -> isInPool(cluster, t.node()));
        options.kindProperty().set(inPool ? PlanOptions.Kind.ROLLING : PlanOptions.Kind.FILES_ONLY);
        filter.subscribe(_ -> look());
        Stream.of(
                        options.waitMinutesProperty(),
                        options.megabytesProperty(),
                        options.atOnceProperty(),
                        guards.typedDeletionsProperty(),
                        guards.typedChangesProperty())
                .forEach(text -> text.subscribe(_ -> changed()));
        options.kindProperty().subscribe(_ -> changed());
        options.batchesProperty().subscribe(_ -> changed());
        options.kindProperty().subscribe((_, _) -> check());
        options.batchesProperty().subscribe((_, _) -> check());
        options.atOnceProperty().subscribe((_, _) -> check());
        options.snapshotProperty().subscribe((_, _) -> check());
        Stream.of(options.waitMinutesProperty(), options.megabytesProperty())
                .forEach(text -> text.subscribe((_, _) -> checkWhatWasNot()));
        Stream.of(options.snapshotProperty(), options.verifyProperty(), deletionsTicked)
                .forEach(tick -> tick.subscribe(_ -> changed()));
    }

    /// Looks at nodes and balancers before it can be agreed to: now, and again when that could
    /// find something else.
    ///
    /// @param cautions what the plan says nothing about
    PlanModel checkedBy(PlanChecks.Preflight preflight, List<Caution> cautions) {
        PlanChecks made = new PlanChecks(preflight, cautions, backstage);
        checks = made;
        made.stateProperty().subscribe(_ -> changed());
        check();
        return this;
    }

    /// What nodes and balancers say; empty where nobody asks them.
    public Optional<PlanChecks> checks() {
        return Optional.ofNullable(checks);
    }

    /// Stops looking at the nodes, since nobody decides any more.
    public void leave() {
        checks().ifPresent(PlanChecks::cancel);
    }

    /// The nodes, their actions where open, and the rows that the filter lets be seen.
    public ObservableList<PlanLine> lines() {
        return shownLines;
    }

    /// Text that a shown row's path holds; blank for all.
    public StringProperty filterProperty() {
        return filter;
    }

    public PlanOptions options() {
        return options;
    }

    /// The tick that approves the chosen deletions.
    public BooleanProperty deletionsTickedProperty() {
        return deletionsTicked;
    }

    /// The number of deletions as typed, which [#isGuarded] asks for.
    public StringProperty typedCountProperty() {
        return guards.typedDeletionsProperty();
    }

    /// The number of changes as typed, which [#changeGuards] asks for.
    public StringProperty typedChangesProperty() {
        return guards.typedChangesProperty();
    }

    /// Grows with every change of what is chosen, typed or ticked.
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /// The node that everything comes from.
    public String reference() {
        return plan.reference();
    }

    /// In the order they are worked on.
    public List<PlanLine.Node> nodes() {
        return nodes;
    }

    /// Works on a node so many places later, or earlier; no farther than the others go.
    public void move(PlanLine.Node node, int places) {
        int at = nodes.indexOf(node);
        int to = Math.clamp(at + (long) places, 0, nodes.size() - 1);
        if (at != to) {
            nodes.remove(at);
            nodes.add(to, node);
            lay();
        }
    }

    /// Whether any target is behind a balancer, so that a rolling run means something.
    public boolean isInPool() {
        return inPool;
    }

    public DeletionGuard guard() {
        return guards.deletionGuard();
    }

    /// Another guard than [DeletionGuard#DEFAULT].
    public void guard(DeletionGuard other) {
        guards.deletionGuard(other);
        changed();
    }

    /// Chooses what a line stands for, or leaves it out.
    public void flip(PlanLine line) {
        flip(List.of(line));
    }

    /// Chooses what the lines stand for, or leaves it out where all of it is chosen already: rows,
    /// and every row of a group or node that the filter lets be seen.
    public void flip(List<PlanLine> some) {
        boolean on = some.stream().anyMatch(line -> line.chosen() != PlanLine.Chosen.ALL);
        for (PlanLine line : some) {
            switch (line) {
                case PlanLine.Node n -> n.groups().forEach(g -> g.setShown(on));
                case PlanLine.Action a -> a.group().setShown(on);
                case PlanLine.Row r -> r.group().set(r.position(), on);
            }
        }
        changed();
        check();
    }

    /// Shows the rows of a group.
    public void unfold(PlanGroup group) {
        if (!group.isOpen()) {
            group.open(true);
            lay();
        }
    }

    /// Hides the rows of a group; they stay chosen as they are.
    public void fold(PlanGroup group) {
        if (group.isOpen()) {
            group.open(false);
            lay();
        }
    }

    /// Sums of what is chosen, approved or not.
    public PlanTotals totals() {
        return PlanTotals.of(groups);
    }

    /// Whether there are so many deletions that their number has to be typed.
    public boolean isGuarded() {
        return guards.guardsDeletions();
    }

    /// How many entries are created, updated and deleted: the number that [#changeGuards] ask for.
    public long changes() {
        PlanTotals totals = totals();
        long deletions = deletionsTicked.get() ? totals.deletions() : 0;
        return totals.count(Plan.Action.CREATE) + totals.count(Plan.Action.UPDATE) + deletions;
    }

    /// The nodes of which so much is changed that the number has to be typed.
    public List<Guards.Tripped> changeGuards() {
        return guards.changes(deletes());
    }

    private Deletes deletes() {
        return deletionsTicked.get() ? Deletes.YES : Deletes.NO;
    }

    /// Whether the chosen deletions will be carried out.
    public boolean deletionsApproved() {
        return deletionsTicked.get() && totals().deletions() > 0 && !numberMissing();
    }

    /// What keeps the plan from being carried out, the most telling first.
    public Obstacle obstacle() {
        PlanTotals totals = totals();
        if (totals.copies() + totals.deletions() == 0) {
            return Obstacle.NOTHING_CHOSEN;
        }
        if (totals.copies() == 0 && !deletionsTicked.get()) {
            return Obstacle.ONLY_UNAPPROVED_DELETIONS;
        }
        if (deletionsTicked.get() && totals.deletions() > 0 && numberMissing()) {
            return Obstacle.NUMBER_NOT_TYPED;
        }
        if (guards.lacksChanges(changes(), deletes())) {
            return Obstacle.CHANGES_NOT_TYPED;
        }
        if (!options.batchesUnderstood()) {
            return Obstacle.BATCHES_NOT_UNDERSTOOD;
        }
        if (!options.waitUnderstood()) {
            return Obstacle.WAIT_NOT_UNDERSTOOD;
        }
        return options.limitUnderstood() ? asChecked() : Obstacle.LIMIT_NOT_UNDERSTOOD;
    }

    private Obstacle asChecked() {
        return checks().map(PlanChecks::obstacle).orElse(Obstacle.NONE);
    }

    /// What was agreed to.
    ///
    /// @throws IllegalStateException while there is an obstacle
    public Approved approved() {
        if (obstacle() != Obstacle.NONE) {
            throw new IllegalStateException(obstacle().toString());
        }
        return agreed(deletionsApproved());
    }

    private Approved agreed(boolean deletions) {
        List<Plan.Target> targets =
                nodes.stream().map(node -> agreed(target(node), deletions)).toList();
        int busy = (int) nodes.stream().filter(PlanLine.Node::isBusy).count();
        return new Approved(plan.with(targets), options.toSync(busy));
    }

    private Plan.Target target(PlanLine.Node node) {
        return plan.targets().stream()
                .filter(target -> target.node().equals(node.name()))
                .findFirst()
                .orElseThrow();
    }

    /// A limit changes nothing that is checked, but one that made no sense held a check back.
    private void checkWhatWasNot() {
        if (unchecked) {
            check();
        }
    }

    /// With every chosen deletion, since it may yet be approved.
    private void check() {
        PlanTotals totals = totals();
        boolean any = totals.copies() + totals.deletions() > 0;
        unchecked =
                !options.batchesUnderstood()
                        || !options.waitUnderstood()
                        || !options.limitUnderstood();
        if (any && !unchecked) {
            Approved all = agreed(true);
            checks().ifPresent(known -> known.check(all.plan(), all.options()));
        }
    }

    private Plan.Target agreed(Plan.Target target, boolean deletions) {
        List<Plan.Row> rows = new ArrayList<>(target.rows());
        rows.replaceAll(row -> row.choose(false));
        groups.stream()
                .filter(g -> g.node().equals(target.node()))
                .filter(g -> deletions || g.action() != Plan.Action.DELETE)
                .forEach(g -> g.write(rows));
        return target.with(rows);
    }

    private boolean numberMissing() {
        return guards.lacksDeletions(totals());
    }

    private void look() {
        String needle = filter.get().strip();
        if (needle.isEmpty()) {
            groups.forEach(g -> g.show(null));
            lay();
            return;
        }
        backstage.work(
                () -> groups.stream().map(group -> group.matching(needle)).toList(),
                found -> found(needle, found),
                failure -> {
                    throw new IllegalStateException(failure);
                });
    }

    private void found(String needle, List<int[]> found) {
        if (!needle.equals(filter.get().strip())) {
            return;
        }
        for (int i = 0; i < found.size(); i++) {
            groups.get(i).show(found.get(i));
        }
        lay();
    }

    private void lay() {
        List<PlanLine> next = new ArrayList<>();
        for (PlanLine.Node node : nodes) {
            next.add(node);
            node.groups().stream().filter(g -> g.shownCount() > 0).forEach(g -> lay(g, next));
        }
        lines.setAll(next);
        changed();
    }

    private static void lay(PlanGroup group, List<PlanLine> into) {
        into.add(new PlanLine.Action(group));
        for (int i = 0; group.isOpen() && i < group.shownCount(); i++) {
            into.add(new PlanLine.Row(group, group.shownAt(i)));
        }
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    private static boolean isInPool(Cluster cluster, String node) {
        return cluster.balancers().stream()
                .flatMap(b -> b.servers().stream())
                .anyMatch(s -> s.node().equals(node));
    }
}
