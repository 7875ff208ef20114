package lockstep.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lockstep.drift.DriftTree;
import lockstep.plan.Deletions;
import lockstep.plan.Plan;
import lockstep.plan.PlanHeader;
import lockstep.snapshot.Kept;
import lockstep.tree.TreePath;

/// What rolling nodes back to snapshots would do, for the operator to approve. Immutable; flipping
/// a row makes another one.
///
/// @param targets in the order they are worked on
public record Rollback(List<Target> targets) {
    public Rollback {
        targets = List.copyOf(targets);
    }

    /// The same for other targets, in another order, or with other rows.
    public Rollback with(List<Target> others) {
        return new Rollback(others);
    }

    /// The nodes that something is done to.
    public List<String> nodes() {
        return targets.stream().filter(Target::changes).map(Target::node).toList();
    }

    /// The same as a plan, of the nodes that something is done to.
    ///
    /// @param reference the cluster's, of which nothing is taken
    Plan plan(String reference) {
        return new Plan(
                reference, targets.stream().filter(Target::changes).map(Target::plan).toList());
    }

    /// The rows of the nodes that something is done to, by their names, in order.
    Map<String, List<Plan.Row>> rows() {
        Map<String, List<Plan.Row>> rows = new LinkedHashMap<>();
        targets.stream()
                .filter(Target::changes)
                .forEach(target -> rows.put(target.node(), target.plan().rows()));
        return rows;
    }

    /// What each node is rolled back to, by its name.
    Map<String, PlanHeader.Source> sources() {
        Map<String, PlanHeader.Source> sources = new TreeMap<>();
        for (Target target : targets) {
            sources.put(
                    target.node(),
                    new PlanHeader.Source(target.to().snapshot().name(), target.manifest()));
        }
        return sources;
    }

    /// One node.
    ///
    /// @param to what it is to be again
    /// @param manifest the id of what it was held against
    /// @param plan its rows: what the snapshot holds is the source, what the node holds the target
    /// @param drift two columns, [#THEN] and the node, the first of them the baseline
    public record Target(String node, Kept to, String manifest, Plan.Target plan, DriftTree drift) {
        /// The column of what the snapshot holds.
        public static final String THEN = "then";

        /// The same with other rows.
        public Target with(List<Plan.Row> rows) {
            return new Target(node, to, manifest, plan.with(rows), drift);
        }

        /// Whether anything is done.
        public boolean changes() {
            return plan.rows().stream().anyMatch(Plan.Row::chosen);
        }

        /// Whether all of the tree is to be as it was, and not only paths that were chosen.
        public boolean isWhole() {
            return plan.rows().stream().allMatch(Plan.Row::chosen);
        }

        /// A chosen path that cannot be put back without what was not chosen, such as what is in
        /// its way; empty when there is none.
        public Optional<TreePath> blocked() {
            Set<TreePath> possible = Deletions.chosen(plan.rows());
            return plan.rows().stream()
                    .filter(row -> row.chosen() && !possible.contains(row.path()))
                    .map(Plan.Row::path)
                    .findFirst();
        }

        /// How many chosen rows bring something back, or make it as it was.
        public long restored() {
            return plan.rows().stream()
                    .filter(row -> row.chosen() && row.action() != Plan.Action.DELETE)
                    .count();
        }

        /// How many chosen rows remove what has come since.
        public long removed() {
            return plan.rows().stream()
                    .filter(row -> row.chosen() && row.action() == Plan.Action.DELETE)
                    .count();
        }
    }
}
