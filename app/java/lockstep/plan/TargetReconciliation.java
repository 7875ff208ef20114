package lockstep.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lockstep.fault.Change;
import lockstep.plan.FactChange.Times;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.plan.Reconciliation.Beside;
import lockstep.plan.Reconciliation.Manner;
import lockstep.rsync.Changes;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// The rows of one target, see [Reconciliation]: first every saved row, then the result.
final class TargetReconciliation {
    private static final int NAMED = 1_000;

    private final String reference;
    private final Plan.Target fresh;
    private final Manner manner;
    private final Changes changes;
    private final Map<TreePath, Integer> index;

    /// Rows of `fresh` that remain to be done, and those whose path the saved plan has.
    private final BitSet todo = new BitSet();

    private final BitSet known = new BitSet();

    /// The directories above approved paths: their times change when what is in them does.
    private final Set<TreePath> above = new HashSet<>();

    private final Set<TreePath> unread = new HashSet<>();
    private final Leftovers leftovers;
    private final List<Beside> besides = new ArrayList<>();
    private long beside;
    private long done;

    TargetReconciliation(String reference, Plan.Target fresh, Manner manner, Changes changes) {
        this.reference = reference;
        this.fresh = fresh;
        this.manner = manner;
        this.changes = changes;
        this.leftovers = new Leftovers(fresh.rows(), fresh.seen().target());
        fresh.seen().target().unreadable().forEach(place -> unread.add(place.path()));
        this.index = HashMap.newHashMap(fresh.rows().size());
        for (int i = 0; i < fresh.rows().size(); i++) {
            index.put(fresh.rows().get(i).path(), i);
        }
    }

    /// What differs now and did not then, the first of it.
    List<Beside> besides() {
        return besides;
    }

    long beside() {
        return beside;
    }

    long done() {
        return done;
    }

    /// Takes a row of the saved plan.
    void take(SavedRow saved) {
        Row row = saved.row();
        TreePath path = row.path();
        Integer at = index.get(path);
        if (at != null) {
            known.set(at);
        }
        if (!row.chosen()) {
            return;
        }
        for (TreePath p = path; !p.isRoot() && above.add(p.parent()); p = p.parent()) {
            // The walk ends where an earlier one has been.
        }
        EntryFacts source = EntryFacts.of(fresh.seen().reference(), path);
        FactChange moved = FactChange.between(saved.source(), source, Times.ALL).orElse(null);
        if (moved != null) {
            changed(reference, path, moved);
            return;
        }
        if (row.action() != Action.DELETE && source != null && source.isFile()) {
            leftovers.sent(path, source);
        }
        EntryFacts there = EntryFacts.of(fresh.seen().target(), path);
        if (at == null) {
            gone(saved, there);
        } else {
            still(saved, there, at);
        }
    }

    /// The path is no difference any more.
    private void gone(SavedRow saved, @Nullable EntryFacts there) {
        TreePath path = saved.row().path();
        FactChange moved =
                FactChange.between(saved.target(), there, Times.NOT_OF_DIRECTORIES)
                        .orElse(new FactChange("different", "not different"));
        if (!isSeen(path, there)) {
            changed(fresh.node(), path, new FactChange(moved.then(), "cannot be read"));
        } else if (manner == Manner.UNTOUCHED) {
            changed(fresh.node(), path, moved);
        } else {
            done++;
        }
    }

    /// Whether the target's listing is sure of what is at a path, or that nothing is.
    private boolean isSeen(TreePath path, @Nullable EntryFacts there) {
        Listing listing = fresh.seen().target();
        if (there != null) {
            return !listing.unreadable(listing.find(path));
        }
        return listing.complete() && !unread.contains(path) && !isWithinAny(path, unread);
    }

    private void still(SavedRow saved, @Nullable EntryFacts there, int at) {
        Action now = fresh.rows().get(at).action();
        FactChange moved =
                FactChange.between(saved.target(), there, Times.NOT_OF_DIRECTORIES).orElse(null);
        boolean asApproved = moved == null && now == saved.row().action();
        boolean begun = manner == Manner.BEGUN && isPart(saved, there, now);
        if (asApproved || begun) {
            todo.set(at);
        } else {
            FactChange other =
                    new FactChange(
                            "to " + PlanWords.word(saved.row().action()),
                            "to " + PlanWords.word(now));
            changed(fresh.node(), saved.row().path(), moved == null ? other : moved);
        }
    }

    /// Whether the action of now is what remains of an approved row, done in part.
    private static boolean isPart(SavedRow saved, @Nullable EntryFacts there, Action now) {
        EntryFacts source = saved.source();
        EntryFacts target = saved.target();
        return switch (saved.row().action()) {
            // What has the content and not the attributes: a directory, which gets them last, or
            // what they were refused for.
            case CREATE -> now == Action.ATTRIBUTES;
            case UPDATE ->
                    now == Action.ATTRIBUTES
                            || now == Action.UPDATE && isOpened(target, there)
                            || now == Action.CREATE
                                    && target != null
                                    && source != null
                                    && !(target.isFile() && source.isFile());
            case ATTRIBUTES ->
                    now == Action.ATTRIBUTES
                            && there != null
                            && source != null
                            && target != null
                            && isBetween(target, there, source);
            case DELETE -> now == Action.DELETE && isOpened(target, there);
        };
    }

    /// Whether it is a directory that is to go, whose rights were changed to empty it.
    private static boolean isOpened(@Nullable EntryFacts was, @Nullable EntryFacts is) {
        return was != null && is != null && was.isDirectory() && isBetween(was, is, was);
    }

    /// Whether each attribute is what it was or what it is to be.
    private static boolean isBetween(EntryFacts was, EntryFacts is, EntryFacts toBe) {
        int ignored = is.isDirectory() ? 06700 : 06000;
        boolean mode =
                ((is.mode() ^ was.mode()) & ~ignored) == 0
                        || ((is.mode() ^ toBe.mode()) & ~ignored) == 0;
        boolean user = is.user().equals(was.user()) || is.user().maps(toBe.user());
        boolean group = is.group().equals(was.group()) || is.group().maps(toBe.group());
        boolean time = is.isDirectory() || is.sameTime(was) || is.sameTime(toBe);
        return is.hasContentOf(was) && mode && user && group && time;
    }

    private void changed(String node, TreePath path, FactChange change) {
        changes.add(new Change(node, path.visible(), change.then(), change.now()));
    }

    /// The target with what remains chosen. After the last row was taken.
    Plan.Target remaining() {
        List<Row> rows = new ArrayList<>(fresh.rows().size());
        for (int i = 0; i < fresh.rows().size(); i++) {
            Row row = fresh.rows().get(i);
            boolean ours = todo.get(i);
            if (!ours && !known.get(i)) {
                ours = manner == Manner.BEGUN && (leftovers.has(i) || isRest(row));
                note(row, ours);
            }
            rows.add(row.choose(ours));
        }
        checkPlaces(rows);
        return fresh.with(rows);
    }

    private void note(Row row, boolean ours) {
        if (!ours) {
            beside++;
            if (besides.size() < NAMED) {
                besides.add(new Beside(fresh.node(), row));
            }
        }
    }

    /// Whether it is a directory above an approved path whose time, or whose owner's own rights,
    /// a run has changed to work in it and not yet put right.
    private boolean isRest(Row row) {
        EntryFacts source = EntryFacts.of(fresh.seen().reference(), row.path());
        EntryFacts there = EntryFacts.of(fresh.seen().target(), row.path());
        return row.action() == Action.ATTRIBUTES
                && above.contains(row.path())
                && source != null
                && there != null
                && there.isDirectory()
                && ((source.mode() ^ there.mode()) & ~0700) == 0
                && there.user().maps(source.user())
                && there.group().maps(source.group());
    }

    /// Whether there still is a way to do what was approved without what was not.
    private void checkPlaces(List<Row> rows) {
        Set<TreePath> possible = Deletions.chosen(rows);
        Set<TreePath> stuck = new HashSet<>();
        for (Row row : rows) {
            if (row.chosen() && !possible.contains(row.path())) {
                stuck.add(row.path());
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean appeared = row.action() == Action.DELETE && !todo.get(i) && !known.get(i);
            if (appeared && isWithinAny(row.path(), stuck)) {
                EntryFacts there = EntryFacts.of(fresh.seen().target(), row.path());
                changed(
                        fresh.node(),
                        row.path(),
                        new FactChange(FactChange.ABSENT, FactChange.described(there)));
            } else if (row.chosen() && isWithoutPlace(row)) {
                TreePath parent = row.path().parent();
                EntryFacts there = EntryFacts.of(fresh.seen().target(), parent);
                changed(
                        fresh.node(),
                        parent,
                        new FactChange("a directory", FactChange.described(there)));
            }
        }
    }

    /// Whether what is to be made has lost its directory. One that was to be made and was left out
    /// comes into being with what is chosen in it.
    private boolean isWithoutPlace(Row row) {
        if (row.path().isRoot() || row.action() == Action.DELETE) {
            return false;
        }
        TreePath parent = row.path().parent();
        Listing target = fresh.seen().target();
        int there = target.find(parent);
        Integer at = index.get(parent);
        boolean planned = at != null && (todo.get(at) || there < 0 && known.get(at));
        return !planned && (there < 0 || !target.isDirectory(there));
    }

    private static boolean isWithinAny(TreePath path, Set<TreePath> directories) {
        for (TreePath p = path; !p.isRoot(); p = p.parent()) {
            if (directories.contains(p.parent())) {
                return true;
            }
        }
        return false;
    }
}
