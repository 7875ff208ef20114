package lockstep.rsync;

import java.util.Arrays;
import lockstep.fault.Visible;
import lockstep.tree.Budget;
import lockstep.tree.MalformedTree;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;

/// The names of one list, in one array: rows in the order they came, and rsync's order of them.
final class SortedNames {
    private static final byte[] NO_NAMES = {};
    private static final int[] FROM_THE_START = {0};
    private static final boolean[] NO_FOLDERS = {};
    private static final int[] NO_ORDER = {};

    private final Budget budget;
    private byte[] names = NO_NAMES;
    private int[] nameAt = FROM_THE_START;
    private boolean[] folders = NO_FOLDERS;
    private int[] order = NO_ORDER;
    private int count;

    SortedNames(Budget budget) {
        this.budget = budget;
    }

    int count() {
        return count;
    }

    /// Adds the name `path[0, length)` as a row.
    void add(byte[] path, int length, boolean folder) throws TooLarge {
        int used = nameAt[count];
        nameAt = budget.withRoom(nameAt, count + 2L);
        folders = budget.withRoom(folders, count + 1L);
        names = budget.withRoom(names, (long) used + length);
        System.arraycopy(path, 0, names, used, length);
        nameAt[count + 1] = used + length;
        folders[count] = folder;
        count++;
    }

    /// Sorts them, once all have come.
    void sort() throws TooLarge {
        long rows = (long) count * Integer.BYTES;
        budget.take(2 * rows); // a merge has two
        order = PathOrder.sorted(count, this::compare);
        budget.give(rows);
    }

    /// Frees the room that was not needed.
    void trim() throws TooLarge {
        names = budget.resized(names, nameAt[count]);
        nameAt = budget.resized(nameAt, count + 1);
        folders = budget.resized(folders, count);
    }

    /// The rows in rsync's order; the caller must not change it.
    int[] order() {
        return order;
    }

    /// The row that is the n-th in rsync's order.
    int row(int n) {
        return order[n];
    }

    boolean isFolder(int row) {
        return folders[row];
    }

    /// Whether the root is among them, once they are sorted.
    boolean holdsRoot() {
        return count > 0 && isDot(order[0]);
    }

    int compare(int a, int b) {
        return PathOrder.compare(
                names, nameAt[a], nameAt[a + 1], folders[a], nameAt[b], nameAt[b + 1], folders[b]);
    }

    boolean isDot(int row) {
        return nameAt[row + 1] - nameAt[row] == 1 && names[nameAt[row]] == '.';
    }

    /// How many directories stand in a row's name.
    int depth(int row) {
        int n = 0;
        for (int i = nameAt[row]; i < nameAt[row + 1]; i++) {
            n += names[i] == '/' ? 1 : 0;
        }
        return n;
    }

    /// Whether a row's name lies below that of another.
    boolean within(int row, int folder) {
        int n = nameAt[folder + 1] - nameAt[folder];
        return nameAt[row + 1] - nameAt[row] > n
                && names[nameAt[row] + n] == '/'
                && Arrays.equals(
                        names,
                        nameAt[row],
                        nameAt[row] + n,
                        names,
                        nameAt[folder],
                        nameAt[folder + 1]);
    }

    /// Whether a row's name is in just this directory.
    boolean isIn(byte[] directory, int row) {
        int last = nameAt[row + 1] - 1;
        while (last >= nameAt[row] && names[last] != '/') {
            last--;
        }
        int length = Math.max(0, last - nameAt[row]);
        return Arrays.equals(
                names, nameAt[row], nameAt[row] + length, directory, 0, directory.length);
    }

    /// Whether a row's own name is there as something other than a directory.
    boolean holdsPlain(int row) {
        return plain(names, nameAt[row], nameAt[row + 1]) >= 0;
    }

    /// How many bytes the names of two rows begin with in common.
    int shared(int a, int b) {
        int n = Arrays.mismatch(names, nameAt[a], nameAt[a + 1], names, nameAt[b], nameAt[b + 1]);
        return n < 0 ? nameAt[b + 1] - nameAt[b] : n;
    }

    /// Whether a directory in a row's name, from a place in it on, is there as something other
    /// than a directory.
    boolean isBelowPlain(int row, int from) {
        for (int i = nameAt[row] + from; i < nameAt[row + 1]; i++) {
            if (names[i] == '/' && plain(names, nameAt[row], i) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// The row of `path[from, to)` as something other than a directory, or a negative number.
    int plain(byte[] path, int from, int to) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int row = order[middle];
            int side =
                    PathOrder.compare(
                            path,
                            from,
                            to,
                            false,
                            names,
                            nameAt[row],
                            nameAt[row + 1],
                            folders[row]);
            if (side == 0) {
                return row;
            } else if (side < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return -1;
    }

    /// A row's name, made visible.
    String visible(int row) {
        return Visible.bytes(names, nameAt[row], nameAt[row + 1] - nameAt[row]);
    }

    TreePath path(int row) throws Broken {
        try {
            return TreePath.checked(names, nameAt[row], nameAt[row + 1] - nameAt[row]);
        } catch (MalformedTree e) {
            throw new Broken(e.reason());
        }
    }
}
