package lockstep.rsync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lockstep.fault.Visible;
import lockstep.tree.Wildcard;
import lockstep.wire.Broken;

/// What the names in a list may be, where the source was told several arguments and not one tree: a
/// name that none of them can have led to was never asked for, nor were the contents of a directory
/// that only stands above one (safety.md §4.3, classes 4 and 5). Immutable once built; safe for
/// many threads then.
public final class Roots {
    private final Node top = new Node();
    private final Below below;
    private final Shape shape;
    private boolean missing;

    /// What there may be below a name that was asked for.
    public enum Below {
        NOTHING,
        /// What is in it, where that was asked for, and nothing in that.
        ENTRIES,
        ANYTHING
    }

    /// What stands above a name that was asked for.
    public enum Shape {
        /// Nothing: the names are the last parts of the arguments.
        LAST_PARTS,
        /// Its directories, perhaps without entries of their own.
        WHOLE_PATHS
    }

    /// Whether a directory was asked for, or what is in it as well.
    enum Extent {
        ITSELF,
        WITH_CONTENTS
    }

    public Roots(Below below, Shape shape) {
        this.below = below;
        this.shape = shape;
    }

    /// A source's argument, with rsync's wildcards. Without whole paths only its last part is in
    /// names, wherever a `..` before that leads; with them no rsync takes a `..` that would be in
    /// names.
    ///
    /// @param path characters that stand for bytes
    public void addArgument(String path) {
        boolean wild = path.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
        Asked asked = asked(path);
        if (wild) {
            addPattern(asked.parts, asked.extent);
        }
        add(asked.parts, asked.extent); // also where nothing matches the pattern
    }

    /// A line of `--files-from`, which has no wildcards. A source takes each `..` back, with what
    /// stands before it, and goes no further than where it began.
    ///
    /// @param path characters that stand for bytes
    public void addName(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.subList(Math.max(0, parts.size() - 1), parts.size()).clear();
            } else if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        boolean contents = path.endsWith("/") || isUp(path);
        Asked asked = asked(String.join("/", parts) + (contents ? "/" : ""));
        add(asked.parts, asked.extent);
    }

    private record Asked(List<String> parts, Extent extent) {}

    private static boolean isUp(String path) {
        return path.equals("..") || path.endsWith("/..");
    }

    private Asked asked(String path) {
        int start = wholePaths() ? path.indexOf("/./") : -1;
        String named = start < 0 ? path : path.substring(start + "/./".length());
        boolean contents =
                named.endsWith("/")
                        || named.endsWith("/.")
                        || named.equals(".")
                        || isUp(named) && !wholePaths();
        List<String> parts =
                Arrays.stream(named.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .toList();
        int first = wholePaths() ? 0 : contents ? parts.size() : parts.size() - 1;
        List<String> kept = parts.subList(Math.max(0, first), parts.size());
        return new Asked(kept, contents || parts.isEmpty() ? Extent.WITH_CONTENTS : Extent.ITSELF);
    }

    /// A name was asked for, part by part; none for the place where names begin.
    ///
    /// @param parts names of a level each, characters that stand for bytes
    void add(List<String> parts, Extent extent) {
        Node node = top;
        for (String part : parts) {
            node = node.names.computeIfAbsent(part, _ -> new Node());
        }
        node.end(extent);
    }

    /// Names that match were asked for: as [#add], with rsync's wildcards.
    void addPattern(List<String> parts, Extent extent) {
        Node node = top;
        for (String part : parts) {
            node = node.patterns.computeIfAbsent(part, Matched::new).node;
        }
        node.end(extent);
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

    /// Refuses what no argument led to, and a directory whose contents the source claims to list
    /// though no argument asked for them: a target would delete what is not listed of them.
    void judge(EntryReader entry, boolean folder) throws Broken {
        Place place = place(entry, entry.length);
        if (!(place.asked || folder && place.above && wholePaths())) {
            throw refused(entry, "which");
        } else if (folder && !entry.bare && !place.contents) {
            throw refused(entry, "whose contents");
        }
    }

    /// Whether this stands above a name that was asked for, and says so: filter rules are for
    /// others.
    boolean isOnlyAbove(EntryReader entry) {
        return entry.implied && isAbove(entry, entry.length);
    }

    /// Whether the first bytes of an entry's path are a directory above a name that was asked for.
    boolean isAbove(EntryReader entry, int length) {
        return wholePaths() && place(entry, length).above;
    }

    private static Broken refused(EntryReader entry, String what) {
        return new Broken(
                "\""
                        + Visible.bytes(entry.path, 0, entry.length)
                        + "\", "
                        + what
                        + " nobody asked for");
    }

    private Place place(EntryReader entry, int length) {
        Place place = new Place(entry.path, length);
        boolean root = length == 1 && entry.path[0] == '.';
        walk(top, place, root ? length + 1 : 0);
        return place;
    }

    /// What the arguments have to say to one name.
    private static final class Place {
        private final byte[] path;
        private final int length;
        private boolean asked;
        private boolean contents;
        private boolean above;

        Place(byte[] path, int length) {
            this.path = path;
            this.length = length;
        }
    }

    private void walk(Node node, Place place, int from) {
        if (from > place.length) {
            place.asked |= node.end;
            place.contents |= node.end && below == Below.ANYTHING || node.listed();
            place.above |= !node.isLast();
            return;
        }
        int to = from;
        while (to < place.length && place.path[to] != '/') {
            to++;
        }
        boolean anything = node.end && below == Below.ANYTHING;
        place.asked |= anything || node.listed() && to == place.length;
        place.contents |= anything;
        if (node.isLast()) {
            return;
        }
        String part = new String(place.path, from, to - from, StandardCharsets.ISO_8859_1);
        Node exact = node.names.get(part);
        if (exact != null) {
            walk(exact, place, to + 1);
        }
        for (Matched matched : node.patterns.values()) {
            if (matched.pattern.matches(place.path, from, to)) {
                walk(matched.node, place, to + 1);
            }
        }
    }

    @Override
    public String toString() {
        return top.names.keySet() + " " + top.patterns.keySet();
    }

    private final class Node {
        private final Map<String, Node> names = new HashMap<>();
        private final Map<String, Matched> patterns = new LinkedHashMap<>();
        private boolean end;
        private boolean contents;

        void end(Extent extent) {
            end = true;
            contents |= extent == Extent.WITH_CONTENTS;
        }

        /// Whether no name leads further.
        boolean isLast() {
            return names.isEmpty() && patterns.isEmpty();
        }

        /// Whether what is in it is listed, though nothing that is in that.
        boolean listed() {
            return contents && below == Below.ENTRIES;
        }
    }

    /// Where names lead that match.
    private final class Matched {
        private final Wildcard pattern;
        private final Node node = new Node();

        Matched(String text) {
            pattern = new Wildcard(text);
        }
    }
}
