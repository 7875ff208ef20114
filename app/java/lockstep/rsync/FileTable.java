package lockstep.rsync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lockstep.tree.Kind;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// What the indices of a conversation mean: every list that the source sent, sorted as both
/// rsyncs sort it, because indices count sorted entries. Filled by the thread that reads the
/// source, asked by both.
///
/// Also the judge of lists: an entry must lie in the directory that its list is about, its parents
/// must be directories of the same list, and with a selection it must have been asked for.
final class FileTable {
    private final List<FileList> lists = new ArrayList<>();
    private final List<TreePath> directories = new ArrayList<>();
    private final boolean incremental;
    private final @Nullable Set<TreePath> selection;
    private final Set<TreePath> implied = new HashSet<>();
    private @Nullable FileList open;
    private long entries;
    private long bytes;

    FileTable(boolean incremental, Optional<Set<TreePath>> selection) {
        this.incremental = incremental;
        this.selection = selection.orElse(null);
        selection.ifPresent(paths -> paths.forEach(this::imply));
    }

    private void imply(TreePath path) {
        for (TreePath p = path.parent(); implied.add(p) && !p.isRoot(); p = p.parent()) {
            // Each directory above a selected path may be named as well.
        }
    }

    /// Begins the first list.
    synchronized void begin() {
        open = new FileList(incremental ? 1 : 0, TreePath.ROOT, false);
    }

    /// Begins the list of the n-th directory.
    synchronized void begin(int directory) throws Broken {
        if (directory < 0 || directory >= directories.size()) {
            throw new Broken("a list of the unknown directory " + directory);
        }
        FileList last = lists.getLast();
        open = new FileList(last.end() + 1, directories.get(directory), true);
    }

    /// Adds the entry just read to the list begun last.
    synchronized void add(EntryReader entry) throws Broken {
        FileList list = opened();
        Kind kind = Kind.of(entry.facts.mode);
        if (selection != null) {
            requireAsked(entry, selection);
        } else if (kind == null) {
            throw new Broken("an entry without a kind");
        }
        list.add(entry, kind == Kind.DIRECTORY);
        entries++;
        if (kind == Kind.FILE) {
            bytes += entry.facts.size;
        }
    }

    private void requireAsked(EntryReader entry, Set<TreePath> asked) throws Broken {
        TreePath path;
        try {
            path = TreePath.checked(entry.path, 0, entry.length);
        } catch (MalformedTree e) {
            throw new Broken(e.reason());
        }
        boolean above = Kind.of(entry.facts.mode) == Kind.DIRECTORY && implied.contains(path);
        if (!above && !asked.contains(path)) {
            throw new Broken("\"" + path.visible() + "\", which nobody asked for");
        }
    }

    /// Sorts and judges the list begun last; its indices mean something from here on.
    synchronized void end() throws Broken {
        FileList list = opened();
        list.sort();
        if (selection == null) {
            list.judge();
        }
        if (incremental) {
            list.directories(directories);
        }
        lists.add(list);
        open = null;
    }

    private FileList opened() {
        if (open == null) {
            throw new IllegalStateException("no list was begun");
        }
        return open;
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

    /// The size of the file of an index; 0 for a directory's own index.
    synchronized long size(int index) throws Broken {
        FileList list = holding(index);
        return index == list.start() - 1 ? 0 : list.size(index);
    }

    /// The list that holds an index; the one below a list's start names its directory.
    private FileList holding(int index) throws Broken {
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
                return list;
            }
        }
        throw new Broken("the index " + index + ", which no list holds");
    }
}
