package lockstep.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// Gathers a node's entries as its rsync sends them, each parent before its children, and makes
/// the sorted [Listing]. Everything added is taken as hostile: names are checked, parents must be
/// directories that came before, no name may come twice. One thread.
public final class ListingBuilder {
    /// The most entries one listing holds.
    public static final int MAX_ENTRIES = 20_000_000;

    private static final int MAX_NAME_BYTES = 1 << 30;

    private final Columns columns;
    private byte[] names = new byte[1 << 12];
    private int namesUsed;
    private int[] nameAt = new int[64];
    private final DirectoryIndex directories = new DirectoryIndex();
    private final Map<Integer, String> users = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();
    private final List<Listing.Unreadable> unreadable = new ArrayList<>();
    private boolean complete = true;

    /// @param digestLength bytes of every regular file's digest; 0 for a scan by metadata
    public ListingBuilder(int digestLength) {
        columns = new Columns(digestLength);
        columns.resize(64);
        nameAt[0] = 0;
    }

    /// The facts of one entry: a scratch pad that a decoder fills again for every entry, because
    /// the wire itself carries most of them over from one entry to the next.
    public static final class Facts {
        /// Type and permission bits.
        public int mode;

        public long size;

        /// Seconds since 1970, and the nanoseconds beyond.
        public long mtime;

        public int nanos;
        public int uid;
        public int gid;

        /// The whole-file digest, or null. All zeros on a file that is not empty is how rsync
        /// says that it could not be read.
        public byte @Nullable [] digest;

        /// Where a symbolic link points, or null. Kept, not copied.
        public byte @Nullable [] target;

        /// `major << 32 | minor`; 0 for all but devices.
        public long device;
    }

    /// How many entries were added.
    public int count() {
        return columns.count;
    }

    /// Adds the entry whose path is `path[0, length)`; `.` is the root and must come first, unless
    /// it never comes, when a root is made up.
    ///
    /// @throws MalformedTree when the entry cannot be part of a tree
    public void add(byte[] path, int length, Facts facts) throws MalformedTree {
        boolean root = length == 1 && path[0] == '.';
        if (columns.count == 0 && !root) {
            Facts madeUp = new Facts();
            madeUp.mode = Kind.DIRECTORY.mode(0755);
            append(-1, path, 0, 0, madeUp);
        }
        if (root) {
            addRoot(path, facts);
            return;
        }
        TreePath.check(path, 0, length);
        Kind kind = Kind.of(facts.mode);
        if (kind == null) {
            throw new MalformedTree(
                    "\"" + Visible.bytes(path, 0, length) + "\" with an unknown file type");
        }
        int slash = length - 1;
        while (slash >= 0 && path[slash] != '/') {
            slash--;
        }
        int parent = slash < 0 ? 0 : directories.find(path, slash, this);
        if (parent < 0) {
            throw new MalformedTree(
                    "\"" + Visible.bytes(path, 0, length) + "\" before its directory");
        }
        append(parent, path, slash + 1, length, facts);
        if (kind == Kind.DIRECTORY) {
            directories.add(columns.count - 1, DirectoryIndex.hash(path, length));
        }
    }

    private void addRoot(byte[] path, Facts facts) throws MalformedTree {
        if (columns.count != 0) {
            throw new MalformedTree("the root twice or late");
        }
        if (Kind.of(facts.mode) != Kind.DIRECTORY) {
            throw new MalformedTree("a root that is no directory");
        }
        append(-1, path, 0, 0, facts);
    }

    private void append(int parent, byte[] path, int from, int to, Facts f) throws MalformedTree {
        int row = columns.count;
        int nameLength = to - from;
        if (row >= MAX_ENTRIES || namesUsed + nameLength > MAX_NAME_BYTES) {
            throw new MalformedTree("more than " + MAX_ENTRIES + " entries or a gigabyte of names");
        }
        if (row + 1 >= nameAt.length) {
            int capacity = nameAt.length + (nameAt.length >> 1);
            columns.resize(capacity);
            nameAt = Arrays.copyOf(nameAt, capacity + 1);
        }
        if (namesUsed + nameLength > names.length) {
            names =
                    Arrays.copyOf(
                            names,
                            (int)
                                    Math.min(
                                            MAX_NAME_BYTES,
                                            Math.max(
                                                    namesUsed + nameLength,
                                                    names.length * 3L / 2)));
        }
        System.arraycopy(path, from, names, namesUsed, nameLength);
        namesUsed += nameLength;
        nameAt[row + 1] = namesUsed;
        columns.parent[row] = parent;
        columns.mode[row] = f.mode;
        columns.size[row] = Kind.of(f.mode) == Kind.FILE ? f.size : 0;
        columns.mtime[row] = f.mtime;
        columns.nanos[row] = f.nanos;
        columns.uid[row] = f.uid;
        columns.gid[row] = f.gid;
        putRest(row, f);
        columns.count = row + 1;
    }

    private void putRest(int row, Facts f) {
        byte[] digest = f.digest;
        int n = columns.digestLength;
        if (n > 0
                && digest != null
                && Kind.of(f.mode) == Kind.FILE
                && (f.size == 0 || !allZero(digest, n))) {
            System.arraycopy(digest, 0, columns.digests, row * n, n);
            columns.digested.set(row);
        }
        byte[] target = f.target;
        if (target != null) {
            columns.targets.put(row, target);
        }
        if (f.device != 0) {
            columns.devices.put(row, f.device);
        }
    }

    private static boolean allZero(byte[] digest, int n) {
        for (int i = 0; i < n; i++) {
            if (digest[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Names a user id as the node does; later calls win.
    public void user(int uid, byte[] name) {
        users.put(uid, Visible.bytes(name));
    }

    /// Names a group id as the node does; later calls win.
    public void group(int gid, byte[] name) {
        groups.put(gid, Visible.bytes(name));
    }

    /// Records a place that the node could not read.
    public void unreadable(TreePath path, String reason) {
        unreadable.add(new Listing.Unreadable(path, reason));
    }

    /// Records that something was not read and nobody can say what.
    public void incomplete() {
        complete = false;
    }

    /// Sorts, checks for names that came twice, and gives the listing. The builder is spent.
    ///
    /// @throws MalformedTree when a name came twice in one directory, or nothing came at all
    public Listing build() throws MalformedTree {
        int n = columns.count;
        if (n == 0) {
            throw new MalformedTree("an empty list without a root");
        }
        int[] order = preorder(childrenByParent(n), n);
        int[] newRow = new int[n];
        for (int i = 0; i < n; i++) {
            newRow[order[i]] = i;
        }
        byte[] sortedNames = new byte[namesUsed];
        int[] sortedAt = new int[n + 1];
        for (int i = 0; i < n; i++) {
            int from = nameAt[order[i]];
            int length = nameAt[order[i] + 1] - from;
            System.arraycopy(names, from, sortedNames, sortedAt[i], length);
            sortedAt[i + 1] = sortedAt[i] + length;
        }
        names = new byte[0];
        columns.permute(order, newRow);
        return new Listing(
                columns,
                sortedNames,
                sortedAt,
                new Listing.Ids(Map.copyOf(users), Map.copyOf(groups)),
                new Listing.Gaps(unreadable, complete));
    }

    /// Rows grouped by parent, in the order added, as a linked list a parent: `[first, next]`.
    private int[][] childrenByParent(int n) {
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

    private int[] preorder(int[][] grouped, int n) throws MalformedTree {
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
            order[done++] = row;
            if (start[row] < start[row + 1]) {
                sortChildren(children, start[row], start[row + 1]);
                depth++;
                stack[depth] = row;
                at[depth] = start[row];
            }
        }
        return order;
    }

    private void sortChildren(int[] children, int from, int to) throws MalformedTree {
        NameOrder.sort(children, from, to, this::compareRows);
        int firstDirectory = from;
        for (int i = from; i < to; i++) {
            boolean directory = columns.kind(children[i]) == Kind.DIRECTORY;
            firstDirectory = directory ? firstDirectory : i + 1;
            if (i > from && compareRows(children[i - 1], children[i]) == 0) {
                throw twice(children[i]);
            }
        }
        for (int i = firstDirectory; i < to; i++) {
            if (hasPlain(children, from, firstDirectory, children[i])) {
                throw twice(children[i]);
            }
        }
    }

    private MalformedTree twice(int row) {
        return new MalformedTree(
                "the name \""
                        + Visible.bytes(names, nameAt[row], nameAt[row + 1] - nameAt[row])
                        + "\" twice in one directory");
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

    /// Whether row `row` is the directory whose path is `path[0, length)`.
    boolean isPath(int row, byte[] path, int length) {
        int end = length;
        int r = row;
        while (r > 0) {
            int n = nameAt[r + 1] - nameAt[r];
            if (end < n || !Arrays.equals(names, nameAt[r], nameAt[r + 1], path, end - n, end)) {
                return false;
            }
            end -= n;
            r = columns.parent[r];
            if (r > 0) {
                if (end == 0 || path[end - 1] != '/') {
                    return false;
                }
                end--;
            }
        }
        return end == 0;
    }
}
