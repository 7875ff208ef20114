package lockstep.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Request;
import lockstep.rsync.Rsync;
import lockstep.run.Plan.Action;
import lockstep.run.Plan.Row;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// Keeps a deletion to what the operator saw. A directory goes with everything in it, and a scan
/// with rules does not show everything: so before a target loses a directory, what it really holds
/// is held against the plan.
final class Deletions {
    private final Endpoint target;
    private final Set<TreePath> planned = new HashSet<>();

    Deletions(Endpoint target, List<Row> rows) {
        this.target = target;
        Set<TreePath> chosen = chosen(rows);
        for (Row row : rows) {
            boolean replaces = row.action() == Action.DELETE || row.action() == Action.UPDATE;
            if (replaces && chosen.contains(row.path())) {
                planned.add(row.path());
            }
        }
    }

    /// The chosen paths that can be done without doing what was not chosen. Left out are the
    /// directories that would take an unchosen deletion with them, by going or by giving way to
    /// something else, and what would have to lie in a directory that stays something else.
    static Set<TreePath> chosen(List<Row> rows) {
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

    /// The paths that the reference was seen to lack.
    static Set<TreePath> gone(List<Row> rows) {
        Set<TreePath> gone = new HashSet<>();
        rows.stream()
                .filter(row -> row.action() == Action.DELETE)
                .forEach(row -> gone.add(row.path()));
        return gone;
    }

    /// A directory's time changes when something in it does. So the directories above go along, to
    /// get back the time they had, but for those that were left out of the plan.
    private static void addDirectories(List<Row> rows, Set<TreePath> told) {
        Set<TreePath> above = new HashSet<>();
        told.forEach(path -> addAbove(path, above));
        rows.stream().filter(r -> !r.chosen()).map(Row::path).forEach(above::remove);
        told.addAll(above);
    }

    /// Looks at what would go with the planned directories.
    ///
    /// @throws FaultException `GuardTripped` when something would go that is not in the plan
    void check(Cancel cancel) throws FaultException {
        if (planned.isEmpty()) {
            return;
        }
        Listing all =
                Rsync.list(target, Request.of(List.of()), Optional.empty(), (_, _) -> {}, cancel);
        List<TreePath> unseen = new ArrayList<>();
        for (TreePath path : planned) {
            int row = all.find(path);
            if (row >= 0 && all.isDirectory(row)) {
                unseen(all, row, unseen);
            }
        }
        if (!unseen.isEmpty()) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            target.name(),
                            unseen.getFirst().visible()
                                    + (unseen.size() > 1
                                            ? " and " + (unseen.size() - 1) + " more"
                                            : "")
                                    + " would be deleted without having been in the plan: left out"
                                    + " by the rules, or there since the scan.",
                            "Nothing was changed. Scan again, or leave the deletion of its"
                                    + " directory out."));
        }
    }

    private void unseen(Listing all, int directory, List<TreePath> into) {
        for (int row = directory + 1; row < all.subtreeEnd(directory); row++) {
            TreePath path = all.path(row);
            if (!planned.contains(path)) {
                into.add(path);
            }
        }
    }
}
