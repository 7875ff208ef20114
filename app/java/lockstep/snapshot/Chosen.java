package lockstep.snapshot;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;

/// What has to be done to make some paths of a tree as they are in a snapshot. A path is there for
/// this when every directory that leads to it is, in the same tree: not behind a symbolic link,
/// and not in what the rules leave out.
final class Chosen {
    private final TreeSet<TreePath> paths;
    private final TreeSet<TreePath> asked = new TreeSet<>();
    private final Map<TreePath, Boolean> kept = new HashMap<>();
    private final Map<TreePath, Boolean> live = new HashMap<>();

    Chosen(Collection<TreePath> paths) {
        this.paths = new TreeSet<>(paths);
        for (TreePath path : paths) {
            TreePath at = path;
            while (!at.isRoot() && asked.add(at)) {
                at = at.parent();
            }
        }
    }

    /// The paths and what leads to them. Not the root: told of it, rsync takes what is in it.
    byte[] asked() {
        return list(asked);
    }

    /// Takes a line of [RestoreScript#LOOK]; what nobody asked for is nothing.
    void add(byte[] line) {
        if (line.length < 3 || line[0] != ':' || line[1] != 's' && line[1] != 'l') {
            return;
        }
        byte[] name = Difference.unescaped(line, 2);
        boolean directory = name[name.length - 1] == '/';
        int length = directory && name.length > 1 ? name.length - 1 : name.length;
        try {
            TreePath path = TreePath.checked(name, 0, length);
            if (asked.contains(path)) {
                (line[1] == 's' ? kept : live).put(path, directory);
            }
        } catch (MalformedTree _) {
            // A node that says this is lying, or its login talks.
        }
    }

    /// What only the live tree has, the inner before the outer.
    List<TreePath> going() {
        return paths.stream()
                .filter(path -> !path.isRoot() && !there(kept, path) && there(live, path))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    boolean isDirectory(TreePath live) {
        return Boolean.TRUE.equals(this.live.get(live));
    }

    /// What the snapshot has, and the directories that lead there and are missing.
    List<TreePath> coming() {
        TreeSet<TreePath> coming = new TreeSet<>();
        for (TreePath path : paths) {
            if (!path.isRoot() && there(kept, path)) {
                coming.add(path);
                TreePath at = path.parent();
                while (!at.isRoot() && !(there(live, at) && isDirectory(at))) {
                    coming.add(at);
                    at = at.parent();
                }
            }
        }
        return List.copyOf(coming);
    }

    /// Whether the root's own attributes are to be as they were.
    boolean root() {
        return paths.contains(TreePath.ROOT);
    }

    private static boolean there(Map<TreePath, Boolean> tree, TreePath path) {
        boolean there = tree.containsKey(path);
        TreePath at = path;
        while (there && !at.isRoot()) {
            at = at.parent();
            there = at.isRoot() || Boolean.TRUE.equals(tree.get(at));
        }
        return there;
    }

    static byte[] list(Collection<TreePath> paths) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (TreePath path : paths) {
            out.writeBytes(path.toBytes());
            out.write(0);
        }
        return out.toByteArray();
    }

    /// Reads what [RestoreScript#PATHS] says of what is to go.
    final class Gone {
        private final List<TreePath> going = going();
        private int at;
        private Optional<TreePath> stays = Optional.empty();

        /// What has gone, if that is what the line says.
        Optional<Difference> read(byte[] line) {
            boolean gone = isWord(line, ":gone");
            if (at >= going.size() || !gone && !isWord(line, ":stays")) {
                return Optional.empty();
            }
            TreePath path = going.get(at);
            at++;
            if (!gone && !isDirectory(path) && stays.isEmpty()) {
                stays = Optional.of(path);
            }
            return gone
                    ? Optional.of(new Difference(path, Difference.Kind.ADDED))
                    : Optional.empty();
        }

        /// A file that should have gone and is still there.
        Optional<TreePath> stays() {
            return stays;
        }

        private static boolean isWord(byte[] line, String word) {
            return new String(line, java.nio.charset.StandardCharsets.ISO_8859_1).equals(word);
        }
    }
}
