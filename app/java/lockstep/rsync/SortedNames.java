package lockstep.rsync;

import java.util.Arrays;
import lockstep.fault.Visible;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import lockstep.wire.OverLimit;

/// The names of one list, in one array: rows in the order they came, and rsync's order of them.
final class SortedNames {
    private static final int MAX_ENTRIES = 20_000_000;

    /// Names are compressed on the wire, up to thirty times, so this bounds memory, not traffic.
    private static final int MAX_BYTES = 1 << 29;

    private byte[] names = new byte[256];
    private int[] nameAt = new int[9];
    private boolean[] folders = new boolean[8];
    private int[] order = new int[0];
    private int count;

    int count() {
        return count;
    }

    /// Adds the name `path[0, length)` as a row.
    void add(byte[] path, int length, boolean folder) throws Broken {
        int used = nameAt[count];
        if (count >= MAX_ENTRIES || used > MAX_BYTES - length) {
            throw new OverLimit("a list of more than " + MAX_ENTRIES + " entries or a gigabyte");
        }
        if (count == folders.length) {
            int more = count + (count >> 1);
            nameAt = Arrays.copyOf(nameAt, more + 1);
            folders = Arrays.copyOf(folders, more);
        }
        if (used + length > names.length) {
            long more = Math.max(used + length, names.length * 3L / 2);
            names = Arrays.copyOf(names, (int) Math.min(MAX_BYTES, more));
        }
        System.arraycopy(path, 0, names, used, length);
        nameAt[count + 1] = used + length;
        folders[count] = folder;
        count++;
    }

    /// Sorts them, once all have come.
    void sort() {
        order = PathOrder.sorted(count, this::compare);
    }

    /// Frees the room that was not needed.
    void trim() {
        names = Arrays.copyOf(names, nameAt[count]);
        nameAt = Arrays.copyOf(nameAt, count + 1);
        folders = Arrays.copyOf(folders, count);
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

    /// Whether a directory in a row's name is there as something other than a directory.
    boolean isBelowPlain(int row) {
        for (int i = nameAt[row]; i < nameAt[row + 1]; i++) {
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
