package lockstep.run;

import java.util.List;
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

    /// The rows of one node.
    public record Target(String node, List<Row> rows) {
        public Target {
            rows = List.copyOf(rows);
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

    /// Chosen rows of that action over all targets.
    public long count(Action action) {
        return targets.stream()
                .flatMap(t -> t.rows().stream())
                .filter(r -> r.chosen() && r.action() == action)
                .count();
    }
}
