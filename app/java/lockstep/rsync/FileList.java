package lockstep.rsync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockstep.fault.Visible;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// One list: names in one array, rows in the order they came, and the sorted order.
final class FileList {
    private static final int KIND_SHIFT = 12;

    private static final String TWICE =
            "twice, as two things; where it changed while it was listed, run it again";

    private static final int MAX_ENTRIES = 20_000_000;

    /// Names are compressed on the wire, up to thirty times, so this bounds memory, not traffic.
    private static final int MAX_BYTES = 1 << 29;

    private final int start;
    private final TreePath directory;
    private final Scope scope;
    private byte[] names = new byte[256];
    private int[] nameAt = new int[9];
    private long[] sizes = new long[8];
    private boolean[] folders = new boolean[8];
    private byte[] kinds = new byte[8];
    private byte[] digests = new byte[0];
    private int digestLength;
    private int[] order = new int[0];
    private int count;
    private @Nullable FactColumns facts;
    private Listed own = Listed.UNKNOWN;
    private final Marks groups = new Marks(EntryReader.NO_GROUP);
    private final Marks attributes = new Marks(XattrSets.NONE);
    private int ownAttributes = XattrSets.NONE;

    /// @param directory the one whose list this is
    FileList(int start, TreePath directory, Scope scope) {
        this.start = start;
        this.directory = directory;
        this.scope = scope;
    }

    /// From here on, what is known of each entry is kept.
    ///
    /// @param ofDirectory what the list that named this one's directory says about it
    FileList keepingFacts(Listed ofDirectory, Digest digest) {
        facts = new FactColumns(digest);
        own = ofDirectory;
        return this;
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
            kinds = Arrays.copyOf(kinds, more);
        }
        if (used + entry.length > names.length) {
            long more = Math.max(used + entry.length, names.length * 3L / 2);
            names = Arrays.copyOf(names, (int) Math.min(MAX_BYTES, more));
        }
        System.arraycopy(entry.path, 0, names, used, entry.length);
        nameAt[count + 1] = used + entry.length;
        sizes[count] = entry.facts.size;
        folders[count] = folder;
        groups.set(count, entry.group);
        attributes.set(count, entry.attributes);
        kinds[count] = (byte) (entry.facts.mode >> KIND_SHIFT);
        if (entry.facts.digest != null) {
            keepDigest(entry.facts.digest);
        }
        if (facts != null) {
            facts.add(entry.facts);
        }
        count++;
    }

    /// Digests are there for every file or for none.
    private void keepDigest(byte[] digest) {
        digestLength = digest.length;
        int at = count * digestLength;
        if (at + digestLength > digests.length) {
            digests = Arrays.copyOf(digests, sizes.length * digestLength);
        }
        System.arraycopy(digest, 0, digests, at, digestLength);
    }

    /// Sorts it, once all of it has come. A small list is also freed of the room it did not need:
    /// there may be one for every directory.
    void sort() {
        order = PathOrder.sorted(count, this::compare);
        if (scope == Scope.DIRECTORY) {
            names = Arrays.copyOf(names, nameAt[count]);
            nameAt = Arrays.copyOf(nameAt, count + 1);
            sizes = Arrays.copyOf(sizes, count);
            folders = Arrays.copyOf(folders, count);
            groups.trim(count);
            attributes.trim(count);
            kinds = Arrays.copyOf(kinds, count);
            digests = Arrays.copyOf(digests, count * digestLength);
            if (facts != null) {
                facts.trim();
            }
        }
    }

    /// Whether the root is in it.
    boolean holdsRoot() {
        return count > 0 && isDot(order[0]);
    }

    /// Whether anything but the root itself is in it.
    boolean holdsMoreThanRoot() {
        return count > 1 || count == 1 && !isDot(0);
    }

    private int compare(int a, int b) {
        return PathOrder.compare(
                names, nameAt[a], nameAt[a + 1], folders[a], nameAt[b], nameAt[b + 1], folders[b]);
    }

    /// Everything must hang together: no name stands for two kinds of things, and every entry lies
    /// in a directory that the list's [Scope] allows.
    ///
    /// A name may come again as the same kind, as it does when the directory changes while it is
    /// read. A target's rsync then keeps the first and asks for none of the others, which keep
    /// their indices; a source's keeps all. It makes no difference to what may be on the target
    /// which of them that is. Directories may come again only in one list with what is in them: of
    /// one with a list of its own, either end would make something else.
    void judge() throws Broken {
        for (int i = 0; i < count; i++) {
            int row = order[i];
            boolean twice =
                    i > 0 && compare(order[i - 1], row) == 0 && !mayRepeat(order[i - 1], row);
            if (isDot(row) && !folders[row]) {
                throw broken(row, "that is no directory");
            }
            if (twice || folders[row] && !isDot(row) && holdsPlain(nameAt[row], nameAt[row + 1])) {
                throw broken(row, TWICE);
            }
        }
        switch (scope) {
            case TREE, NAMED -> judgeTree();
            case SELECTION, NAMED_PATHS -> judgeSelection();
            case FIRST, FIRST_NAMED, DIRECTORY -> judgeDirectory();
        }
    }

    private boolean mayRepeat(int row, int again) {
        boolean alike = kinds[row] == kinds[again];
        return switch (scope) {
            case NAMED, NAMED_PATHS, FIRST_NAMED -> alike;
            case TREE, SELECTION -> alike && !isDot(row);
            case FIRST, DIRECTORY -> alike && !isDot(row) && !folders[row];
        };
    }

    /// Walks the sorted list with the directories that are open.
    private void judgeTree() throws Broken {
        List<Integer> above = new ArrayList<>();
        for (int row : order) {
            if (isDot(row)) {
                continue;
            }
            while (!above.isEmpty() && !within(row, above.getLast())) {
                above.removeLast();
            }
            if (slashes(row) > above.size()) {
                throw broken(row, "outside every directory of its list");
            }
            if (folders[row]) {
                above.add(row);
            }
        }
    }

    private void judgeSelection() throws Broken {
        for (int row = 0; row < count; row++) {
            for (int i = nameAt[row]; i < nameAt[row + 1]; i++) {
                if (names[i] == '/' && holdsPlain(nameAt[row], i)) {
                    throw broken(row, "inside something that is no directory");
                }
            }
        }
    }

    private void judgeDirectory() throws Broken {
        byte[] parent = directory.toBytes();
        for (int row = 0; row < count; row++) {
            if (scope != Scope.DIRECTORY && isDot(row)) {
                continue;
            }
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

    /// Whether `names[from, to)` is in the list as something other than a directory.
    private boolean holdsPlain(int from, int to) {
        return plain(names, from, to) >= 0;
    }

    /// The row of `path[from, to)` as something other than a directory, or a negative number.
    private int plain(byte[] path, int from, int to) {
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

    private Broken broken(int row, String what) {
        return new Broken(
                "\""
                        + Visible.bytes(names, nameAt[row], nameAt[row + 1] - nameAt[row])
                        + "\" "
                        + what);
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

    /// The sets of extended attributes of the directories in it, in the order of [#directories].
    void directoryAttributes(Marks into, int from) {
        int at = from;
        for (int row : order) {
            if (folders[row]) {
                into.set(at++, attributes.get(row));
            }
        }
    }

    void directoryFacts(List<Listed> into) {
        for (int row : order) {
            if (facts != null && folders[row]) {
                into.add(facts.row(row, sizes[row]));
            }
        }
    }

    /// Tells the set of extended attributes of the directory whose list this is.
    void ofDirectory(int set) {
        ownAttributes = set;
    }

    /// The set of extended attributes of an entry, or of the directory for the index below all.
    int attributes(int index) {
        if (index >= start) {
            return attributes.get(order[index - start]);
        }
        boolean rooted = scope == Scope.FIRST && count > 0 && isDot(order[0]);
        return rooted ? attributes.get(order[0]) : ownAttributes;
    }

    /// Whether any hard link is in it.
    boolean holdsHardLinks() {
        return groups.any();
    }

    /// The group of hard links that an entry belongs to; none for the index below all.
    int group(int index) {
        return index < start ? EntryReader.NO_GROUP : groups.get(order[index - start]);
    }

    /// The group of hard links that a path in it belongs to; none where it is not in it.
    int group(TreePath path) {
        byte[] name = path.toBytes();
        int row = plain(name, 0, name.length);
        return row < 0 ? EntryReader.NO_GROUP : groups.get(row);
    }

    TreePath path(int index) throws Broken {
        return pathOf(order[index - start]);
    }

    boolean isDirectory(int index) {
        return folders[order[index - start]];
    }

    long size(int index) {
        return sizes[order[index - start]];
    }

    /// Whether a file has this digest, as far as the list told one.
    boolean mayHave(byte[] digest, int index) {
        int at = order[index - start] * digestLength;
        return digestLength == 0
                || Arrays.equals(digests, at, at + digestLength, digest, 0, digest.length);
    }

    /// What the list says about an entry, where that is kept; below its start, what is known of
    /// its directory.
    Listed listed(int index) {
        boolean ofRoot = index < start && scope == Scope.FIRST && count > 0 && isDot(order[0]);
        if (index < start && !ofRoot) {
            return own;
        }
        int row = ofRoot ? order[0] : order[index - start];
        return facts == null ? Listed.UNKNOWN : facts.row(row, sizes[row]);
    }

    private TreePath pathOf(int row) throws Broken {
        try {
            return TreePath.checked(names, nameAt[row], nameAt[row + 1] - nameAt[row]);
        } catch (MalformedTree e) {
            throw new Broken(e.reason());
        }
    }
}
