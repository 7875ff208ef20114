package lockstep.options;

import java.util.Arrays;
import lockstep.rsync.Itemized;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;

/// Names as rsync prints them: a directory's ends in a slash, and the root is `./`.
final class Names {
    private Names() {}

    static byte[] shown(Itemized item) {
        return isDirectory(item) ? directory(item.path()) : item.path().toBytes();
    }

    static byte[] directory(TreePath path) {
        byte[] name = path.isRoot() ? new byte[] {'.'} : path.toBytes();
        byte[] slashed = Arrays.copyOf(name, name.length + 1);
        slashed[name.length] = '/';
        return slashed;
    }

    static boolean isDirectory(Itemized item) {
        return Kind.of(item.listed().mode()) == Kind.DIRECTORY;
    }
}
