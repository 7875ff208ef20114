package lockstep.drift;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import lockstep.fault.Visible;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import org.jspecify.annotations.Nullable;

/// Says in a few words why a row differs. Values stand in the order of the baseline first, then
/// the nodes by column, each once.
final class Reason {
    private static final int MOST_VALUES = 4;

    private final DriftTree tree;
    private final int row;
    private final int all;
    private final List<String> parts = new ArrayList<>();

    private Reason(DriftTree tree, int row) {
        this.tree = tree;
        this.row = row;
        this.all = tree.bits(row);
    }

    static String of(DriftTree tree, int row) {
        return new Reason(tree, row).text();
    }

    private String text() {
        if (has(Signs.KIND)) {
            parts.add(values(Reason::kind));
        }
        if (has(Signs.MISSING | Signs.EXTRA)) {
            presence();
        }
        if (has(Signs.CONTENT)) {
            parts.add(content());
        }
        if (has(Signs.TARGET)) {
            parts.add("link → " + values(Reason::target));
        }
        if (has(Signs.UNREADABLE)) {
            parts.add("unreadable on " + names(this::unreadable));
        }
        if (has(Signs.MODE)) {
            parts.add(values(Reason::mode));
        }
        if (has(Signs.OWNER)) {
            parts.add(values((l, r) -> l.owner(r) + ":" + l.group(r)));
        }
        if ((all & Signs.DIFFERENCES) == Signs.TIME) {
            parts.add("time only");
        }
        return String.join(", ", parts);
    }

    private boolean has(int bits) {
        return (all & bits) != 0;
    }

    private void presence() {
        String having = names(node -> tree.listingRow(row, node) >= 0);
        String missing = names(node -> (tree.bits(row, node) & Signs.MISSING) != 0);
        parts.add(has(Signs.MISSING) ? "missing on " + missing : "only on " + having);
    }

    private String content() {
        int base = tree.base(row);
        Listing listing = base < 0 ? null : tree.listing(base);
        if (listing == null) {
            return "content";
        }
        Kind kind = listing.kind(tree.listingRow(row, base));
        if (kind != Kind.FILE) {
            return "device " + values((l, r) -> (l.device(r) >>> 32) + ":" + (int) l.device(r));
        }
        return proven(base, listing) ? "content" : "time, content not compared";
    }

    /// Whether some node's content differs by more than its time.
    private boolean proven(int base, Listing listing) {
        for (int node = 0; node < tree.nodes(); node++) {
            Listing other = tree.listing(node);
            if (other != null
                    && (tree.bits(row, node) & Signs.CONTENT) != 0
                    && (Facts.byContent(listing, other)
                            || listing.bytes(tree.listingRow(row, base))
                                    != other.bytes(tree.listingRow(row, node)))) {
                return true;
            }
        }
        return false;
    }

    private boolean unreadable(int node) {
        Listing listing = tree.listing(node);
        int r = tree.listingRow(row, node);
        boolean unread = listing != null && r >= 0 && listing.unreadable(r);
        return unread || tree.hidden(row, node);
    }

    private String names(IntPredicate chosen) {
        List<String> names = new ArrayList<>();
        for (int node = 0; node < tree.nodes(); node++) {
            if (chosen.test(node)) {
                names.add(tree.nodeNames().get(node));
            }
        }
        return String.join(", ", names);
    }

    /// One fact of an entry, as text.
    private interface Fact {
        String of(Listing listing, int row);
    }

    private String values(Fact fact) {
        Set<String> values = new LinkedHashSet<>();
        int base = tree.base(row);
        add(values, fact, base);
        for (int node = 0; node < tree.nodes(); node++) {
            add(values, fact, node);
        }
        List<String> first = values.stream().limit(MOST_VALUES).toList();
        return String.join(" / ", first) + (values.size() > MOST_VALUES ? " / …" : "");
    }

    private void add(Set<String> values, Fact fact, int node) {
        Listing listing = node < 0 ? null : tree.listing(node);
        int r = node < 0 ? -1 : tree.listingRow(row, node);
        if (listing != null && r >= 0) {
            values.add(fact.of(listing, r));
        }
    }

    private static String kind(Listing listing, int row) {
        return switch (listing.kind(row)) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case SYMLINK -> "link";
            case CHARACTER_DEVICE, BLOCK_DEVICE -> "device";
            case FIFO -> "pipe";
            case SOCKET -> "socket";
        };
    }

    /// In octal; and in words what gives others' rights away.
    private static String mode(Listing listing, int row) {
        int mode = listing.mode(row) & 07777;
        Kind kind = listing.kind(row);
        boolean open = (mode & 0002) != 0 && (kind != Kind.DIRECTORY || (mode & 01000) == 0);
        return String.format(Locale.ROOT, "%04o", mode)
                + ((mode & 04000) != 0 && kind == Kind.FILE ? " setuid" : "")
                + ((mode & 02000) != 0 && kind == Kind.FILE ? " setgid" : "")
                + (open && kind != Kind.SYMLINK ? " writable by all" : "");
    }

    private static String target(Listing listing, int row) {
        byte @Nullable [] target = listing.target(row);
        return target == null ? "?" : Visible.bytes(target);
    }
}
