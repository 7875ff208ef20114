package lockstep.journal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Visible;

/// What a run came to on one node. What a run did there, was stopped, and did again when it was
/// resumed are two results; together they are what [#and] says.
///
/// @param identical whether all of it was proven to be like the reference
/// @param sent bytes of content
/// @param saved bytes of content that the node had already
/// @param wire bytes between the console and the node
/// @param files that were sent, whole or in part
/// @param outOfPool how long the run had it out
/// @param asked how often its health was asked for
/// @param failing how many of these had no good answer
/// @param fault why it did not get to its end; empty where it did
/// @param remarks what the operator should know, such as the paths that differ
public record NodeResult(
        boolean identical,
        long sent,
        long saved,
        long wire,
        long files,
        Duration outOfPool,
        long asked,
        long failing,
        String fault,
        List<String> remarks) {
    private static final Pattern LINE =
            Pattern.compile(
                    "identical=(true|false) sent=(\\d+) saved=(\\d+) wire=(\\d+) files=(\\d+)"
                            + " out=(\\S+) asked=(\\d+) failing=(\\d+)");
    private static final String FAULT = "fault ";
    private static final String REMARK = "remark ";
    private static final int MOST_REMARKS = 100;
    private static final int LONGEST = 1_000;

    public NodeResult {
        remarks = List.copyOf(remarks);
    }

    /// This and what came to it later: the figures are sums, the outcome is the later one.
    NodeResult and(NodeResult later) {
        return new NodeResult(
                later.identical,
                sent + later.sent,
                saved + later.saved,
                wire + later.wire,
                files + later.files,
                outOfPool.plus(later.outOfPool),
                asked + later.asked,
                failing + later.failing,
                later.fault,
                later.remarks);
    }

    /// The figures, then a line for the fault and each of the first hundred remarks, each at most
    /// a thousand characters long and made visible.
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "identical=%b sent=%d saved=%d wire=%d files=%d out=%s asked=%d failing=%d"
                        .formatted(identical, sent, saved, wire, files, outOfPool, asked, failing));
        if (!fault.isEmpty()) {
            lines.add(FAULT + Visible.text(fault, LONGEST));
        }
        remarks.stream()
                .limit(MOST_REMARKS)
                .forEach(remark -> lines.add(REMARK + Visible.text(remark, LONGEST)));
        if (remarks.size() > MOST_REMARKS) {
            lines.add(REMARK + "and " + (remarks.size() - MOST_REMARKS) + " more");
        }
        return String.join("\n", lines);
    }

    /// @throws IllegalArgumentException for what is not of [#text]
    static NodeResult of(String text) {
        List<String> lines = text.lines().toList();
        Matcher figures = LINE.matcher(lines.isEmpty() ? "" : lines.getFirst());
        if (!figures.matches()) {
            throw new IllegalArgumentException("no result of a node");
        }
        String fault = "";
        List<String> remarks = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith(FAULT)) {
                fault = line.substring(FAULT.length());
            } else if (line.startsWith(REMARK)) {
                remarks.add(line.substring(REMARK.length()));
            } else {
                throw new IllegalArgumentException("no result of a node");
            }
        }
        try {
            return new NodeResult(
                    Boolean.parseBoolean(figures.group(1)),
                    Long.parseLong(figures.group(2)),
                    Long.parseLong(figures.group(3)),
                    Long.parseLong(figures.group(4)),
                    Long.parseLong(figures.group(5)),
                    Duration.parse(figures.group(6)),
                    Long.parseLong(figures.group(7)),
                    Long.parseLong(figures.group(8)),
                    fault,
                    remarks);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no result of a node", e);
        }
    }
}
