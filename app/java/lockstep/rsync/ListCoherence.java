package lockstep.rsync;

import java.util.ArrayList;
import java.util.List;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;

/// Judges one list: no name stands for two kinds of things, and every entry lies in a directory
/// that the list's [Scope] allows.
///
/// A name may come again as the same kind, as it does when the directory changes while it is
/// read. A target's rsync then keeps the first and asks for none of the others, which keep
/// their indices; a source's keeps all. It makes no difference to what may be on the target
/// which of them that is. Directories may come again in one list with what is in them, and where
/// several arguments name them.
final class ListCoherence {
    private static final String TWICE =
            "twice, as two things; where it changed while it was listed, run it again";

    private final SortedNames names;
    private final byte[] kinds;
    private final Scope scope;
    private final TreePath directory;

    /// @param kinds of the rows
    /// @param directory the one whose list it is
    ListCoherence(SortedNames names, byte[] kinds, Scope scope, TreePath directory) {
        this.names = names;
        this.kinds = kinds;
        this.scope = scope;
        this.directory = directory;
    }

    void judge() throws Broken {
        int[] order = names.order();
        for (int i = 0; i < order.length; i++) {
            int row = order[i];
            boolean folder = names.isFolder(row);
            boolean twice =
                    i > 0 && names.compare(order[i - 1], row) == 0 && !mayRepeat(order[i - 1], row);
            if (names.isDot(row) && !folder) {
                throw broken(row, "that is no directory");
            }
            if (twice || folder && !names.isDot(row) && names.holdsPlain(row)) {
                throw broken(row, TWICE);
            }
        }
        switch (scope) {
            case TREE, NAMED -> judgeTree();
            case SELECTION, NAMED_PATHS -> judgeSelection();
            case FIRST, FIRST_NAMED, DIRECTORY, DIRECTORY_NAMED -> judgeDirectory();
        }
    }

    private boolean mayRepeat(int row, int again) {
        boolean alike = kinds[row] == kinds[again];
        return switch (scope) {
            case NAMED, NAMED_PATHS, FIRST_NAMED, DIRECTORY_NAMED -> alike;
            case TREE, SELECTION -> alike && !names.isDot(row);
            case FIRST, DIRECTORY -> alike && !names.isDot(row) && !names.isFolder(row);
        };
    }

    /// Walks the sorted list with the directories that are open.
    private void judgeTree() throws Broken {
        List<Integer> above = new ArrayList<>();
        for (int row : names.order()) {
            if (names.isDot(row)) {
                continue;
            }
            while (!above.isEmpty() && !names.within(row, above.getLast())) {
                above.removeLast();
            }
            if (names.depth(row) > above.size()) {
                throw broken(row, "outside every directory of its list");
            }
            if (names.isFolder(row)) {
                above.add(row);
            }
        }
    }

    /// The directories that a name has in common with the one before it were looked at with that
    /// one: else names of many levels would cost each other a search a level.
    private void judgeSelection() throws Broken {
        int[] order = names.order();
        for (int i = 0; i < order.length; i++) {
            int known = i == 0 ? 0 : names.shared(order[i - 1], order[i]);
            if (names.isBelowPlain(order[i], known)) {
                throw broken(order[i], "inside something that is no directory");
            }
        }
    }

    private void judgeDirectory() throws Broken {
        byte[] parent = directory.toBytes();
        for (int row = 0; row < names.count(); row++) {
            boolean root = names.isDot(row);
            if (root ? scope.isOfDirectory() : !names.isIn(parent, row)) {
                throw broken(row, "in the list of \"" + directory.visible() + "\"");
            }
        }
    }

    private Broken broken(int row, String what) {
        return new Broken("\"" + names.visible(row) + "\" " + what);
    }
}
