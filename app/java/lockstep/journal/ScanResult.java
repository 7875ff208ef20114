package lockstep.journal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.drift.Sign;
import lockstep.fault.Visible;

/// What a scan of all nodes came to.
///
/// @param byContent as far as it was asked for; else by size, time and attributes
/// @param took from the first connection to the comparison
/// @param entries that any of the nodes holds
/// @param against the node that the others were held against
/// @param nodes in the order of the cluster file
public record ScanResult(
        boolean byContent, Duration took, long entries, String against, List<Node> nodes) {
    private static final String VERSION = "version=1 ";
    private static final Pattern HEAD =
            Pattern.compile("version=1 took=(\\S+) entries=(\\d{1,18}) against=(\\S*)");
    private static final Pattern NODE =
            Pattern.compile(
                    "node (\\S+) differing=(\\d{1,9}) unreadable=(\\d{1,9})((?: \\w+=\\d{1,9})*)");
    private static final Pattern FAULT = Pattern.compile("fault (\\S+) (.*)");
    private static final String CONTENT = "CONTENT";
    private static final String METADATA = "METADATA";
    private static final int MOST_NODES = 1_000;
    private static final int LONGEST_FAULT = 500;

    public ScanResult {
        nodes = List.copyOf(nodes);
    }

    /// How one node compares.
    ///
    /// @param differing entries that differ for certain
    /// @param unreadable entries of which it cannot be told
    /// @param bySign entries by the most severe way in which they differ; ways that do not occur
    ///     are left out
    /// @param fault why it could not be scanned, and nothing is known of it; empty where it was
    public record Node(
            String name, int differing, int unreadable, Map<Sign, Integer> bySign, String fault) {
        public Node {
            Map<Sign, Integer> counts = new EnumMap<>(Sign.class);
            counts.putAll(bySign);
            bySign = Collections.unmodifiableMap(counts);
        }

        /// One that could not be scanned.
        public static Node failed(String name, String fault) {
            return new Node(name, 0, 0, Map.of(), fault.isEmpty() ? "?" : fault);
        }

        public boolean isScanned() {
            return fault.isEmpty();
        }
    }

    /// What an entry calls the way it was compared.
    String what() {
        return byContent ? CONTENT : METADATA;
    }

    /// The figures of the whole, then a line for each of the first thousand nodes: its counts, or
    /// why it has none, at most five hundred characters long and made visible.
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(VERSION + "took=%s entries=%d against=%s".formatted(took, entries, against));
        nodes.stream().limit(MOST_NODES).map(ScanResult::line).forEach(lines::add);
        return String.join("\n", lines);
    }

    private static String line(Node node) {
        if (!node.isScanned()) {
            return "fault " + node.name() + " " + Visible.text(node.fault(), LONGEST_FAULT);
        }
        StringBuilder line = new StringBuilder();
        line.append(
                "node %s differing=%d unreadable=%d"
                        .formatted(node.name(), node.differing(), node.unreadable()));
        node.bySign().forEach((sign, count) -> line.append(" " + sign.name() + "=" + count));
        return line.toString();
    }

    /// @param what as [#what], `text` as [#text] gave it
    /// @throws IllegalArgumentException for what is not of them, or of a later version
    static ScanResult of(String what, String text) {
        List<String> lines = text.lines().toList();
        Matcher head = HEAD.matcher(lines.isEmpty() ? "" : lines.getFirst());
        if (!head.matches() || !what.equals(CONTENT) && !what.equals(METADATA)) {
            throw new IllegalArgumentException("no result of a scan");
        }
        List<Node> nodes = new ArrayList<>();
        for (String line : lines.subList(1, Math.min(lines.size(), 1 + MOST_NODES))) {
            nodes.add(node(line));
        }
        try {
            return new ScanResult(
                    what.equals(CONTENT),
                    Duration.parse(head.group(1)),
                    Long.parseLong(head.group(2)),
                    head.group(3),
                    nodes);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no result of a scan", e);
        }
    }

    private static Node node(String line) {
        Matcher fault = FAULT.matcher(line);
        if (fault.matches()) {
            return Node.failed(fault.group(1), fault.group(2));
        }
        Matcher node = NODE.matcher(line);
        if (!node.matches()) {
            throw new IllegalArgumentException("no result of a scan");
        }
        Map<Sign, Integer> bySign = new TreeMap<>();
        for (String count : node.group(4).strip().split(" ")) {
            String[] parts = count.split("=");
            if (parts.length == 2) {
                bySign.put(Sign.valueOf(parts[0]), Integer.parseInt(parts[1]));
            }
        }
        return new Node(
                node.group(1),
                Integer.parseInt(node.group(2)),
                Integer.parseInt(node.group(3)),
                bySign,
                "");
    }
}
