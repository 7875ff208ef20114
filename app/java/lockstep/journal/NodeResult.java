package lockstep.journal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a run came to on one node.
///
/// @param identical whether all of it was proven to be like the reference
/// @param sent bytes of content
/// @param saved bytes of content that the node had already
/// @param wire bytes between the console and the node
/// @param files that were sent, whole or in part
/// @param outOfPool how long the run had it out
/// @param asked how often its health was asked for
/// @param failing how many of these had no good answer
public record NodeResult(
        boolean identical,
        long sent,
        long saved,
        long wire,
        long files,
        Duration outOfPool,
        long asked,
        long failing) {
    private static final Pattern LINE =
            Pattern.compile(
                    "identical=(true|false) sent=(\\d+) saved=(\\d+) wire=(\\d+) files=(\\d+)"
                            + " out=(\\S+) asked=(\\d+) failing=(\\d+)");

    String text() {
        return "identical=%b sent=%d saved=%d wire=%d files=%d out=%s asked=%d failing=%d"
                .formatted(identical, sent, saved, wire, files, outOfPool, asked, failing);
    }

    /// @throws IllegalArgumentException for what is not of [#text]
    static NodeResult of(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw new IllegalArgumentException("no result of a node");
        }
        try {
            return new NodeResult(
                    Boolean.parseBoolean(line.group(1)),
                    Long.parseLong(line.group(2)),
                    Long.parseLong(line.group(3)),
                    Long.parseLong(line.group(4)),
                    Long.parseLong(line.group(5)),
                    Duration.parse(line.group(6)),
                    Long.parseLong(line.group(7)),
                    Long.parseLong(line.group(8)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no result of a node", e);
        }
    }
}
