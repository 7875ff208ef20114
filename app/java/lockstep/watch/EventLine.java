package lockstep.watch;

import java.util.Optional;
import lockstep.rsync.NameRules;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;

/// Reads one line of `inotifywait`, which is hostile: whoever may write below the root chooses the
/// names in it. Whatever is not understood counts as a change of something, for one look too many
/// does no harm. Used by one thread.
final class EventLine {
    private static final byte[] DIRECTORY = {'I', 'S', 'D', 'I', 'R'};
    private static final int EVENTS = 200;

    private final NameRules rules;

    /// @param rules of the cluster: what they leave out is not reported
    EventLine(NameRules rules) {
        this.rules = rules;
    }

    /// What a line tells.
    ///
    /// @param matters false for what the rules leave out
    /// @param path below the root; empty where it is not known
    record Read(boolean matters, Optional<TreePath> path) {
        static final Read SOMETHING = new Read(true, Optional.empty());
    }

    /// @param line without its end
    Read read(byte[] line) {
        int space = space(line);
        if (space < 0 || space > EVENTS || !isRelative(line, space + 1)) {
            return Read.SOMETHING;
        }
        int from = space + 3;
        int to = line.length;
        while (to > from && line[to - 1] == '/') {
            to--;
        }
        if (to == from) {
            return Read.SOMETHING;
        }
        try {
            TreePath path = TreePath.checked(line, from, to - from);
            return new Read(!isHidden(path, isDirectory(line, space)), Optional.of(path));
        } catch (MalformedTree _) {
            return Read.SOMETHING;
        }
    }

    private boolean isHidden(TreePath path, boolean directory) {
        for (TreePath above = path.parent(); !above.isRoot(); above = above.parent()) {
            if (rules.hidesDirectory(above)) {
                return true;
            }
        }
        return directory ? rules.hidesDirectory(path) : rules.hidesFile(path);
    }

    private static boolean isRelative(byte[] line, int at) {
        return line.length > at + 1 && line[at] == '.' && line[at + 1] == '/';
    }

    /// Whether one of the events before the space says that it is a directory.
    private static boolean isDirectory(byte[] line, int space) {
        for (int at = 0; at + DIRECTORY.length <= space; at++) {
            int same = 0;
            while (same < DIRECTORY.length && line[at + same] == DIRECTORY[same]) {
                same++;
            }
            if (same == DIRECTORY.length) {
                return true;
            }
        }
        return false;
    }

    private static int space(byte[] line) {
        for (int at = 0; at < line.length; at++) {
            if (line[at] == ' ') {
                return at;
            }
        }
        return -1;
    }
}
