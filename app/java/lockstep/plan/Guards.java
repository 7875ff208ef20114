package lockstep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;

/// Which nodes a plan changes so much that somebody should say so knowingly. Counts what is
/// chosen; attributes alone are no change here.
///
/// Not seen from a plan: that the reference's root is no longer the file system that it was. Where
/// it holds next to nothing, as [Caution] tells, any change needs a number; where it is empty,
/// [Planner] refuses.
public final class Guards {
    /// Entries of a node that nobody counted: more than any guard allows.
    public static final long UNCOUNTED = Long.MAX_VALUE;

    /// A reference that holds less than this part of a node is more likely unmounted than meant.
    private static final int SMALLEST_SHARE = 10;

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
            Trees trees =
                    new Trees(
                            target.seen().target().size() - 1L,
                            target.seen().reference().size() - 1L);
            tripped.addAll(of(target.node(), trees, action -> count(target, action)));
        }
        return tripped;
    }

    /// How many entries a node and the reference hold.
    ///
    /// @param node [#UNCOUNTED] where nobody knows
    public record Trees(long node, long reference) {
        /// Whether the reference holds so little beside the node that it may not be mounted.
        boolean small() {
            return node != UNCOUNTED && reference < node / SMALLEST_SHARE;
        }
    }

    /// Every guard that trips on a node.
    ///
    /// @param chosen how many rows of an action are chosen there
    public static List<Tripped> of(String node, Trees trees, ToLongFunction<Action> chosen) {
        List<Tripped> tripped = new ArrayList<>();
        long deletions = chosen.applyAsLong(Action.DELETE);
        boolean guarded = DeletionGuard.DEFAULT.trips(deletions, trees.node());
        if (guarded) {
            tripped.add(new Tripped(node, Subject.DELETIONS, deletions, trees.node()));
        }
        long changes = changes(trees.node(), chosen) + (guarded ? 0 : deletions);
        long entries = Math.max(trees.node(), trees.reference());
        boolean doubted = trees.small() && !guarded && changes > 0;
        if (doubted || ChangeGuard.DEFAULT.trips(changes, entries)) {
            tripped.add(new Tripped(node, Subject.CHANGES, changes, entries));
        }
        return tripped;
    }

    /// Whether a guard of that kind trips on any node.
    public static boolean trips(Plan plan, Subject subject) {
        return of(plan).stream().anyMatch(t -> t.subject() == subject);
    }

    /// A node that holds next to nothing has nothing to lose: it is being filled.
    private static long changes(long there, ToLongFunction<Action> chosen) {
        long updates = chosen.applyAsLong(Action.UPDATE);
        boolean filled = there < ChangeGuard.DEFAULT.least();
        return filled ? updates : updates + chosen.applyAsLong(Action.CREATE);
    }

    private static long count(Plan.Target target, Action action) {
        return target.rows().stream()
                .filter(row -> row.chosen() && row.action() == action)
                .mapToLong((Row _) -> 1)
                .sum();
    }
}
