package lockstep.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A random tree with names that tempt a sorting rule: shared beginnings, bytes around `/`, high
/// bytes, names that are prefixes of others. Paths are Latin-1 text, a character a byte.
public final class RandomTree {
    private static final String[] NAMES = {
        "a", "a-", "a.", "a0", "a!", "ab", "a b", "A", "b", "-rf", ".hidden",
        "...", " ", "\u0001", "\n", "\u00ff", "\u00c3\u00a9", "\u0080", "~", "%", "z z", "conf",
        "conf.d", "conf-d", "conf!", "\\", "*", "'", "\"", "$(x)"
    };

    private RandomTree() {}

    /// A kind for each path but the root's, every parent before its children.
    public static Map<String, Kind> paths(Random random, int size) {
        Map<String, Kind> paths = new LinkedHashMap<>();
        List<String> directories = new ArrayList<>(List.of(""));
        for (int i = 0; i < size; i++) {
            String directory = directories.get(random.nextInt(directories.size()));
            String name = NAMES[random.nextInt(NAMES.length)];
            name = random.nextInt(3) == 0 ? name + NAMES[random.nextInt(NAMES.length)] : name;
            String path = directory.isEmpty() ? name : directory + "/" + name;
            Kind kind = random.nextInt(3) == 0 ? Kind.DIRECTORY : Kind.FILE;
            if (paths.putIfAbsent(path, kind) == null && kind == Kind.DIRECTORY) {
                directories.add(path);
            }
        }
        return paths;
    }

    /// Paths sorted as rsync(1) says, worked out by keys: in each directory `0name` for a plain
    /// entry and `1name/` for a directory, compared as text.
    public static List<String> sorted(Map<String, Kind> paths) {
        List<String> sorted = new ArrayList<>(paths.keySet());
        sorted.sort((a, b) -> compareKeys(key(a, paths), key(b, paths)));
        return sorted;
    }

    private static List<String> key(String path, Map<String, Kind> paths) {
        List<String> key = new ArrayList<>();
        int slash = path.indexOf('/');
        while (slash >= 0) {
            key.add("1" + path.substring(path.lastIndexOf('/', slash - 1) + 1, slash) + "/");
            slash = path.indexOf('/', slash + 1);
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        key.add(paths.get(path) == Kind.DIRECTORY ? "1" + name + "/" : "0" + name);
        return key;
    }

    private static int compareKeys(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int c = a.get(i).compareTo(b.get(i));
            if (c != 0) {
                return c;
            }
        }
        return a.size() - b.size();
    }
}
