package lockstep.plan;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.rsync.Approved;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// What the chosen rows of a target bind its relay to.
///
/// A directory goes with everything in it, and a scan with rules does not show everything: so only
/// what was seen and chosen may go, and a target that holds more in such a directory has changed.
public final class Binding {
    private Binding() {}

    public static Approved of(Plan.Target target) {
        Listing source = target.seen().reference();
        Listing there = target.seen().target();
        Set<TreePath> chosen = Deletions.chosen(target.rows());
        Set<TreePath> told = Deletions.told(target.rows());
        BitSet going = new BitSet();
        for (Row row : target.rows()) {
            if (chosen.contains(row.path()) && goes(row, source, there)) {
                going.set(there.find(row.path()));
            }
        }
        Set<TreePath> beside = new HashSet<>(told);
        beside.removeAll(chosen);
        return new Approved(source, there, told, rows(beside, source), going);
    }

    private static boolean goes(Row row, Listing source, Listing target) {
        int to = target.find(row.path());
        if (to < 0 || row.action() == Action.DELETE) {
            return to >= 0;
        }
        int from = source.find(row.path());
        return from >= 0 && source.kind(from) != target.kind(to);
    }

    private static BitSet rows(Set<TreePath> paths, Listing listing) {
        BitSet rows = new BitSet();
        for (TreePath path : paths) {
            int row = listing.find(path);
            if (row >= 0) {
                rows.set(row);
            }
        }
        return rows;
    }
}
