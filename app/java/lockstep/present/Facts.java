package lockstep.present;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.tree.Entry;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import org.jspecify.annotations.Nullable;

/// The facts of one path, side by side: a line a fact, a value a node.
///
/// @param path safe to show
/// @param nodes the columns' names
public record Facts(String path, List<String> nodes, List<Line> lines) {
    /// One fact on every node.
    ///
    /// @param values a text a node; empty where the node has no such fact
    /// @param odd whether the value is not the baseline's
    public record Line(String label, List<String> values, List<Boolean> odd) {
        public Line {
            values = List.copyOf(values);
            odd = List.copyOf(odd);
        }
    }

    public Facts {
        nodes = List.copyOf(nodes);
        lines = List.copyOf(lines);
    }

    static Facts of(DriftTree tree, int row) {
        List<@Nullable Entry> entries = new ArrayList<>();
        for (int node = 0; node < tree.nodes(); node++) {
            entries.add(entry(tree, row, node));
        }
        List<Line> lines = new ArrayList<>();
        lines.add(line(tree, "kind", kinds(tree, row, entries)));
        add(lines, tree, "mode", entries, e -> mode(e.mode()));
        add(lines, tree, "owner", entries, Entry::owner);
        add(lines, tree, "group", entries, Entry::group);
        add(lines, tree, "size", entries, e -> size(e));
        add(lines, tree, "time", entries, e -> Words.moment(e.modified()));
        add(lines, tree, "target", entries, e -> text(e.target()));
        add(lines, tree, "digest", entries, e -> text(e.digest()));
        return new Facts(tree.path(row).visible(), tree.nodeNames(), lines);
    }

    private static @Nullable Entry entry(DriftTree tree, int row, int node) {
        Listing listing = tree.listing(node);
        int at = tree.listingRow(row, node);
        return listing == null || at < 0 ? null : listing.entry(at);
    }

    private static void add(
            List<Line> lines,
            DriftTree tree,
            String label,
            List<@Nullable Entry> entries,
            Function<Entry, String> value) {
        List<String> values = entries.stream().map(e -> e == null ? "" : value.apply(e)).toList();
        if (values.stream().anyMatch(v -> !v.isEmpty())) {
            lines.add(line(tree, label, values));
        }
    }

    private static Line line(DriftTree tree, String label, List<String> values) {
        String expected =
                switch (tree.baseline()) {
                    case Baseline.Reference(int node) -> values.get(node);
                    case Baseline.Majority() -> mostFrequent(values);
                };
        List<Boolean> odd =
                values.stream()
                        .map(v -> !v.equals(expected) && !v.isEmpty() && !expected.isEmpty())
                        .toList();
        return new Line(Strings.text("fact." + label), values, odd);
    }

    private static String mostFrequent(List<String> values) {
        Map<String, Long> counts =
                values.stream().collect(Collectors.groupingBy(v -> v, Collectors.counting()));
        return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private static List<String> kinds(DriftTree tree, int row, List<@Nullable Entry> entries) {
        List<String> kinds = new ArrayList<>();
        for (int node = 0; node < entries.size(); node++) {
            Entry entry = entries.get(node);
            kinds.add(entry == null ? absent(tree.sign(row, node)) : kind(entry));
        }
        return kinds;
    }

    private static String absent(Sign sign) {
        return switch (sign) {
            case UNKNOWN -> Strings.text("fact.unscanned");
            case UNREADABLE -> Strings.text("fact.unreadable");
            default -> Strings.text("fact.absent");
        };
    }

    private static String kind(Entry entry) {
        String kind = Strings.text("kind." + entry.kind().name());
        return entry.unreadable() ? Strings.text("fact.kind.unreadable", kind) : kind;
    }

    private static String size(Entry entry) {
        return entry.kind() == Kind.FILE
                ? Strings.text("fact.bytes", Words.bytes(entry.size()), Words.number(entry.size()))
                : "";
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /// `0644 rw-r--r--`, with setuid, setgid and sticky as `ls` shows them.
    static String mode(int mode) {
        StringBuilder out = new StringBuilder(String.format("%04o ", mode & 07777));
        for (int shift = 6; shift >= 0; shift -= 3) {
            int bits = mode >> shift;
            boolean special = (mode & 01000 << shift / 3) != 0;
            out.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
            char mark = shift == 0 ? 't' : 's';
            boolean runs = (bits & 1) != 0;
            out.append(special ? runs ? mark : Character.toUpperCase(mark) : runs ? 'x' : '-');
        }
        return out.toString();
    }
}
