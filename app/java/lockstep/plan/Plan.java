package lockstep.plan;

import java.util.List;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// What a sync would do, for the operator to approve: rows a target, in tree order. Immutable;
/// flipping a row makes another plan.
///
/// @param reference the node that everything comes from
/// @param targets in the order they are worked on
public record Plan(String reference, List<Target> targets) {
    public Plan {
        targets = List.copyOf(targets);
    }

    /// The same rows for other targets, or other rows.
    public Plan with(List<Target> others) {
        return new Plan(reference, others);
    }

    /// The rows of one node.
    ///
    /// @param seen what they were made from, and what carrying them out is bound to
    public record Target(String node, List<Row> rows, Seen seen) {
        public Target {
            rows = List.copyOf(rows);
        }

        /// The same node with other rows.
        public Target with(List<Row> others) {
            return new Target(node, others, seen);
        }
    }

    /// What reference and target held when they were compared. A plan keeps both in memory: some
    /// 60 to 76 bytes an entry.
    public record Seen(Listing reference, Listing target) {
        /// Whether both were listed with digests that can be held against each other.
        public boolean isByContent() {
            return reference.comparesByContentWith(target);
        }
    }

    /// One path on one node.
    ///
    /// @param bytes size of the file on the reference (what a copy without delta would send); for
    ///     a deletion the size on the target of everything that goes
    /// @param reason what differs, in words
    /// @param chosen whether the run does it
    public record Row(TreePath path, Action action, long bytes, String reason, boolean chosen) {
        public Row choose(boolean on) {
            return new Row(path, action, bytes, reason, on);
        }
    }

    /// What is done to a path on the target.
    public enum Action {
        CREATE,
        UPDATE,
        ATTRIBUTES,
        DELETE
    }

    /// Whether everything was compared by content.
    public boolean isByContent() {
        return targets.stream().allMatch(t -> t.seen().isByContent());
    }

    /// Chosen rows of that action over all targets.
    public long count(Action action) {
        return targets.stream()
                .flatMap(t -> t.rows().stream())
                .filter(r -> r.chosen() && r.action() == action)
                .count();
    }
}
