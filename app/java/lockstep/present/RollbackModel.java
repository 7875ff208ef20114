package lockstep.present;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.drift.Verdict;
import lockstep.fleet.Cluster;
import lockstep.plan.Plan;
import lockstep.report.RollbackWords;
import lockstep.run.Rollback;
import lockstep.run.RunOptions;
import lockstep.tree.TreePath;

/// What rolling back to a chosen moment would change, until it is agreed to: a matrix a node, what
/// is ticked in it, and how it is to be done. No tick stands for the whole tree; ticked paths count
/// on every node. Screen thread only.
public final class RollbackModel {
    private final SnapshotChoice choice;
    private final Rollback found;
    private final Map<String, Verdict> verdicts;
    private final boolean inPool;
    private final MatrixModel matrix;
    private final PlanOptions options = new PlanOptions();
    private final ReadOnlyStringWrapper node = new ReadOnlyStringWrapper();
    private final StringProperty typed = new SimpleStringProperty("");
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();
    private Rollback asked;
    private Optional<TreePath> inTheWay = Optional.empty();

    /// Why nothing can be done yet.
    public enum Obstacle {
        NONE,
        /// All of it is as it was then, or nothing that is not is ticked.
        NOTHING,
        BATCHES_NOT_UNDERSTOOD,
        WAIT_NOT_UNDERSTOOD,
        /// Trees are to be exchanged, and only a part is ticked.
        STAGED_IN_PART,
        /// What is ticked cannot be put back without what is not.
        IN_THE_WAY,
        /// Nothing of the present is kept, and the number of removals was not typed.
        REMOVALS_NOT_TYPED
    }

    /// What was agreed to.
    public record Approved(SnapshotChoice choice, Rollback rollback, RunOptions options) {}

    /// What was found, worked out behind the stage.
    record Found(Rollback rollback, Map<String, Verdict> verdicts) {}

    /// @param found of at least one node
    RollbackModel(
            Cluster cluster,
            SnapshotChoice choice,
            Found found,
            Backstage backstage,
            Consumer<Throwable> trouble) {
        this.choice = choice;
        this.found = found.rollback();
        verdicts = found.verdicts();
        asked = this.found;
        inPool =
                cluster.balancers().stream()
                        .flatMap(balancer -> balancer.servers().stream())
                        .anyMatch(server -> choice.to().containsKey(server.node()));
        options.kindProperty().set(inPool ? PlanOptions.Kind.ROLLING : PlanOptions.Kind.FILES_ONLY);
        matrix = new MatrixModel(backstage, trouble);
        matrix.ticksProperty().subscribe((_, _) -> ticked());
        List.of(
                        options.kindProperty(),
                        options.batchesProperty(),
                        options.atOnceProperty(),
                        options.snapshotProperty(),
                        options.waitMinutesProperty(),
                        typed)
                .forEach(property -> property.subscribe(this::changed));
        show(
                this.found.targets().stream()
                        .filter(Rollback.Target::changes)
                        .findFirst()
                        .orElse(this.found.targets().getFirst())
                        .node());
    }

    public SnapshotChoice choice() {
        return choice;
    }

    /// What differs between then and now on the shown node: two columns.
    public MatrixModel matrix() {
        return matrix;
    }

    public PlanOptions options() {
        return options;
    }

    /// Whether any of the nodes is in a pool.
    public boolean isInPool() {
        return inPool;
    }

    /// The nodes, in the order they are worked on.
    public List<String> nodes() {
        return found.targets().stream().map(Rollback.Target::node).toList();
    }

    /// The node that the matrix shows.
    public ReadOnlyStringProperty nodeProperty() {
        return node.getReadOnlyProperty();
    }

    /// Shows another node in the matrix; what is ticked stays so.
    ///
    /// @throws IllegalArgumentException for one that is not in it
    public void show(String name) {
        Rollback.Target target =
                found.targets().stream()
                        .filter(each -> each.node().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(name));
        Verdict verdict = verdicts.get(name);
        if (verdict == null) {
            throw new IllegalArgumentException(name);
        }
        node.set(name);
        matrix.turn(target.drift(), verdict);
    }

    /// Counts up whenever anything else that is said of it has changed.
    public ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /// The number of removals, as typed.
    public StringProperty typedProperty() {
        return typed;
    }

    private void ticked() {
        Set<TreePath> ticked = matrix.ticked();
        asked = ticked.isEmpty() ? found : only(ticked);
        inTheWay =
                asked.targets().stream().flatMap(target -> target.blocked().stream()).findFirst();
        changed();
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    /// Directories that a ticked path needs are brought back too.
    private Rollback only(Set<TreePath> ticked) {
        List<Rollback.Target> targets = new ArrayList<>();
        for (Rollback.Target target : found.targets()) {
            List<Plan.Row> rows =
                    target.plan().rows().stream()
                            .map(row -> row.choose(row.chosen() && SyncModel.isMeant(row, ticked)))
                            .toList();
            targets.add(target.with(rows));
        }
        return found.with(targets);
    }

    /// What is to be done, as ticked now.
    public Rollback asked() {
        return asked;
    }

    /// Whether a node is not, in any part, as it was then.
    public boolean differs() {
        return found.targets().stream().anyMatch(target -> !target.plan().rows().isEmpty());
    }

    /// How many entries are put back, over all nodes.
    public long restored() {
        return asked.targets().stream().mapToLong(Rollback.Target::restored).sum();
    }

    /// How many are removed.
    public long removed() {
        return asked.targets().stream().mapToLong(Rollback.Target::removed).sum();
    }

    /// Whether the number of removals has to be typed: what goes is kept nowhere.
    public boolean asksForRemovals() {
        return !options.snapshotProperty().get() && removed() > 0;
    }

    public Obstacle obstacle() {
        if (asked.nodes().isEmpty()) {
            return Obstacle.NOTHING;
        }
        if (!options.batchesUnderstood()) {
            return Obstacle.BATCHES_NOT_UNDERSTOOD;
        }
        if (!options.waitUnderstood()) {
            return Obstacle.WAIT_NOT_UNDERSTOOD;
        }
        if (options.kindProperty().get().isStaged()
                && asked.targets().stream().anyMatch(t -> t.changes() && !t.isWhole())) {
            return Obstacle.STAGED_IN_PART;
        }
        if (inTheWay.isPresent()) {
            return Obstacle.IN_THE_WAY;
        }
        return asksForRemovals() && !isNumber(typed.get(), removed())
                ? Obstacle.REMOVALS_NOT_TYPED
                : Obstacle.NONE;
    }

    /// What is ticked and cannot be put back alone; empty when there is none.
    Optional<TreePath> inTheWay() {
        return inTheWay;
    }

    /// The nodes of which it cannot be told whether they are as they were then.
    public List<String> untold() {
        return found.targets().stream()
                .filter(target -> !RollbackWords.isTold(target))
                .map(Rollback.Target::node)
                .toList();
    }

    private static boolean isNumber(String typed, long number) {
        return typed.replaceAll("[\\s,.]", "").equals(Long.toString(number));
    }

    /// @throws IllegalStateException while there is an obstacle
    public Approved approved() {
        if (obstacle() != Obstacle.NONE) {
            throw new IllegalStateException(obstacle().name());
        }
        List<Rollback.Target> meant =
                asked.targets().stream().filter(Rollback.Target::changes).toList();
        return new Approved(choice, asked.with(meant), options.toSync(meant.size()).back());
    }
}
