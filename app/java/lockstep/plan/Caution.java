package lockstep.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// What to doubt in a plan before it is agreed to: mostly what it says nothing about, because the
/// node could not read it.
///
/// @param node where
/// @param kind what follows from it
/// @param count how many places; of a small reference, its entries
/// @param paths the first of them
public record Caution(String node, Kind kind, long count, List<TreePath> paths) {
    private static final int NAMED = 5;

    public Caution {
        paths = List.copyOf(paths);
    }

    /// What was not seen, and what the plan does about it.
    public enum Kind {
        /// The reference holds so little that it may not be mounted: whatever is done for it needs
        /// its number typed, by [Guards].
        REFERENCE_SMALL,
        /// Nothing under these is changed or deleted on any node.
        REFERENCE_UNREAD,
        /// The reference left things out without saying which: nothing at all is deleted.
        REFERENCE_INCOMPLETE,
        /// These are left as they are there.
        TARGET_UNREAD,
        /// The target left things out without saying which: nothing is created there, and no
        /// directory deleted.
        TARGET_INCOMPLETE
    }

    /// In one sentence, for logs and terminals.
    public String text() {
        String places =
                String.format(Locale.ROOT, "%,d", count)
                        + (count == 1 ? " place: " : " places: ")
                        + String.join(", ", paths.stream().map(TreePath::visible).toList())
                        + (count > paths.size() ? ", …" : "");
        return switch (kind) {
            case REFERENCE_SMALL ->
                    String.format(
                            Locale.ROOT,
                            "%s holds %,d %s, less than a tenth of what a target holds. Is it"
                                    + " mounted?",
                            node,
                            count,
                            count == 1 ? "entry" : "entries");
            case REFERENCE_UNREAD ->
                    node + " could not read " + places + ". Nothing there is changed or deleted.";
            case REFERENCE_INCOMPLETE ->
                    node + " left things out and did not say which. Nothing is deleted.";
            case TARGET_UNREAD ->
                    node + " could not read " + places + ". Nothing there is changed or deleted.";
            case TARGET_INCOMPLETE ->
                    node
                            + " left things out and did not say which. Nothing is created there,"
                            + " and no directory deleted.";
        };
    }

    /// The cautions of a plan: of its reference first, then of each target.
    public static List<Caution> of(Plan plan) {
        List<Caution> cautions = new ArrayList<>();
        if (!plan.targets().isEmpty()) {
            Listing reference = plan.targets().getFirst().seen().reference();
            if (plan.targets().stream().anyMatch(t -> isSmall(reference, t.seen().target()))) {
                long entries = entries(reference);
                cautions.add(
                        new Caution(plan.reference(), Kind.REFERENCE_SMALL, entries, List.of()));
            }
            add(cautions, plan.reference(), reference, Kind.REFERENCE_UNREAD);
            if (!reference.complete()) {
                cautions.add(incomplete(plan.reference(), Kind.REFERENCE_INCOMPLETE));
            }
        }
        for (Plan.Target target : plan.targets()) {
            add(cautions, target.node(), target.seen().target(), Kind.TARGET_UNREAD);
            if (!target.seen().target().complete()) {
                cautions.add(incomplete(target.node(), Kind.TARGET_INCOMPLETE));
            }
        }
        return cautions;
    }

    private static boolean isSmall(Listing reference, Listing target) {
        return new Guards.Trees(entries(target), entries(reference)).small();
    }

    /// Without the root itself.
    private static long entries(Listing listing) {
        return listing.size() - 1L;
    }

    private static Caution incomplete(String node, Kind kind) {
        return new Caution(node, kind, 0, List.of());
    }

    private static void add(List<Caution> to, String node, Listing listing, Kind kind) {
        Set<TreePath> unread = new LinkedHashSet<>();
        listing.unreadable().forEach(place -> unread.add(place.path()));
        for (int row = 0; row < listing.size(); row++) {
            if (listing.unreadable(row)) {
                unread.add(listing.path(row));
            }
        }
        if (!unread.isEmpty()) {
            to.add(new Caution(node, kind, unread.size(), unread.stream().limit(NAMED).toList()));
        }
    }
}
