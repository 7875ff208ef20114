package lockstep.rsync;

import java.util.List;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// One list: its names and what its entries say, a column each, in the order they came.
final class FileList {
    private static final int KIND_SHIFT = 12;
    private static final long[] NO_SIZES = {};
    private static final byte[] NO_KINDS = {};

    /// What a list takes in which there is nothing.
    static final int EMPTY = 640;

    private final int start;
    private final TreePath directory;
    private final Scope scope;
    private final Budget budget;
    private final SortedNames names;
    private long[] sizes = NO_SIZES;
    private byte[] kinds = NO_KINDS;
    private final ListedDigests digests;
    private @Nullable FactColumns facts;
    private @Nullable Digest digest;
    private Listed own = Listed.UNKNOWN;
    private final Marks groups;
    private final Marks attributes;
    private int ownAttributes = XattrSets.NONE;

    /// @param directory the one whose list this is
    /// @param budget pays for everything but the [#EMPTY] list
    FileList(int start, TreePath directory, Scope scope, Budget budget) {
        this.start = start;
        this.directory = directory;
        this.scope = scope;
        this.budget = budget;
        this.names = new SortedNames(budget);
        this.digests = new ListedDigests(budget);
        this.groups = new Marks(EntryReader.NO_GROUP, budget);
        this.attributes = new Marks(XattrSets.NONE, budget);
    }

    /// From here on, what is known of each entry is kept.
    ///
    /// @param ofDirectory what the list that named this one's directory says about it
    FileList keepingFacts(Listed ofDirectory, Digest digest) {
        facts = new FactColumns(budget);
        this.digest = digest;
        own = ofDirectory;
        return this;
    }

    int start() {
        return start;
    }

    int end() {
        return start + names.count();
    }

    TreePath directory() {
        return directory;
    }

    void add(EntryReader entry, boolean folder) throws TooLarge {
        int count = names.count();
        names.add(entry.path, entry.length, folder);
        sizes = budget.withRoom(sizes, count + 1L);
        kinds = budget.withRoom(kinds, count + 1L);
        sizes[count] = entry.facts.size;
        groups.set(count, entry.group);
        attributes.set(count, entry.attributes);
        kinds[count] = (byte) (entry.facts.mode >> KIND_SHIFT);
        if (entry.facts.digest != null) {
            digests.set(count, entry.facts.digest);
        }
        if (facts != null) {
            facts.add(entry.facts);
        }
    }

    /// Sorts it, once all of it has come. A small list is also freed of the room it did not need:
    /// there may be one for every directory.
    void sort() throws TooLarge {
        names.sort();
        if (scope.isOfDirectory()) {
            int count = names.count();
            names.trim();
            sizes = budget.resized(sizes, count);
            groups.trim(count);
            attributes.trim(count);
            kinds = budget.resized(kinds, count);
            digests.trim(count);
            if (facts != null) {
                facts.trim();
            }
        }
    }

    /// Whether the root is in it.
    boolean holdsRoot() {
        return names.holdsRoot();
    }

    /// Everything must hang together, see [ListCoherence].
    void judge() throws Broken {
        new ListCoherence(names, kinds, scope, directory).judge();
    }

    /// Whether anything but the root itself is in it.
    boolean holdsMoreThanRoot() {
        return names.count() > (names.holdsRoot() ? 1 : 0);
    }

    void directories(List<TreePath> into) throws Broken, TooLarge {
        for (int row : names.order()) {
            if (names.isFolder(row)) {
                TreePath path = names.path(row);
                budget.take(Budget.kept(path.length()));
                into.add(path);
            }
        }
    }

    /// The sets of extended attributes of the directories in it, in the order of [#directories].
    void directoryAttributes(Marks into, int from) throws TooLarge {
        int at = from;
        for (int row : names.order()) {
            if (names.isFolder(row)) {
                into.set(at++, attributes.get(row));
            }
        }
    }

    void directoryFacts(List<Listed> into) throws TooLarge {
        for (int row : names.order()) {
            if (facts != null && names.isFolder(row)) {
                budget.take(Listed.KEPT);
                into.add(ofRow(row));
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
            return attributes.get(names.row(index - start));
        }
        boolean rooted = scope.beginsAtRoot() && names.holdsRoot();
        return rooted ? attributes.get(names.row(0)) : ownAttributes;
    }

    /// Whether any hard link is in it.
    boolean holdsHardLinks() {
        return groups.any();
    }

    /// The group of hard links that an entry belongs to; none for the index below all.
    int group(int index) {
        return index < start ? EntryReader.NO_GROUP : groups.get(names.row(index - start));
    }

    /// The group of hard links that a path in it belongs to; none where it is not in it.
    int group(TreePath path) {
        byte[] name = path.toBytes();
        int row = names.plain(name, 0, name.length);
        return row < 0 ? EntryReader.NO_GROUP : groups.get(row);
    }

    TreePath path(int index) throws Broken {
        return names.path(names.row(index - start));
    }

    boolean isDirectory(int index) {
        return names.isFolder(names.row(index - start));
    }

    boolean isFile(int index) {
        return kind(names.row(index - start)) == Kind.FILE;
    }

    long size(int index) {
        return sizes[names.row(index - start)];
    }

    /// Whether a file has this digest, as far as the list told one.
    boolean mayHave(byte[] digest, int index) {
        return digests.mayBe(digest, names.row(index - start));
    }

    /// What the list says about an entry, where that is kept; below its start, what is known of
    /// its directory.
    Listed listed(int index) {
        boolean ofRoot = index < start && scope.beginsAtRoot() && names.holdsRoot();
        if (index < start && !ofRoot) {
            return own;
        }
        return ofRow(ofRoot ? names.row(0) : names.row(index - start));
    }

    private Listed ofRow(int row) {
        if (facts == null || digest == null) {
            return Listed.UNKNOWN;
        }
        byte[] written = kind(row) == Kind.FILE ? digests.written(row, digest) : Listed.NOTHING;
        return facts.row(row, sizes[row], written);
    }

    private @Nullable Kind kind(int row) {
        return Kind.of(kinds[row] << KIND_SHIFT);
    }
}
