package lockstep.present;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.plan.DeletionGuard;
import lockstep.plan.Guards;
import lockstep.plan.Plan;

/// What a plan deletes and changes so much of that its number has to be typed. Screen thread only.
final class PlanGuards {
    private final List<PlanLine.Node> nodes;
    private final Map<String, Long> entries;
    private final long reference;
    private final StringProperty typedDeletions = new SimpleStringProperty("");
    private final StringProperty typedChanges = new SimpleStringProperty("");
    private DeletionGuard guard = DeletionGuard.DEFAULT;

    /// @param entries how many entries each node holds; absent where unknown
    PlanGuards(List<PlanLine.Node> nodes, Map<String, Long> entries, Plan plan) {
        this.nodes = nodes;
        this.entries = Map.copyOf(entries);
        reference =
                plan.targets().stream()
                        .mapToLong(target -> target.seen().reference().size() - 1L)
                        .max()
                        .orElse(0);
    }

    StringProperty typedDeletionsProperty() {
        return typedDeletions;
    }

    StringProperty typedChangesProperty() {
        return typedChanges;
    }

    DeletionGuard deletionGuard() {
        return guard;
    }

    void deletionGuard(DeletionGuard other) {
        guard = other;
    }

    /// Whether there are so many deletions on a node.
    boolean guardsDeletions() {
        return nodes.stream()
                .anyMatch(node -> guard.trips(chosen(node, Plan.Action.DELETE), held(node)));
    }

    /// Whether the number of deletions is missing.
    boolean lacksDeletions(PlanTotals totals) {
        return guardsDeletions() && !isNumber(typedDeletions, totals.deletions());
    }

    /// The nodes that are changed so much.
    ///
    /// @param deletes whether deletions count, since they will be carried out
    List<Guards.Tripped> changes(Deletes deletes) {
        return nodes.stream()
                .flatMap(
                        node -> Guards.of(node.name(), trees(node), chosen(node, deletes)).stream())
                .filter(tripped -> tripped.subject() == Guards.Subject.CHANGES)
                .toList();
    }

    /// Whether the number of changes is missing.
    boolean lacksChanges(long changes, Deletes deletes) {
        return !changes(deletes).isEmpty() && !isNumber(typedChanges, changes);
    }

    /// Whether the chosen deletions will be carried out.
    enum Deletes {
        YES,
        NO
    }

    private ToLongFunction<Plan.Action> chosen(PlanLine.Node node, Deletes deletes) {
        return action ->
                action == Plan.Action.DELETE && deletes == Deletes.NO ? 0 : chosen(node, action);
    }

    private static long chosen(PlanLine.Node node, Plan.Action action) {
        return node.groups().stream()
                .filter(group -> group.action() == action)
                .mapToLong(PlanGroup::chosenCount)
                .sum();
    }

    /// Of one that nobody counted only the count matters.
    private long held(PlanLine.Node node) {
        return entries.getOrDefault(node.name(), Guards.UNCOUNTED);
    }

    private Guards.Trees trees(PlanLine.Node node) {
        return new Guards.Trees(held(node), reference);
    }

    private static boolean isNumber(StringProperty typed, long number) {
        String digits = typed.get().replaceAll("[\\s,.'’\u00a0\u202f]", "");
        return digits.equals(Long.toString(number));
    }
}
