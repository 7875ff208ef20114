package lockstep.tree;

import java.util.Arrays;
import java.util.BitSet;
import lockstep.fault.Visible;

/// Sorts the rows of a listing, given in any order in which parents come first, depth first by
/// rsync's rule. Of a name that came more than once as the same kind, which is what a directory
/// looks like that changes while it is read, the first stays, as with rsync.
final class Preorder {
    private final Columns columns;
    private final byte[] names;
    private final int[] nameAt;
    private final int n;
    private final BitSet dropped = new BitSet();

    /// @param nameAt where each row's name begins in `names`, and after the last where it ends
    Preorder(Columns columns, byte[] names, int[] nameAt) {
        this.columns = columns;
        this.names = names;
        this.nameAt = nameAt;
        this.n = columns.count;
    }

    /// The rows in their order, without those that are dropped.
    ///
    /// @throws MalformedTree when a name came twice in one directory, as two kinds or as a
    /// directory
    int[] rows() throws MalformedTree {
        int[][] grouped = childrenByParent();
        int[] start = grouped[0];
        int[] children = grouped[1];
        int[] order = new int[n];
        int[] stack = new int[TreePath.MAX_LENGTH];
        int[] at = new int[TreePath.MAX_LENGTH];
        int depth = 0;
        int done = 0;
        order[done++] = 0;
        sortChildren(children, start[0], start[1]);
        at[0] = start[0];
        while (depth >= 0) {
            int directory = stack[depth];
            if (at[depth] == start[directory + 1]) {
                depth--;
                continue;
            }
            int row = children[at[depth]++];
            if (dropped.get(row)) {
                continue;
            }
            order[done++] = row;
            if (start[row] < start[row + 1]) {
                sortChildren(children, start[row], start[row + 1]);
                depth++;
                stack[depth] = row;
                at[depth] = start[row];
            }
        }
        return Arrays.copyOf(order, done);
    }

    /// Rows grouped by parent, in the order added: the children of `p` stand in `[1]` from
    /// `[0][p]` to `[0][p + 1]`.
    private int[][] childrenByParent() {
        int[] start = new int[n + 1];
        for (int row = 1; row < n; row++) {
            start[columns.parent[row] + 1]++;
        }
        for (int row = 0; row < n; row++) {
            start[row + 1] += start[row];
        }
        int[] fill = Arrays.copyOf(start, n);
        int[] children = new int[Math.max(n - 1, 0)];
        for (int row = 1; row < n; row++) {
            children[fill[columns.parent[row]]++] = row;
        }
        return new int[][] {start, children};
    }

    private void sortChildren(int[] children, int from, int to) throws MalformedTree {
        NameOrder.sort(children, from, to, this::compareRows);
        int firstDirectory = from;
        for (int i = from; i < to; i++) {
            boolean directory = columns.kind(children[i]) == Kind.DIRECTORY;
            firstDirectory = directory ? firstDirectory : i + 1;
            if (i > from && compareRows(children[i - 1], children[i]) == 0) {
                drop(children[i - 1], children[i]);
            }
        }
        for (int i = firstDirectory; i < to; i++) {
            if (hasPlain(children, from, firstDirectory, children[i])) {
                throw twice(children[i]);
            }
        }
    }

    private void drop(int first, int again) throws MalformedTree {
        Kind kind = columns.kind(again);
        if (kind == Kind.DIRECTORY || kind != columns.kind(first)) {
            throw twice(again);
        }
        dropped.set(again);
    }

    private MalformedTree twice(int row) {
        return new MalformedTree(
                "the name \""
                        + Visible.bytes(names, nameAt[row], nameAt[row + 1] - nameAt[row])
                        + "\" twice in one directory; where that changed while it was listed,"
                        + " list it again");
    }

    /// Whether the sorted rows `[from, to)`, none of them directories, hold that row's name.
    private boolean hasPlain(int[] rows, int from, int to, int row) {
        int low = from;
        int high = to - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int c =
                    NameOrder.compare(
                            names,
                            nameAt[rows[middle]],
                            nameAt[rows[middle] + 1],
                            names,
                            nameAt[row],
                            nameAt[row + 1],
                            false);
            if (c == 0) {
                return true;
            }
            if (c < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    private int compareRows(int a, int b) {
        boolean directory = columns.kind(a) == Kind.DIRECTORY;
        if (directory != (columns.kind(b) == Kind.DIRECTORY)) {
            return directory ? 1 : -1;
        }
        return NameOrder.compare(
                names, nameAt[a], nameAt[a + 1], names, nameAt[b], nameAt[b + 1], directory);
    }
}
