package lockstep.drift;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;

/// Counts a tree's cells and says what they come to.
final class Judge {
    private final DriftTree tree;
    private final List<String> reasons = new ArrayList<>();

    private Judge(DriftTree tree) {
        this.tree = tree;
    }

    static Verdict of(DriftTree tree) {
        return new Judge(tree).judge();
    }

    private Verdict judge() {
        List<Verdict.NodeCounts> counts = new ArrayList<>();
        boolean differs = false;
        boolean unclear = false;
        for (int node = 0; node < tree.nodes(); node++) {
            Verdict.NodeCounts of = count(node);
            counts.add(of);
            differs |= of.differing() > 0;
            unclear |= of.unreadable() > 0;
            explain(node);
        }
        Verdict.Kind kind =
                differs
                        ? Verdict.Kind.DIFFERS
                        : unclear || !reasons.isEmpty()
                                ? Verdict.Kind.CANNOT_TELL
                                : Verdict.Kind.IDENTICAL;
        return new Verdict(kind, tree.byContent(), counts, reasons);
    }

    private Verdict.NodeCounts count(int node) {
        int[] primary = new int[Signs.SLOTS];
        int certain = 0;
        for (int row = 0; row < tree.rows(); row++) {
            int bits = tree.bits(row, node);
            primary[Signs.slot(bits)]++;
            certain += (bits & Signs.DIFFERENCES & ~Signs.UNREADABLE) != 0 ? 1 : 0;
        }
        Map<Sign, Integer> bySign = new EnumMap<>(Sign.class);
        for (int slot = 0; slot < Signs.SLOTS; slot++) {
            if (primary[slot] > 0) {
                bySign.put(Signs.inSlot(slot), primary[slot]);
            }
        }
        int all = tree.differing(0, node) + (tree.differs(0, node) ? 1 : 0);
        return new Verdict.NodeCounts(tree.nodeNames().get(node), bySign, certain, all - certain);
    }

    private void explain(int node) {
        String name = tree.nodeNames().get(node);
        Listing listing = tree.listing(node);
        if (listing == null) {
            reasons.add(name + " was not scanned");
            return;
        }
        if (!listing.complete()) {
            reasons.add(name + " could not list everything, and did not say what is missing");
        }
        List<String> places = new ArrayList<>();
        Set<TreePath> told = new HashSet<>();
        for (Listing.Unreadable place : listing.unreadable()) {
            told.add(place.path());
            places.add(name + ": " + place.path().visible() + " — " + place.reason());
        }
        int unread = addUnread(listing, told, name, places);
        int all = listing.unreadable().size() + unread;
        int most = Verdict.MAX_REASONS - (all > Verdict.MAX_REASONS ? 1 : 0);
        reasons.addAll(places.subList(0, Math.min(places.size(), most)));
        if (all > most) {
            reasons.add(name + ": " + (all - most) + " more places could not be read");
        }
    }

    /// Adds the files that came without the digest they should have, as long as there is room for
    /// them, and gives how many there are.
    private static int addUnread(
            Listing listing, Set<TreePath> told, String name, List<String> places) {
        int unread = 0;
        for (int row = 0; row < listing.size(); row++) {
            if (listing.unreadable(row)
                    && listing.kind(row) == Kind.FILE
                    && !told.contains(listing.path(row))) {
                unread++;
                if (places.size() < Verdict.MAX_REASONS) {
                    String path = listing.path(row).visible();
                    places.add(name + ": " + path + " — its content could not be read");
                }
            }
        }
        return unread;
    }
}
