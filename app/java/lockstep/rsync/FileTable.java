package lockstep.rsync;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// What the indices of a conversation mean: every list that the source sent, sorted as both
/// rsyncs sort it, because indices count sorted entries. Filled by the thread that reads the
/// source, asked by both.
///
/// Also the judge of lists: a name stands for one kind of thing, an entry lies in the directory
/// that its list is about or, in a whole tree, in one of the same list, no directory has two
/// lists, and with a selection nothing comes that was neither asked for nor stands above it, else
/// nothing that the filter rules hide.
final class FileTable {
    private final Budget budget;
    private final List<FileList> lists = new ArrayList<>();
    private final List<TreePath> directories = new ArrayList<>();
    private final List<Listed> directoryFacts = new ArrayList<>();
    private final boolean incremental;
    private final @Nullable Set<TreePath> selection;
    private final @Nullable Roots roots;
    private final Set<TreePath> above = new HashSet<>();
    private final BitSet listed = new BitSet();
    private final Marks directoryAttributes;
    /// The lists in which there are hard links, by what they are about.
    private final Map<TreePath, FileList> linked = new HashMap<>();
    private final long[] kinds = new long[Tally.KINDS];
    private Filter filter = Filter.of(List.of());
    private @Nullable Digest facts;
    private @Nullable FileList open;
    private long entries;
    private long bytes;

    /// @param budget of the source
    FileTable(boolean incremental, Optional<Set<TreePath>> selection, Budget budget) {
        this(incremental, selection, Optional.empty(), budget);
    }

    FileTable(
            boolean incremental,
            Optional<Set<TreePath>> selection,
            Optional<Roots> roots,
            Budget budget) {
        this.budget = budget;
        this.directoryAttributes = new Marks(XattrSets.NONE, budget);
        this.incremental = incremental;
        this.roots = roots.orElse(null);
        this.selection = selection.orElse(null);
        selection.ifPresent(paths -> paths.forEach(this::climb));
    }

    /// From here on all facts of all entries are kept.
    ///
    /// @param digest of which sort those in the list are
    FileTable keepingFacts(Digest digest) {
        facts = digest;
        return this;
    }

    /// From here on nothing may come that this hides.
    FileTable filteredBy(Filter rules) {
        filter = rules;
        return this;
    }

    private void climb(TreePath path) {
        for (TreePath p = path.parent(); above.add(p) && !p.isRoot(); p = p.parent()) {
            // Each directory above a chosen path may be named as well, marked as implied.
        }
    }

    /// Begins the first list.
    synchronized void begin() throws TooLarge {
        open(
                incremental
                        ? new FileList(1, TreePath.ROOT, first(), budget)
                        : new FileList(0, TreePath.ROOT, whole(), budget),
                Listed.UNKNOWN);
    }

    private Scope first() {
        return roots == null ? Scope.FIRST : Scope.FIRST_NAMED;
    }

    private Scope later() {
        return roots == null ? Scope.DIRECTORY : Scope.DIRECTORY_NAMED;
    }

    private Scope whole() {
        if (roots != null) {
            return roots.wholePaths() ? Scope.NAMED_PATHS : Scope.NAMED;
        }
        return selection == null ? Scope.TREE : Scope.SELECTION;
    }

    private void open(FileList list, Listed ofDirectory) throws TooLarge {
        budget.take(FileList.EMPTY);
        open = facts == null ? list : list.keepingFacts(ofDirectory, facts);
    }

    /// Begins the list of the n-th directory.
    synchronized void begin(int directory) throws Broken, TooLarge {
        if (directory < 0 || directory >= directories.size()) {
            throw new Broken("a list of the unknown directory " + directory);
        }
        if (listed.get(directory)) {
            throw new Broken("a second list of \"" + directories.get(directory).visible() + "\"");
        }
        isListed(directory);
        FileList next =
                new FileList(
                        lists.getLast().end() + 1, directories.get(directory), later(), budget);
        next.ofDirectory(directoryAttributes.get(directory));
        open(next, facts == null ? Listed.UNKNOWN : directoryFacts.get(directory));
    }

    /// Adds the entry just read to the list begun last.
    synchronized void add(EntryReader entry) throws Broken, TooLarge {
        FileList list = opened();
        Kind kind = Kind.of(entry.facts.mode);
        if (selection != null) {
            requireAsked(entry, selection);
        } else if (kind == null && (roots == null || !roots.mayBeMissing())) {
            throw new Broken("an entry without a kind");
        }
        if (roots != null) {
            roots.judge(entry, kind == Kind.DIRECTORY);
            if (kind != null) {
                filter.judge(entry, kind == Kind.DIRECTORY, roots);
            }
        } else if (selection == null) {
            filter.judge(entry, kind == Kind.DIRECTORY);
        }
        list.add(entry, kind == Kind.DIRECTORY);
        entries++;
        if (kind != null) {
            kinds[Tally.place(kind)]++;
        }
        if (kind == Kind.FILE) {
            bytes += Math.min(entry.facts.size, Long.MAX_VALUE - bytes);
        }
    }

    private void requireAsked(EntryReader entry, Set<TreePath> asked) throws Broken {
        TreePath path = entry.treePath();
        if (!asked.contains(path) && !(entry.implied && above.contains(path))) {
            throw new Broken("\"" + path.visible() + "\", which nobody asked for");
        }
    }

    /// Sorts and judges the list begun last; its indices mean something from here on.
    synchronized void end() throws Broken, TooLarge {
        FileList list = opened();
        list.sort();
        list.judge();
        if (incremental) {
            list.directoryAttributes(directoryAttributes, directories.size());
            list.directories(directories);
            if (lists.isEmpty() && list.holdsMoreThanRoot() && list.holdsRoot()) {
                isListed(0);
            }
            list.directoryFacts(directoryFacts);
        }
        if (list.holdsHardLinks()) {
            linked.put(list.directory(), list);
        }
        lists.add(list);
        open = null;
    }

    /// A directory that several arguments bring comes again in its list, next to itself; a source
    /// lists what is in all of them at once, and says so with the number of the first.
    private void isListed(int directory) {
        TreePath path = directories.get(directory);
        int first = directory;
        while (first > 0 && directories.get(first - 1).equals(path)) {
            first--;
        }
        int end = directory + 1;
        while (end < directories.size() && directories.get(end).equals(path)) {
            end++;
        }
        listed.set(first, end);
    }

    private FileList opened() {
        if (open == null) {
            throw new IllegalStateException("no list was begun");
        }
        return open;
    }

    /// Whether a list has begun and not ended, or none has begun.
    synchronized boolean unfinished() {
        return open != null || lists.isEmpty();
    }

    synchronized int listCount() {
        return lists.size();
    }

    synchronized long entries() {
        return entries;
    }

    synchronized long bytes() {
        return bytes;
    }

    /// The path of an index.
    ///
    /// @throws Broken when the index means nothing
    synchronized TreePath path(int index) throws Broken {
        FileList list = holding(index);
        return index == list.start() - 1 ? list.directory() : list.path(index);
    }

    /// Whether an index means a directory.
    synchronized boolean isDirectory(int index) throws Broken {
        FileList list = holding(index);
        return index == list.start() - 1 || list.isDirectory(index);
    }

    /// Whether an index means a regular file.
    synchronized boolean isFile(int index) throws Broken {
        FileList list = holding(index);
        return index >= list.start() && list.isFile(index);
    }

    /// The size of the file of an index; 0 for a directory's own index.
    synchronized long size(int index) throws Broken {
        FileList list = holding(index);
        return index == list.start() - 1 ? 0 : list.size(index);
    }

    /// The number of the set of extended attributes of an index, or [XattrSets#NONE].
    synchronized int attributes(int index) throws Broken {
        return holding(index).attributes(index);
    }

    /// Requires an entry to be a hard link, and the name of another file that its item gives to be
    /// one of the same group; the root stands for no name.
    synchronized void requireLinked(int index, TreePath other) throws Broken {
        FileList list = holding(index);
        int group = list.group(index);
        if (group == EntryReader.NO_GROUP) {
            throw new Broken("a link of index " + index + ", which is no hard link");
        }
        if (other.isRoot()) {
            return;
        }
        FileList holder = linked.getOrDefault(incremental ? other.parent() : TreePath.ROOT, list);
        if (holder.group(other) != group && lists.getFirst().group(other) != group) {
            throw new Broken(
                    "a link to \"" + other.visible() + "\", which the list does not link to it");
        }
    }

    /// Whether what was sent of a file is what its entry said, as far as that said anything.
    ///
    /// @param digest of the kind that is in the list, if one is
    synchronized boolean isAsListed(int index, long size, byte[] digest) throws Broken {
        FileList list = holding(index);
        return index >= list.start() && list.size(index) == size && list.mayHave(digest, index);
    }

    /// An item with what the list says about its entry; nothing of that without [#keepingFacts].
    ///
    /// @throws Broken when its index means nothing
    synchronized Itemized itemized(Item item) throws Broken {
        int index = item.index();
        int n = number(index);
        FileList list = lists.get(n);
        long place = incremental ? Math.max(0, index - 1L - n) : index;
        TreePath other = item.other();
        return new Itemized(
                place,
                path(index),
                list.listed(index),
                item.flags(),
                other == null ? Listed.NOTHING : other.toBytes());
    }

    /// How many entries of each kind were listed.
    synchronized Tally tally() {
        return Tally.of(kinds);
    }

    /// The list that holds an index; the one below a list's start names its directory.
    private FileList holding(int index) throws Broken {
        return lists.get(number(index));
    }

    private int number(int index) throws Broken {
        int low = 0;
        int high = lists.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            FileList list = lists.get(middle);
            if (index < list.start() - (incremental ? 1 : 0)) {
                high = middle - 1;
            } else if (index >= list.end()) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        throw new Broken("the index " + index + ", which no list holds");
    }
}
