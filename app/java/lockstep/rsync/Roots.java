package lockstep.rsync;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the names in a list may begin with, where the source was told several arguments and not
/// one tree: a name that none of them can have led to was never asked for (safety.md §4.3,
/// class 4). Immutable once built; safe for many threads then.
public final class Roots {
    private final Node top = new Node();
    private final Below below;
    private final Shape shape;
    private boolean everything;
    private boolean missing;

    /// Whether there may be more below a name that was asked for.
    public enum Below {
        NOTHING,
        ANYTHING
    }

    /// What stands above a name that was asked for.
    public enum Shape {
        /// Nothing: the names are the last parts of the arguments.
        LAST_PARTS,
        /// Its directories, perhaps without entries of their own.
        WHOLE_PATHS
    }

    public Roots(Below below, Shape shape) {
        this.below = below;
        this.shape = shape;
    }

    /// What is in a directory was asked for, so any name may come, and the directory itself.
    public void addContents() {
        everything = true;
    }

    /// A name was asked for, part by part.
    ///
    /// @param parts names of a level each, characters that stand for bytes
    public void add(List<String> parts) {
        if (parts.isEmpty()) {
            everything = true;
        }
        Node node = top;
        for (String part : parts) {
            node = node.names.computeIfAbsent(part, _ -> new Node());
        }
        node.end = true;
    }

    /// Names that match were asked for: as [#add], with rsync's wildcards.
    public void addPattern(List<String> parts) {
        Node node = top;
        for (String part : parts) {
            node = node.patterns.computeIfAbsent(new Wildcard(part), _ -> new Node());
        }
        node.end = true;
    }

    /// A name that the source lacks may come as such, to be deleted (`--delete-missing-args`).
    public void addMissing() {
        missing = true;
    }

    boolean mayBeMissing() {
        return missing;
    }

    /// Whether names in the list are whole paths.
    public boolean wholePaths() {
        return shape == Shape.WHOLE_PATHS;
    }

    /// Whether this may be in the list.
    boolean permit(EntryReader entry, boolean folder) {
        if (everything) {
            return true;
        }
        String name = new String(entry.path, 0, entry.length, StandardCharsets.ISO_8859_1);
        if (entry.length == 1 && entry.path[0] == '.') {
            return folder && wholePaths() && entry.implied;
        }
        return permits(top, name, 0, folder);
    }

    private boolean permits(Node node, String name, int from, boolean folder) {
        if (from > name.length()) {
            return node.end || folder && wholePaths();
        }
        if (node.end && below == Below.ANYTHING) {
            return true;
        }
        int slash = name.indexOf('/', from);
        int to = slash < 0 ? name.length() : slash;
        String part = name.substring(from, to);
        Node exact = node.names.get(part);
        if (exact != null && permits(exact, name, to + 1, folder)) {
            return true;
        }
        for (Map.Entry<Wildcard, Node> pattern : node.patterns.entrySet()) {
            if (pattern.getKey().matches(part)
                    && permits(pattern.getValue(), name, to + 1, folder)) {
                return true;
            }
        }
        return false;
    }

    /// The refusal of an entry that nobody asked for.
    static String refused(EntryReader entry) {
        return "\""
                + lockstep.fault.Visible.bytes(entry.path, 0, entry.length)
                + "\", which nobody asked for";
    }

    @Override
    public String toString() {
        return everything ? "everything" : top.names.keySet() + " " + top.patterns.keySet();
    }

    private static final class Node {
        private final Map<String, Node> names = new HashMap<>();
        private final Map<Wildcard, Node> patterns = new LinkedHashMap<>();
        private boolean end;
    }
}
