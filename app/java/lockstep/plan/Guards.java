package lockstep.plan;

import java.util.ArrayList;
import java.util.List;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;

/// Which nodes a plan changes so much that somebody should say so knowingly. Counts what is
/// chosen; attributes alone are no change here.
///
/// Not seen from a plan: that the reference's root is no longer the file system that it was. That
/// it holds much less than a target is [Planner]'s to refuse.
public final class Guards {
    private Guards() {}

    /// What a guard guards.
    public enum Subject {
        DELETIONS,
        CHANGES
    }

    /// A guard that trips on a node.
    ///
    /// @param number of deletions or changes
    /// @param entries of the tree that they are held against
    public record Tripped(String node, Subject subject, long number, long entries) {}

    /// Every guard that trips, node by node.
    public static List<Tripped> of(Plan plan) {
        List<Tripped> tripped = new ArrayList<>();
        for (Plan.Target target : plan.targets()) {
            long deletions = count(target, Action.DELETE);
            long there = target.seen().target().size() - 1L;
            boolean guarded = DeletionGuard.DEFAULT.trips(deletions, there);
            if (guarded) {
                tripped.add(new Tripped(target.node(), Subject.DELETIONS, deletions, there));
            }
            long changes = changes(target, there) + (guarded ? 0 : deletions);
            long entries = Math.max(there, target.seen().reference().size() - 1L);
            if (ChangeGuard.DEFAULT.trips(changes, entries)) {
                tripped.add(new Tripped(target.node(), Subject.CHANGES, changes, entries));
            }
        }
        return tripped;
    }

    /// Whether a guard of that kind trips on any node.
    public static boolean trips(Plan plan, Subject subject) {
        return of(plan).stream().anyMatch(t -> t.subject() == subject);
    }

    /// A node that holds next to nothing has nothing to lose: it is being filled.
    private static long changes(Plan.Target target, long there) {
        long updates = count(target, Action.UPDATE);
        boolean filled = there < ChangeGuard.DEFAULT.least();
        return filled ? updates : updates + count(target, Action.CREATE);
    }

    private static long count(Plan.Target target, Action action) {
        return target.rows().stream()
                .filter(row -> row.chosen() && row.action() == action)
                .mapToLong((Row _) -> 1)
                .sum();
    }
}
