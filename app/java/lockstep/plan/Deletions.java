package lockstep.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.tree.TreePath;

/// Which of a plan's rows can be carried out together, and what a relay is told of them.
public final class Deletions {
    private Deletions() {}

    /// The chosen paths that can be done without doing what was not chosen. Left out are the
    /// directories that would take an unchosen deletion with them, by going or by giving way to
    /// something else, and what would have to lie in a directory that stays something else.
    public static Set<TreePath> chosen(List<Row> rows) {
        Set<TreePath> keptAbove = new HashSet<>();
        for (Row row : rows) {
            if (!row.chosen() && row.action() == Action.DELETE) {
                addAbove(row.path(), keptAbove);
            }
        }
        Set<TreePath> staying = new HashSet<>();
        Set<TreePath> chosen = new HashSet<>();
        for (Row row : rows) {
            boolean replaces = row.action() == Action.DELETE || row.action() == Action.UPDATE;
            boolean takes = replaces && keptAbove.contains(row.path());
            boolean inside = !row.path().isRoot() && staying.contains(row.path().parent());
            if (row.chosen() && !takes && !inside) {
                chosen.add(row.path());
            } else if (row.action() == Action.UPDATE || inside) {
                staying.add(row.path());
            }
        }
        return chosen;
    }

    private static void addAbove(TreePath path, Set<TreePath> above) {
        for (TreePath p = path; !p.isRoot() && above.add(p.parent()); p = p.parent()) {
            // The walk ends where an earlier one has been.
        }
    }

    /// What a relay is told of the chosen paths: a deletion below a directory that goes, or that
    /// gives way to something else, goes with it. Told alone it would look to the sender like a
    /// file whose directory has just vanished.
    static Set<TreePath> told(List<Row> rows) {
        Set<TreePath> chosen = chosen(rows);
        Set<TreePath> going = new HashSet<>();
        Set<TreePath> below = new HashSet<>();
        for (Row row : rows) {
            boolean goes = row.action() == Action.DELETE || row.action() == Action.UPDATE;
            if (goes && chosen.contains(row.path())) {
                boolean under = !row.path().isRoot() && going.contains(row.path().parent());
                if (under && row.action() == Action.DELETE) {
                    below.add(row.path());
                }
                going.add(row.path());
            }
        }
        chosen.removeAll(below);
        addDirectories(rows, chosen);
        return chosen;
    }

    /// A directory's time changes when something in it does. So the directories above go along, to
    /// get back the time they had, but for those that were left out of the plan.
    private static void addDirectories(List<Row> rows, Set<TreePath> told) {
        Set<TreePath> above = new HashSet<>();
        told.forEach(path -> addAbove(path, above));
        rows.stream().filter(r -> !r.chosen()).map(Row::path).forEach(above::remove);
        told.addAll(above);
    }
}
