package lockstep.tree;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// What a node holds below its root, at one moment: columns, one row an entry, immutable.
///
/// Row 0 is the root. Rows stand in rsync's order (`rsync(1)`'s sorted file list): depth first,
/// in a directory all other kinds before all directories, names by unsigned bytes, directories
/// compared as if their names ended in `/`. So the rows below directory `d` are
/// `d + 1 … subtreeEnd(d) - 1`, and every row's parent has a smaller number.
///
/// About 60 bytes an entry with its name, 76 with a digest. Made by [ListingBuilder].
public final class Listing {
    /// A place that the node could not read, with its own words for why, made visible.
    public record Unreadable(TreePath path, String reason) {}

    final Columns columns;
    private final byte[] names;
    private final int[] nameAt;
    private final int[] subtreeEnd;
    private final Map<Integer, String> users;
    private final Map<Integer, String> groups;
    private final List<Unreadable> unreadable;
    private final BitSet unreadableRows;
    private final boolean complete;

    Listing(Columns columns, byte[] names, int[] nameAt, Ids ids, Gaps gaps) {
        this.columns = columns;
        this.names = names;
        this.nameAt = nameAt;
        this.subtreeEnd = subtreeEnds(columns);
        this.users = ids.users();
        this.groups = ids.groups();
        this.unreadable = List.copyOf(gaps.unreadable());
        this.unreadableRows = new BitSet();
        this.complete = gaps.complete();
        for (Unreadable place : unreadable) {
            int row = find(place.path());
            if (row >= 0) {
                unreadableRows.set(row);
            }
        }
        for (int row = 0; row < size(); row++) {
            if (columns.kind(row) == Kind.FILE && digestLength() > 0 && !columns.hasDigest(row)) {
                unreadableRows.set(row);
            }
        }
    }

    private static int[] subtreeEnds(Columns columns) {
        int[] end = new int[columns.count];
        for (int row = columns.count - 1; row >= 0; row--) {
            end[row] = Math.max(end[row], row + 1);
            int parent = columns.parent[row];
            if (parent >= 0) {
                end[parent] = Math.max(end[parent], end[row]);
            }
        }
        return end;
    }

    /// What was not read: known places, and whether nothing else is missing.
    record Gaps(List<Unreadable> unreadable, boolean complete) {}

    /// Names for numeric ids, as that node has them.
    record Ids(Map<Integer, String> users, Map<Integer, String> groups) {}

    /// How many rows, the root included.
    public int size() {
        return columns.count;
    }

    /// The row of the directory that holds this row; -1 for the root.
    public int parent(int row) {
        return columns.parent[row];
    }

    /// The first row after everything below this one; `row + 1` for all but directories.
    public int subtreeEnd(int row) {
        return subtreeEnd[row];
    }

    public Kind kind(int row) {
        return columns.kind(row);
    }

    public boolean isDirectory(int row) {
        return columns.kind(row) == Kind.DIRECTORY;
    }

    /// Type and permission bits.
    public int mode(int row) {
        return columns.mode[row];
    }

    /// In bytes; 0 for all but regular files.
    public long bytes(int row) {
        return columns.size[row];
    }

    /// Seconds since 1970, UTC.
    public long modifiedSeconds(int row) {
        return columns.mtime[row];
    }

    public int modifiedNanos(int row) {
        return columns.nanos[row];
    }

    /// As a time, held within what [Instant] can express: a node may hold any number.
    public Instant modified(int row) {
        long seconds =
                Math.clamp(
                        modifiedSeconds(row),
                        Instant.MIN.getEpochSecond(),
                        Instant.MAX.getEpochSecond());
        return Instant.ofEpochSecond(seconds, modifiedNanos(row));
    }

    public int uid(int row) {
        return columns.uid[row];
    }

    public int gid(int row) {
        return columns.gid[row];
    }

    /// The owner's name on that node, or its number where it has none.
    public String owner(int row) {
        return users.getOrDefault(uid(row), Integer.toUnsignedString(uid(row)));
    }

    public String group(int row) {
        return groups.getOrDefault(gid(row), Integer.toUnsignedString(gid(row)));
    }

    /// The name of a user on that node, made visible; null where it has none.
    public @Nullable String userName(int uid) {
        return users.get(uid);
    }

    /// As [#userName], of a group.
    public @Nullable String groupName(int gid) {
        return groups.get(gid);
    }

    /// Whether two entries have the same owner as rsync maps owners: by name where both nodes have
    /// a name for theirs, else by number.
    public boolean sameOwner(int row, Listing other, int otherRow) {
        return same(users, uid(row), other.users, other.uid(otherRow));
    }

    /// As [#sameOwner], for the group.
    public boolean sameGroup(int row, Listing other, int otherRow) {
        return same(groups, gid(row), other.groups, other.gid(otherRow));
    }

    private static boolean same(
            Map<Integer, String> names, int id, Map<Integer, String> otherNames, int otherId) {
        String name = names.get(id);
        String otherName = otherNames.get(otherId);
        return name == null || otherName == null ? id == otherId : name.equals(otherName);
    }

    /// Major and minor number of a device packed as `major << 32 | minor`; 0 for other kinds.
    public long device(int row) {
        return columns.devices.getOrDefault(row, 0L);
    }

    /// Where a symbolic link points, as bytes; null for other kinds.
    public byte @Nullable [] target(int row) {
        byte[] target = columns.targets.get(row);
        return target == null ? null : target.clone();
    }

    /// Whether two links, of this and another listing, point to the same place.
    public boolean sameTarget(int row, Listing other, int otherRow) {
        return Arrays.equals(columns.targets.get(row), other.columns.targets.get(otherRow));
    }

    /// Length of a digest in bytes; 0 when the scan was by metadata.
    public int digestLength() {
        return columns.digestLength;
    }

    /// Whether this row carries a digest: a regular file, scanned by content, that could be read.
    public boolean hasDigest(int row) {
        return columns.hasDigest(row);
    }

    /// How the digests were computed, by rsync's name for it; empty where there are none.
    public String digestName() {
        return columns.digestName;
    }

    /// Whether both were listed with digests that can be held against each other.
    public boolean comparesByContentWith(Listing other) {
        return digestLength() > 0 && digestName().equals(other.digestName());
    }

    /// A copy of the row's digest; null where it has none.
    public byte @Nullable [] digest(int row) {
        int n = columns.digestLength;
        return hasDigest(row) ? Arrays.copyOfRange(columns.digests, row * n, row * n + n) : null;
    }

    /// Whether two rows carry equal digests. False when either has none or the kinds differ.
    public boolean sameDigest(int row, Listing other, int otherRow) {
        int n = columns.digestLength;
        return n == other.columns.digestLength
                && hasDigest(row)
                && other.hasDigest(otherRow)
                && Arrays.equals(
                        columns.digests,
                        row * n,
                        row * n + n,
                        other.columns.digests,
                        otherRow * n,
                        otherRow * n + n);
    }

    /// Whether the node could not read this entry's content, or what is below it.
    public boolean unreadable(int row) {
        return unreadableRows.get(row);
    }

    /// Every place that the node said it could not read.
    public List<Unreadable> unreadable() {
        return unreadable;
    }

    /// False when the node reported trouble that could not be laid to a path: then nothing that is
    /// missing here may be called missing.
    public boolean complete() {
        return complete;
    }

    /// The last component of the row's path; empty for the root.
    public byte[] name(int row) {
        return Arrays.copyOfRange(names, nameAt[row], nameAt[row + 1]);
    }

    /// The last component made visible, `.` for the root.
    public String visibleName(int row) {
        return row == 0 ? "." : Visible.bytes(names, nameAt[row], nameAt[row + 1] - nameAt[row]);
    }

    /// Compares the last components by rsync's rule for two entries of one directory: other kinds
    /// before directories, unsigned bytes, directories as if they ended in `/`.
    public int compareNames(int row, Listing other, int otherRow) {
        boolean dir = isDirectory(row);
        if (dir != other.isDirectory(otherRow)) {
            return dir ? 1 : -1;
        }
        return NameOrder.compare(
                names,
                nameAt[row],
                nameAt[row + 1],
                other.names,
                other.nameAt[otherRow],
                other.nameAt[otherRow + 1],
                dir);
    }

    /// Compares the last components by unsigned bytes alone, whatever the kinds.
    public int comparePlainNames(int row, Listing other, int otherRow) {
        return NameOrder.compare(
                names,
                nameAt[row],
                nameAt[row + 1],
                other.names,
                other.nameAt[otherRow],
                other.nameAt[otherRow + 1],
                false);
    }

    public TreePath path(int row) {
        int length = -1;
        for (int r = row; r > 0; r = columns.parent[r]) {
            length += nameAt[r + 1] - nameAt[r] + 1;
        }
        byte[] path = new byte[Math.max(length, 0)];
        int end = path.length;
        for (int r = row; r > 0; r = columns.parent[r]) {
            int n = nameAt[r + 1] - nameAt[r];
            System.arraycopy(names, nameAt[r], path, end - n, n);
            end -= n + 1;
            if (end >= 0) {
                path[end] = '/';
            }
        }
        return TreePath.trusted(path);
    }

    /// The row of a path, or -1.
    public int find(TreePath path) {
        if (path.isRoot()) {
            return size() == 0 ? -1 : 0;
        }
        byte[] bytes = path.toBytes();
        int row = 0;
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                row = child(row, bytes, start, i);
                if (row < 0) {
                    return -1;
                }
                start = i + 1;
            }
        }
        return row;
    }

    /// The row of the entry with that name in directory `directory`, or -1.
    private int child(int directory, byte[] name, int from, int to) {
        int directories = directoriesFrom(directory);
        int row = search(directory + 1, directories, directory, name, from, to);
        return row >= 0
                ? row
                : search(directories, subtreeEnd[directory], directory, name, from, to);
    }

    /// The first row after the children of `directory` that are no directories themselves: those
    /// are `directory + 1 … directoriesFrom(directory) - 1`, sorted by plain name. The child
    /// directories, each with what is below it, follow up to `subtreeEnd(directory)`.
    public int directoriesFrom(int directory) {
        int low = directory + 1;
        int high = subtreeEnd[directory];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (columns.parent[middle] == directory && !isDirectory(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Halves `[low, high)`, whose children of `directory` are all directories or all not.
    private int search(int low, int high, int directory, byte[] name, int from, int to) {
        int first = low;
        int end = high;
        while (first < end) {
            int row = (first + end) >>> 1;
            while (columns.parent[row] != directory) {
                row = columns.parent[row];
            }
            int c = compareName(row, name, from, to);
            if (c == 0) {
                return row;
            }
            if (c < 0) {
                first = subtreeEnd[row];
            } else {
                end = row;
            }
        }
        return -1;
    }

    /// Compares the row's last component with `name[from, to)` by the rule for the row's kind.
    public int compareName(int row, byte[] name, int from, int to) {
        return NameOrder.compare(
                names, nameAt[row], nameAt[row + 1], name, from, to, isDirectory(row));
    }

    /// The row as one value, for showing.
    public Entry entry(int row) {
        byte[] target = columns.targets.get(row);
        byte[] digest = digest(row);
        return new Entry(
                path(row),
                kind(row),
                mode(row),
                bytes(row),
                modified(row),
                owner(row),
                group(row),
                target == null ? null : Visible.bytes(target),
                digest == null ? null : HexFormat.of().formatHex(digest),
                unreadable(row));
    }
}
