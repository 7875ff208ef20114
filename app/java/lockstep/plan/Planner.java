package lockstep.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// Reads a plan out of a comparison: for every target the rows on which it differs from the
/// reference for certain. What could not be read on either side is left alone, and so is a
/// directory that would take it along; [Caution] says so.
public final class Planner {
    /// What a target holds that an empty reference is no wish to lose, in entries.
    private static final int WORTH_KEEPING = 10;

    private static final Set<Sign> CONTENT = EnumSet.of(Sign.CONTENT, Sign.TARGET, Sign.KIND);

    private final DriftTree tree;
    private final int reference;

    /// There are few, and a row for each of a million entries.
    private final Map<EnumSet<Sign>, String> reasons = new HashMap<>();

    /// By node.
    private final Map<Integer, BitSet> unreadDirectories = new HashMap<>();

    private Planner(DriftTree tree, int reference) {
        this.tree = tree;
        this.reference = reference;
    }

    /// @param drift any baseline; the plan is against `reference`
    /// @throws FaultException `GuardTripped` when the reference was not scanned, or is empty where
    ///     a target is not
    public static Plan of(DriftTree drift, String reference, List<String> targets)
            throws FaultException {
        int node = drift.nodeNames().indexOf(reference);
        if (node < 0 || drift.listing(node) == null) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            reference,
                            "The reference was not scanned, so nothing can be made like it.",
                            "Mend its connection and scan again."));
        }
        DriftTree against =
                drift.baseline().equals(new Baseline.Reference(node))
                        ? drift
                        : drift.withBaseline(new Baseline.Reference(node));
        return new Planner(against, node).plan(targets);
    }

    private Plan plan(List<String> targets) throws FaultException {
        List<Plan.Target> out = new ArrayList<>();
        for (String target : targets) {
            int node = tree.nodeNames().indexOf(target);
            Listing there = node < 0 ? null : tree.listing(node);
            if (node != reference && there != null) {
                guard(node);
                Plan.Seen seen =
                        new Plan.Seen(Objects.requireNonNull(tree.listing(reference)), there);
                out.add(new Plan.Target(target, rows(node), seen));
            }
        }
        return new Plan(tree.nodeNames().get(reference), out);
    }

    /// An unmounted source looks like a wish to delete everything. One that still holds something
    /// may be meant: [Caution] tells it, and its many deletions need their number.
    private void guard(int node) throws FaultException {
        int there = entries(node);
        if (entries(reference) == 0 && there > WORTH_KEEPING) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            tree.nodeNames().get(reference),
                            "The reference is empty where %s holds %,d entries; it looks unmounted."
                                    .formatted(tree.nodeNames().get(node), there),
                            "Check that its directory is mounted; if it is right, choose another"
                                    + " way than a sync to empty the other nodes."));
        }
    }

    private int entries(int node) {
        Listing listing = tree.listing(node);
        return listing == null ? 0 : listing.size() - 1;
    }

    private List<Row> rows(int node) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < tree.rows(); row++) {
            if (tree.differs(row, node)) {
                EnumSet<Sign> signs = tree.signs(row, node);
                if (!signs.contains(Sign.UNREADABLE) && !wouldTakeUnseen(row, node, signs)) {
                    rows.add(row(row, node, signs));
                }
            }
        }
        return rows;
    }

    /// Whether a directory would go, itself or for something else, with things in it that the
    /// target could not list.
    private boolean wouldTakeUnseen(int row, int node, EnumSet<Sign> signs) {
        Listing listing = tree.listing(node);
        int at = tree.listingRow(row, node);
        boolean goes = signs.contains(Sign.EXTRA) || signs.contains(Sign.KIND);
        if (!goes || listing == null || at < 0 || !listing.isDirectory(at)) {
            return false;
        }
        int unread = unread(node).nextSetBit(at);
        return !listing.complete() || unread >= 0 && unread < listing.subtreeEnd(at);
    }

    /// The directories that a node could not list in full.
    private BitSet unread(int node) {
        return unreadDirectories.computeIfAbsent(node, _ -> unreadOf(node));
    }

    private BitSet unreadOf(int node) {
        BitSet rows = new BitSet();
        Listing listing = Objects.requireNonNull(tree.listing(node));
        for (Listing.Unreadable place : listing.unreadable()) {
            TreePath path = place.path();
            int row = listing.find(path);
            // What is not in the list itself was left out of the directory above it.
            while (row < 0) {
                path = path.parent();
                row = listing.find(path);
            }
            if (listing.isDirectory(row)) {
                rows.set(row);
            }
        }
        return rows;
    }

    private Row row(int row, int node, EnumSet<Sign> signs) {
        Action action = action(signs);
        int holder = action == Action.DELETE ? node : reference;
        Listing listing = tree.listing(holder);
        long bytes = listing == null ? 0 : listing.bytes(tree.listingRow(row, holder));
        String why =
                reasons.computeIfAbsent(
                        signs, s -> String.join(", ", s.stream().map(Sign::word).toList()));
        boolean sends = action == Action.CREATE || action == Action.UPDATE;
        boolean counted = sends || action == Action.DELETE;
        return new Row(tree.path(row), action, counted ? bytes : 0, why, true);
    }

    private static Action action(EnumSet<Sign> signs) {
        if (signs.contains(Sign.MISSING)) {
            return Action.CREATE;
        }
        if (signs.contains(Sign.EXTRA)) {
            return Action.DELETE;
        }
        return signs.stream().anyMatch(CONTENT::contains) ? Action.UPDATE : Action.ATTRIBUTES;
    }
}
