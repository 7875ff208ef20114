package lockstep.drift;

import java.util.BitSet;
import java.util.List;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// The paths that any node holds, once each, and where each listing has them: what of a
/// [DriftTree] does not depend on the baseline.
///
/// Preorder. In a directory the directories come first, by rsync's rule for directories, then all
/// others by plain name. A name that is a directory on any node is a directory here.
final class Rows {
    final List<@Nullable Listing> listings;
    final int[] parent;
    final int[] end;
    final BitSet directories;
    private final int[][] at;
    private final BitSet[] hidden;

    /// @param at for each node the listing's row of every row here, -1 where it has none
    Rows(
            List<@Nullable Listing> listings,
            int[] parent,
            int[] end,
            BitSet directories,
            int[][] at) {
        this.listings = listings;
        this.parent = parent;
        this.end = end;
        this.directories = directories;
        this.at = at;
        this.hidden = new BitSet[listings.size()];
        for (int node = 0; node < hidden.length; node++) {
            hidden[node] = hidden(node);
        }
    }

    int count() {
        return parent.length;
    }

    int nodes() {
        return at.length;
    }

    /// The listing's row, or -1.
    int at(int row, int node) {
        return at[node][row];
    }

    /// Whether the node lacks the path only as far as anyone can tell: it could not read the place.
    boolean hidden(int row, int node) {
        return hidden[node].get(row);
    }

    /// A node that holds the path, one where it is a directory if there is one; -1 when none does,
    /// which happens to the root alone.
    int holder(int row) {
        boolean directory = directories.get(row);
        for (int node = 0; node < at.length; node++) {
            Listing listing = listings.get(node);
            int r = at[node][row];
            if (listing != null && r >= 0 && (!directory || listing.isDirectory(r))) {
                return node;
            }
        }
        return -1;
    }

    /// The signs in which one node's entry differs from another's; both hold the path.
    int compare(int row, int node, int otherNode) {
        Listing a = listings.get(node);
        Listing b = listings.get(otherNode);
        return a == null || b == null
                ? Signs.UNKNOWN
                : Facts.compare(a, at[node][row], b, at[otherNode][row]);
    }

    /// The row of a path, or -1.
    int find(TreePath path) {
        if (path.isRoot()) {
            return 0;
        }
        byte[] name = path.toBytes();
        int row = 0;
        int start = 0;
        for (int i = 0; i <= name.length && row >= 0; i++) {
            if (i == name.length || name[i] == '/') {
                int directory = row;
                row = child(directory, true, name, start, i);
                row = row >= 0 ? row : child(directory, false, name, start, i);
                start = i + 1;
            }
        }
        return row;
    }

    private int child(int directory, boolean asDirectory, byte[] name, int from, int to) {
        int first = directory + 1;
        int last = end[directory];
        while (first < last) {
            int row = (first + last) >>> 1;
            while (parent[row] != directory) {
                row = parent[row];
            }
            int c = compare(row, asDirectory, name, from, to);
            if (c == 0) {
                return row;
            }
            if (c < 0) {
                first = end[row];
            } else {
                last = row;
            }
        }
        return -1;
    }

    private int compare(int row, boolean asDirectory, byte[] name, int from, int to) {
        if (directories.get(row) != asDirectory) {
            return asDirectory ? 1 : -1;
        }
        int node = holder(row);
        Listing listing = listings.get(node);
        return listing == null ? 0 : listing.compareName(at[node][row], name, from, to);
    }

    private BitSet hidden(int node) {
        BitSet rows = new BitSet();
        Listing listing = listings.get(node);
        if (listing == null) {
            return rows;
        }
        BitSet named = named(listing, node);
        boolean certain = listing.complete() && listing.unreadable().isEmpty();
        for (int row = 1; !certain && row < parent.length; row++) {
            int above = at[node][parent[row]];
            boolean unread =
                    above < 0
                            ? rows.get(parent[row])
                            : listing.isDirectory(above) && listing.unreadable(above);
            if (at[node][row] < 0 && (unread || !listing.complete() || named.get(row))) {
                rows.set(row);
            }
        }
        return rows;
    }

    /// Rows that the node named as unreadable and left out of its list.
    private BitSet named(Listing listing, int node) {
        BitSet rows = new BitSet();
        for (Listing.Unreadable place : listing.unreadable()) {
            int row = find(place.path());
            if (row >= 0 && at[node][row] < 0) {
                rows.set(row);
            }
        }
        return rows;
    }
}
