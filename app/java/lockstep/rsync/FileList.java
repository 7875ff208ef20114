package lockstep.rsync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockstep.fault.Visible;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;

/// One list: names in one array, rows in the order they came, and the sorted order.
final class FileList {
    private static final int MAX_ENTRIES = 20_000_000;
    private static final int MAX_BYTES = 1 << 30;

    private final int start;
    private final TreePath directory;
    private final boolean single;
    private byte[] names = new byte[256];
    private int[] nameAt = new int[9];
    private long[] sizes = new long[8];
    private boolean[] folders = new boolean[8];
    private int[] order = new int[0];
    private int count;

    /// @param single whether all entries must lie in `directory` itself
    FileList(int start, TreePath directory, boolean single) {
        this.start = start;
        this.directory = directory;
        this.single = single;
    }

    int start() {
        return start;
    }

    int end() {
        return start + count;
    }

    TreePath directory() {
        return directory;
    }

    void add(EntryReader entry, boolean folder) throws Broken {
        int used = nameAt[count];
        if (count >= MAX_ENTRIES || used > MAX_BYTES - entry.length) {
            throw new Broken("a list of more than " + MAX_ENTRIES + " entries or a gigabyte");
        }
        if (count == sizes.length) {
            int more = count + (count >> 1);
            nameAt = Arrays.copyOf(nameAt, more + 1);
            sizes = Arrays.copyOf(sizes, more);
            folders = Arrays.copyOf(folders, more);
        }
        if (used + entry.length > names.length) {
            long more = Math.max(used + entry.length, names.length * 3L / 2);
            names = Arrays.copyOf(names, (int) Math.min(MAX_BYTES, more));
        }
        System.arraycopy(entry.path, 0, names, used, entry.length);
        nameAt[count + 1] = used + entry.length;
        sizes[count] = entry.facts.size;
        folders[count] = folder;
        count++;
    }

    void sort() {
        order = PathOrder.sorted(count, this::compare);
    }

    private int compare(int a, int b) {
        return PathOrder.compare(
                names, nameAt[a], nameAt[a + 1], folders[a], nameAt[b], nameAt[b + 1], folders[b]);
    }

    /// Walks the sorted list with the directories that are open: everything must hang together.
    void judge() throws Broken {
        if (single) {
            judgeSingle();
            return;
        }
        List<Integer> above = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int row = order[i];
            if (i > 0 && sameName(order[i - 1], row) && folders[order[i - 1]] != folders[row]) {
                throw broken(row, "twice, as a directory and as something else");
            }
            while (!above.isEmpty() && !within(row, above.getLast())) {
                above.removeLast();
            }
            int depth = isDot(row) ? 0 : slashes(row);
            if (depth > above.size() - (above.isEmpty() || !isDot(above.getFirst()) ? 0 : 1)) {
                throw broken(row, "outside every directory of its list");
            }
            if (folders[row] && !(i > 0 && sameName(order[i - 1], row))) {
                above.add(row);
            }
        }
    }

    private void judgeSingle() throws Broken {
        byte[] parent = directory.toBytes();
        for (int row = 0; row < count; row++) {
            int last = nameAt[row + 1] - 1;
            while (last >= nameAt[row] && names[last] != '/') {
                last--;
            }
            int length = Math.max(0, last - nameAt[row]);
            if (isDot(row)
                    || !Arrays.equals(
                            names, nameAt[row], nameAt[row] + length, parent, 0, parent.length)) {
                throw broken(row, "in the list of \"" + directory.visible() + "\"");
            }
        }
    }

    private Broken broken(int row, String what) {
        return new Broken(
                "\""
                        + Visible.bytes(names, nameAt[row], nameAt[row + 1] - nameAt[row])
                        + "\" "
                        + what);
    }

    private boolean sameName(int a, int b) {
        return Arrays.equals(names, nameAt[a], nameAt[a + 1], names, nameAt[b], nameAt[b + 1]);
    }

    private boolean isDot(int row) {
        return nameAt[row + 1] - nameAt[row] == 1 && names[nameAt[row]] == '.';
    }

    private int slashes(int row) {
        int n = 0;
        for (int i = nameAt[row]; i < nameAt[row + 1]; i++) {
            n += names[i] == '/' ? 1 : 0;
        }
        return n;
    }

    private boolean within(int row, int folder) {
        if (isDot(folder)) {
            return true;
        }
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

    void directories(List<TreePath> into) throws Broken {
        for (int row : order) {
            if (folders[row]) {
                into.add(pathOf(row));
            }
        }
    }

    TreePath path(int index) throws Broken {
        return pathOf(order[index - start]);
    }

    long size(int index) {
        return sizes[order[index - start]];
    }

    private TreePath pathOf(int row) throws Broken {
        try {
            return TreePath.checked(names, nameAt[row], nameAt[row + 1] - nameAt[row]);
        } catch (MalformedTree e) {
            throw new Broken(e.reason());
        }
    }
}
