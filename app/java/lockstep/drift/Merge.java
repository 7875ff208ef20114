package lockstep.drift;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import lockstep.tree.Listing;
import org.jspecify.annotations.Nullable;

/// Walks all listings side by side, one directory at a time, and writes down each name once.
///
/// A directory's child directories are merged first. Where not every node has one, the others'
/// plain entries are searched for the name: such an entry joins the directory's row and is passed
/// over when the plain entries are merged. The walk keeps its own stack, so depth costs no calls.
final class Merge {
    private final List<@Nullable Listing> listings;
    private final int nodes;
    private final BitSet[] taken;
    private final BitSet directories = new BitSet();
    private final int[] group;
    private Frame[] stack = new Frame[16];
    private int count;
    private int[] parent;
    private int[] end;
    private final int[][] at;

    /// Where each node stands in one directory: its plain entries and its child directories.
    private static final class Frame {
        int row;
        final int[] plain;
        final int[] plainEnd;
        final int[] next;
        final int[] end;

        Frame(int nodes) {
            plain = new int[nodes];
            plainEnd = new int[nodes];
            next = new int[nodes];
            end = new int[nodes];
        }
    }

    private Merge(List<@Nullable Listing> listings) {
        this.listings = listings;
        nodes = listings.size();
        taken = new BitSet[nodes];
        group = new int[nodes];
        at = new int[nodes][];
        int capacity = 1;
        for (int node = 0; node < nodes; node++) {
            Listing listing = listings.get(node);
            capacity = Math.max(capacity, listing == null ? 1 : listing.size());
            taken[node] = new BitSet();
        }
        parent = new int[capacity];
        end = new int[capacity];
        Arrays.setAll(at, _ -> new int[parent.length]);
    }

    static Rows of(List<@Nullable Listing> listings) {
        Merge merge = new Merge(listings);
        merge.run();
        return merge.rows();
    }

    private void run() {
        for (int node = 0; node < nodes; node++) {
            group[node] = listings.get(node) == null ? -1 : 0;
        }
        int depth = 0;
        open(depth, append(-1));
        while (depth >= 0) {
            Frame frame = stack[depth];
            if (nextDirectory(frame)) {
                depth++;
                open(depth, append(frame.row));
            } else {
                plain(frame);
                end[frame.row] = count;
                depth--;
            }
        }
    }

    /// Begins the directory whose row on every node is in `group`.
    private void open(int depth, int row) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
        }
        if (stack[depth] == null) {
            stack[depth] = new Frame(nodes);
        }
        Frame frame = stack[depth];
        frame.row = row;
        directories.set(row);
        for (int node = 0; node < nodes; node++) {
            Listing listing = listings.get(node);
            int d = group[node];
            if (listing == null || d < 0 || !listing.isDirectory(d)) {
                frame.plain[node] = frame.plainEnd[node] = 0;
                frame.next[node] = frame.end[node] = 0;
                continue;
            }
            int from = listing.directoriesFrom(d);
            frame.plain[node] = d + 1;
            frame.plainEnd[node] = from;
            frame.next[node] = from;
            frame.end[node] = listing.subtreeEnd(d);
        }
    }

    /// Puts the next child directory's rows into `group`; false when there is none.
    private boolean nextDirectory(Frame frame) {
        if (!smallest(frame.next, frame.end)) {
            return false;
        }
        for (int node = 0; node < nodes; node++) {
            Listing listing = listings.get(node);
            if (listing != null && group[node] >= 0) {
                frame.next[node] = listing.subtreeEnd(group[node]);
            }
        }
        int first = first();
        Listing named = first < 0 ? null : listings.get(first);
        for (int node = 0; named != null && node < nodes; node++) {
            if (group[node] < 0) {
                group[node] = takePlain(frame, node, named, group[first]);
            }
        }
        return true;
    }

    private int first() {
        int node = 0;
        while (node < nodes && group[node] < 0) {
            node++;
        }
        return node < nodes ? node : -1;
    }

    /// The plain entry of a node that bears the directory's name, or -1.
    private int takePlain(Frame frame, int node, Listing named, int directory) {
        Listing listing = listings.get(node);
        int low = frame.plain[node];
        int high = frame.plainEnd[node];
        while (listing != null && low < high) {
            int middle = (low + high) >>> 1;
            int c = listing.comparePlainNames(middle, named, directory);
            if (c == 0) {
                taken[node].set(middle);
                return middle;
            }
            if (c < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return -1;
    }

    private void plain(Frame frame) {
        skipTaken(frame);
        while (smallest(frame.plain, frame.plainEnd)) {
            int row = append(frame.row);
            end[row] = row + 1;
            for (int node = 0; node < nodes; node++) {
                frame.plain[node] += group[node] >= 0 ? 1 : 0;
            }
            skipTaken(frame);
        }
    }

    private void skipTaken(Frame frame) {
        for (int node = 0; node < nodes; node++) {
            while (frame.plain[node] < frame.plainEnd[node] && taken[node].get(frame.plain[node])) {
                frame.plain[node]++;
            }
        }
    }

    /// Puts into `group` the rows at the cursors that bear the smallest name, -1 for nodes that
    /// stand elsewhere; false when every cursor is at its end.
    private boolean smallest(int[] cursor, int[] limit) {
        Listing best = null;
        int bestRow = -1;
        int bestNode = -1;
        for (int node = 0; node < nodes; node++) {
            group[node] = -1;
            Listing listing = listings.get(node);
            if (listing == null || cursor[node] >= limit[node]) {
                continue;
            }
            int c = best == null ? -1 : listing.compareNames(cursor[node], best, bestRow);
            if (c < 0) {
                Arrays.fill(group, Math.max(bestNode, 0), node, -1);
                best = listing;
                bestRow = cursor[node];
                bestNode = node;
            }
            if (c <= 0) {
                group[node] = cursor[node];
            }
        }
        return best != null;
    }

    private int append(int above) {
        int row = count++;
        if (row == parent.length) {
            int capacity = Math.addExact(row, row / 2 + 1);
            parent = Arrays.copyOf(parent, capacity);
            end = Arrays.copyOf(end, capacity);
            for (int node = 0; node < nodes; node++) {
                at[node] = Arrays.copyOf(at[node], capacity);
            }
        }
        parent[row] = above;
        for (int node = 0; node < nodes; node++) {
            at[node][row] = group[node];
        }
        return row;
    }

    private Rows rows() {
        int[][] trimmed = new int[nodes][];
        for (int node = 0; node < nodes; node++) {
            trimmed[node] = Arrays.copyOf(at[node], count);
            at[node] = trimmed[node];
        }
        return new Rows(
                listings,
                Arrays.copyOf(parent, count),
                Arrays.copyOf(end, count),
                directories,
                trimmed);
    }
}
