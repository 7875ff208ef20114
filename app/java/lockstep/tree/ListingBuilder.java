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
/// directories that came before, no name may come twice but as one kind; and everything is paid for
/// from a [Budget]. One thread.
public final class ListingBuilder {
    /// The most entries one listing holds, whatever the memory.
    public static final int MAX_ENTRIES = 20_000_000;

    /// The longest digest, in bytes, so that a column of them is one array.
    public static final int MAX_DIGEST_LENGTH = 64;

    /// The most unreadable places kept; more of them make the listing incomplete instead.
    public static final int MAX_UNREADABLE = 100_000;

    /// What a link's target or a device's number takes beside its bytes: what it is found by in a
    /// map, and that map once more while rows are put in order.
    private static final int IN_A_MAP = 128;

    /// Numbers a row that [#build] makes while all rows are there twice.
    private static final int SORTING = 8;

    private final Budget budget;
    private final Columns columns;
    private byte[] names = new byte[0];
    private int namesUsed;
    private int[] nameAt = new int[1];
    private final DirectoryIndex directories;
    private final Map<Integer, String> users = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();
    private final List<Listing.Unreadable> unreadable = new ArrayList<>();
    private boolean complete = true;

    /// As the only one that is building.
    ///
    /// @param digestLength bytes of every regular file's digest; 0 for a scan by metadata
    /// @throws IllegalArgumentException when it is negative or above [#MAX_DIGEST_LENGTH]
    public ListingBuilder(int digestLength) {
        this(digestLength, new Budget(Budget.share(1)));
    }

    /// @param digestLength as [#ListingBuilder(int)]
    /// @param budget pays for everything, the making of the listing included
    public ListingBuilder(int digestLength, Budget budget) {
        if (digestLength < 0 || digestLength > MAX_DIGEST_LENGTH) {
            throw new IllegalArgumentException("digests of " + digestLength + " bytes");
        }
        this.budget = budget;
        columns = new Columns(digestLength, budget);
        directories = new DirectoryIndex(budget);
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
    /// @throws TooLarge when it is one too many
    public void add(byte[] path, int length, Facts facts) throws MalformedTree, TooLarge {
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
        String trouble = trouble(facts);
        if (trouble != null) {
            throw new MalformedTree("\"" + Visible.bytes(path, 0, length) + "\" with " + trouble);
        }
        int slash = length - 1;
        while (slash >= 0 && path[slash] != '/') {
            slash--;
        }
        int parent = slash < 0 ? 0 : directories.find(path, slash, this);
        // What stands above a known directory was checked with it: a quarter of the time here.
        boolean known = parent > 0 && length <= TreePath.MAX_LENGTH;
        int unchecked = known ? slash + 1 : 0;
        TreePath.check(path, unchecked, length - unchecked);
        if (parent < 0) {
            throw new MalformedTree(
                    "\"" + Visible.bytes(path, 0, length) + "\" before its directory");
        }
        append(parent, path, slash + 1, length, facts);
        if (Kind.of(facts.mode) == Kind.DIRECTORY) {
            directories.add(columns.count - 1, path, length);
        }
    }

    /// What no entry can have, or null.
    private @Nullable String trouble(Facts facts) {
        byte[] digest = facts.digest;
        byte[] target = facts.target;
        int n = columns.digestLength;
        if (Kind.of(facts.mode) == null) {
            return "an unknown file type";
        } else if (facts.size < 0) {
            return "a size of " + facts.size;
        } else if (facts.nanos < 0 || facts.nanos > 999_999_999) {
            return facts.nanos + " nanoseconds";
        } else if (n > 0 && digest != null && digest.length != n) {
            return "a digest of " + digest.length + " bytes";
        } else if (target != null && target.length > TreePath.MAX_LENGTH) {
            return "a link target of " + target.length + " bytes";
        }
        return null;
    }

    private void addRoot(byte[] path, Facts facts) throws MalformedTree, TooLarge {
        String trouble = trouble(facts);
        if (trouble != null) {
            throw new MalformedTree("a root with " + trouble);
        }
        if (columns.count != 0) {
            throw new MalformedTree("the root twice or late");
        }
        if (Kind.of(facts.mode) != Kind.DIRECTORY) {
            throw new MalformedTree("a root that is no directory");
        }
        append(-1, path, 0, 0, facts);
    }

    private void append(int parent, byte[] path, int from, int to, Facts f) throws TooLarge {
        int row = columns.count;
        int nameLength = to - from;
        if (row >= MAX_ENTRIES) {
            throw budget.tooMany();
        }
        if (row == columns.parent.length) {
            int capacity = Math.min(row + (row >> 1) + 64, MAX_ENTRIES);
            columns.resize(capacity);
            nameAt = budget.resized(nameAt, capacity + 1);
        }
        names = budget.withRoom(names, (long) namesUsed + nameLength);
        System.arraycopy(path, from, names, namesUsed, nameLength);
        namesUsed += nameLength;
        nameAt[row + 1] = namesUsed;
        columns.parent[row] = parent;
        columns.mode[row] = f.mode & 0177777;
        columns.size[row] = Kind.of(f.mode) == Kind.FILE ? f.size : 0;
        columns.mtime[row] = f.mtime;
        columns.nanos[row] = f.nanos;
        columns.uid[row] = f.uid;
        columns.gid[row] = f.gid;
        putRest(row, f);
        columns.count = row + 1;
    }

    private void putRest(int row, Facts f) throws TooLarge {
        byte[] digest = f.digest;
        int n = columns.digestLength;
        if (n > 0
                && digest != null
                && Kind.of(f.mode) == Kind.FILE
                && (f.size == 0 || !allZero(digest, n))) {
            System.arraycopy(digest, 0, columns.digests, row * n, n);
            columns.digested.set(row);
        }
        Kind kind = Kind.of(f.mode);
        byte[] target = f.target;
        if (target != null && kind == Kind.SYMLINK) {
            budget.take(Budget.kept(target.length) + IN_A_MAP);
            columns.targets.put(row, target);
        }
        if (kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE) {
            budget.take(IN_A_MAP);
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

    /// Names the way the digests were computed.
    public void digestsAre(String name) {
        columns.digestName = name;
    }

    /// Names a user id as the node does; later calls win.
    public void user(int uid, byte[] name) throws TooLarge {
        name(users, uid, name);
    }

    /// Names a group id as the node does; later calls win.
    public void group(int gid, byte[] name) throws TooLarge {
        name(groups, gid, name);
    }

    private void name(Map<Integer, String> names, int id, byte[] name) throws TooLarge {
        String text = Visible.bytes(name);
        budget.take(named(text));
        String before = names.put(id, text);
        budget.give(before == null ? 0 : named(before));
    }

    /// What a name with its number takes, in one map and in the listing's own.
    private static long named(String name) {
        return IN_A_MAP + Budget.kept(Character.BYTES * name.length());
    }

    /// Records a place that the node could not read; beyond [#MAX_UNREADABLE] of them, or where
    /// there is no memory left for it, the listing is [incomplete][#incomplete] instead.
    public void unreadable(TreePath path, String reason) {
        long bytes = Budget.kept(path.length()) + Budget.kept(Character.BYTES * reason.length());
        if (unreadable.size() == MAX_UNREADABLE || !budget.takes(bytes)) {
            incomplete();
            return;
        }
        unreadable.add(new Listing.Unreadable(path, reason));
    }

    /// Records that something was not read and nobody can say what.
    public void incomplete() {
        complete = false;
    }

    /// Sorts, checks for names that came twice, and gives the listing. The builder is spent.
    ///
    /// @throws MalformedTree when a name came twice in one directory, as two kinds of entries or as
    ///     a directory, or when nothing came at all
    /// @throws TooLarge when there is not enough left for sorting
    public Listing build() throws MalformedTree, TooLarge {
        int n = columns.count;
        if (n == 0) {
            throw new MalformedTree("an empty list without a root");
        }
        budget.take((long) n * SORTING * Integer.BYTES + namesUsed + columns.spare());
        int[] order = new Preorder(columns, names, nameAt).rows();
        int[] newRow = new int[n];
        Arrays.fill(newRow, -1);
        n = order.length;
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
