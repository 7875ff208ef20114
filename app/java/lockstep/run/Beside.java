package lockstep.run;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.plan.Plan;
import lockstep.snapshot.Difference;
import lockstep.snapshot.RestoreEvents;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// What a restore would take away that nobody has agreed to: it came, changed, or became something
/// else after the agreement.
final class Beside implements RestoreEvents {
    private final Set<TreePath> known = new HashSet<>();
    private final Set<TreePath> chosen = new HashSet<>();
    private final boolean whole;
    private @Nullable TreePath first;
    private long count;

    /// @param rows that were looked at
    /// @param whole whether all of them were agreed to; else only what lies at or below a chosen
    ///     one is in danger
    Beside(List<Plan.Row> rows, boolean whole) {
        this.whole = whole;
        for (Plan.Row row : rows) {
            known.add(row.path());
            if (row.chosen()) {
                chosen.add(row.path());
            }
        }
    }

    @Override
    public void mended(Difference difference) {
        TreePath path = difference.path();
        if (difference.kind() != Difference.Kind.ATTRIBUTES
                && !known.contains(path)
                && (whole || isBelow(path))) {
            count++;
            if (first == null) {
                first = path;
            }
        }
    }

    private boolean isBelow(TreePath path) {
        for (TreePath p = path; ; p = p.parent()) {
            if (chosen.contains(p)) {
                return true;
            }
            if (p.isRoot()) {
                return false;
            }
        }
    }

    /// The first that was told; empty when there is none.
    Optional<TreePath> first() {
        return Optional.ofNullable(first);
    }

    /// How many there are.
    long count() {
        return count;
    }
}
