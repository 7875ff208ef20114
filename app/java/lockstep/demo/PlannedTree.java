package lockstep.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import lockstep.tree.TreePath;

/// One node's tree before it is on the disk. A path sorts before everything below it.
final class PlannedTree {
    private final NavigableMap<TreePath, Planned> entries;

    private PlannedTree(NavigableMap<TreePath, Planned> entries) {
        this.entries = entries;
    }

    /// A root directory and nothing else.
    static PlannedTree empty(Instant time) {
        var tree = new PlannedTree(new TreeMap<>());
        tree.put(TreePath.ROOT, new Planned.Folder(0755, time));
        return tree;
    }

    PlannedTree copy() {
        return new PlannedTree(new TreeMap<>(entries));
    }

    void put(TreePath path, Planned entry) {
        entries.put(path, entry);
    }

    Planned get(TreePath path) {
        Planned entry = entries.get(path);
        if (entry == null) {
            throw new IllegalArgumentException("nothing is planned at " + path);
        }
        return entry;
    }

    /// Takes out the entry and everything below it; gives what was taken out, the entry first.
    List<TreePath> remove(TreePath path) {
        List<TreePath> gone =
                entries.tailMap(path, true).keySet().stream()
                        .filter(p -> p.isWithin(path))
                        .toList();
        gone.forEach(entries::remove);
        return gone;
    }

    /// The paths of all entries of one kind, in order.
    List<TreePath> paths(Class<? extends Planned> kind) {
        List<TreePath> found = new ArrayList<>();
        entries.forEach(
                (path, entry) -> {
                    if (kind.isInstance(entry)) {
                        found.add(path);
                    }
                });
        return found;
    }

    /// Makes all entries below `root`, which must not exist yet, and then sets the times from the
    /// leaves up, so that no directory shows when its children were made.
    void write(Path root) throws IOException {
        String prefix = prefix(root);
        for (Map.Entry<TreePath, Planned> e : entries.entrySet()) {
            e.getValue().make(at(prefix, e.getKey()));
        }
        for (Map.Entry<TreePath, Planned> e : entries.descendingMap().entrySet()) {
            e.getValue().stamp(at(prefix, e.getKey()));
        }
    }

    /// The path on disk, byte for byte, whatever the locale of this process.
    static Path onDisk(Path root, TreePath path) {
        return at(prefix(root), path);
    }

    private static String prefix(Path root) {
        String uri = root.toUri().toString();
        return uri.endsWith("/") ? uri : uri + '/';
    }

    /// A file URI is the one door through which the platform takes a name that is not text.
    private static Path at(String prefix, TreePath path) {
        StringBuilder uri = new StringBuilder(prefix);
        for (byte b : path.toBytes()) {
            if (b == '/' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9') {
                uri.append((char) b);
            } else {
                uri.append('%');
                HexFormat.of().toHexDigits(uri, b);
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /// A path from text of which each character is one byte, for names that are not UTF-8.
    static TreePath bytewise(String latin) {
        try {
            byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
            return TreePath.checked(bytes, 0, bytes.length);
        } catch (lockstep.tree.MalformedTree e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
