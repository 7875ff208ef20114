package lockstep.present;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import lockstep.plan.DeletionGuard;
import lockstep.plan.Plan;
import lockstep.run.RunOptions;

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
        WAIT_NOT_UNDERSTOOD,
        LIMIT_NOT_UNDERSTOOD,
        BATCHES_NOT_UNDERSTOOD
    }

    /// What was agreed to.
    ///
    /// @param plan with rows left out unchosen, and with no chosen deletion that was not approved
    public record Approved(Plan plan, RunOptions options) {}

    /// A group with more rows than this begins closed.
    private static final int OPEN_AT_MOST = 500;

    private final Plan plan;
    private final Map<String, Long> entries;
    private final Backstage backstage;
    private final boolean inPool;
    private final List<PlanLine.Node> nodes;
    private final List<PlanGroup> groups;
    private final ObservableList<PlanLine> lines = FXCollections.observableArrayList();
    private final ObservableList<PlanLine> shownLines =
            FXCollections.unmodifiableObservableList(lines);
    private final StringProperty filter = new SimpleStringProperty("");
    private final BooleanProperty deletionsTicked = new SimpleBooleanProperty();
    private final StringProperty typedCount = new SimpleStringProperty("");
    private final PlanOptions options = new PlanOptions();
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
    private DeletionGuard guard = DeletionGuard.DEFAULT;

    /// @param entries how many entries each target holds now, for the guard against deleting
    ///     most of a node; absent where unknown
    /// @param backstage where the filter looks through the rows
    public PlanModel(Cluster cluster, Plan plan, Map<String, Long> entries, Backstage backstage) {
        this.plan = plan;
        this.entries = Map.copyOf(entries);
        this.backstage = backstage;
        nodes = plan.targets().stream().map(PlanModel::node).toList();
        groups = nodes.stream().flatMap(n -> n.groups().stream()).toList();
        inPool = plan.targets().stream().anyMatch(t -> isInPool(cluster, t.node()));
        options.kindProperty().set(inPool ? PlanOptions.Kind.ROLLING : PlanOptions.Kind.FILES_ONLY);
        filter.subscribe(_ -> look());
        Stream.of(
                        options.waitMinutesProperty(),
                        options.megabytesProperty(),
                        options.atOnceProperty(),
                        typedCount)
                .forEach(text -> text.subscribe(_ -> changed()));
        options.kindProperty().subscribe(_ -> changed());
        options.batchesProperty().subscribe(_ -> changed());
        Stream.of(options.snapshotProperty(), options.verifyProperty(), deletionsTicked)
                .forEach(tick -> tick.subscribe(_ -> changed()));
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
        return typedCount;
    }

    /// Grows with every change of what is chosen, typed or ticked.
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /// The node that everything comes from.
    public String reference() {
        return plan.reference();
    }

    public List<PlanLine.Node> nodes() {
        return nodes;
    }

    /// Whether any target is behind a balancer, so that a rolling run means something.
    public boolean isInPool() {
        return inPool;
    }

    public DeletionGuard guard() {
        return guard;
    }

    /// Another guard than [DeletionGuard#DEFAULT].
    public void guard(DeletionGuard other) {
        guard = other;
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
        return groups.stream()
                .filter(g -> g.action() == Plan.Action.DELETE)
                .anyMatch(g -> guard.trips(g.chosenCount(), held(g.node())));
    }

    /// How many entries a node holds; of one that nobody counted only the count matters.
    private long held(String node) {
        return entries.getOrDefault(node, Long.MAX_VALUE);
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
        if (!options.batchesUnderstood()) {
            return Obstacle.BATCHES_NOT_UNDERSTOOD;
        }
        if (!options.waitUnderstood()) {
            return Obstacle.WAIT_NOT_UNDERSTOOD;
        }
        return options.limitUnderstood() ? Obstacle.NONE : Obstacle.LIMIT_NOT_UNDERSTOOD;
    }

    /// What was agreed to.
    ///
    /// @throws IllegalStateException while there is an obstacle
    public Approved approved() {
        if (obstacle() != Obstacle.NONE) {
            throw new IllegalStateException(obstacle().toString());
        }
        List<Plan.Target> targets = plan.targets().stream().map(this::approved).toList();
        return new Approved(plan.with(targets), options.toSync(busy(targets)));
    }

    private static int busy(List<Plan.Target> targets) {
        return (int)
                targets.stream().filter(t -> t.rows().stream().anyMatch(Plan.Row::chosen)).count();
    }

    private Plan.Target approved(Plan.Target target) {
        boolean deletions = deletionsApproved();
        List<Plan.Row> rows = new ArrayList<>(target.rows());
        rows.replaceAll(row -> row.choose(false));
        groups.stream()
                .filter(g -> g.node().equals(target.node()))
                .filter(g -> deletions || g.action() != Plan.Action.DELETE)
                .forEach(g -> g.write(rows));
        return target.with(rows);
    }

    private boolean numberMissing() {
        String digits = typedCount.get().replaceAll("[\\s,.'’\u00a0\u202f]", "");
        return isGuarded() && !digits.equals(Long.toString(totals().deletions()));
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

    private static PlanLine.Node node(Plan.Target target) {
        List<PlanGroup> groups =
                Stream.of(Plan.Action.values())
                        .map(action -> new PlanGroup(target, action))
                        .filter(group -> group.size() > 0)
                        .toList();
        groups.forEach(g -> g.open(g.size() <= OPEN_AT_MOST));
        return new PlanLine.Node(target.node(), groups);
    }

    private static boolean isInPool(Cluster cluster, String node) {
        return cluster.balancers().stream()
                .flatMap(b -> b.servers().stream())
                .anyMatch(s -> s.node().equals(node));
    }
}
