package lockstep.run;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.state.Course;

/// How an approved plan is to be carried out.
///
/// @param course the steps of each node; not `UNDO`
/// @param batches how many nodes are worked on at once: the first batch, the second, and so on;
///     the last number counts for all that are left. A first batch of one is a canary
/// @param snapshot whether what a node holds is kept before it is changed
/// @param verify whether it is compared with the reference by content afterwards
/// @param zeroSessions how long to wait for sessions to end after a drain
/// @param bytesPerSecond limit on each relay; 0 for none
/// @param drains whether nodes leave their pools
/// @param why in the operator's words; may be empty
public record RunOptions(
        Course course,
        List<Integer> batches,
        boolean snapshot,
        boolean verify,
        Duration zeroSessions,
        long bytesPerSecond,
        boolean drains,
        String why) {
    private static final Pattern LINE =
            Pattern.compile(
                    "batches=([0-9,]+) snapshot=(true|false) verify=(true|false)"
                            + " sessions=(\\S+) rate=([0-9]+)(?: drain=(true|false))?");

    public RunOptions {
        batches = List.copyOf(batches);
        if (course == Course.UNDO || batches.isEmpty() || batches.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException(course + " " + batches);
        }
    }

    /// One node at a time, out of its pools, kept before and verified after, as fast as it goes.
    ///
    /// @param zeroSessions how long sessions may take to end
    public static RunOptions rolling(Duration zeroSessions) {
        return new RunOptions(Course.ROLLING, List.of(1), true, true, zeroSessions, 0, true, "");
    }

    /// The same without touching pools.
    public static RunOptions inPlace() {
        return new RunOptions(Course.IN_PLACE, List.of(1), true, true, Duration.ZERO, 0, false, "");
    }

    /// This, with the new trees made beside the old ones on all nodes before the first is switched.
    public RunOptions staged() {
        return new RunOptions(
                Course.STAGED,
                batches,
                snapshot,
                verify,
                zeroSessions,
                bytesPerSecond,
                drains,
                why);
    }

    /// This, for rolling back.
    public RunOptions back() {
        return new RunOptions(
                course.isStaged() ? Course.STAGED_ROLLBACK : Course.ROLLBACK,
                batches,
                snapshot,
                verify,
                zeroSessions,
                bytesPerSecond,
                drains,
                why);
    }

    /// The same in other batches.
    public RunOptions inBatches(List<Integer> sizes) {
        return new RunOptions(
                course, sizes, snapshot, verify, zeroSessions, bytesPerSecond, drains, why);
    }

    /// The same without a snapshot.
    public RunOptions unkept() {
        return new RunOptions(
                course, batches, false, verify, zeroSessions, bytesPerSecond, drains, why);
    }

    /// The same without a comparison afterwards.
    public RunOptions unverified() {
        return new RunOptions(
                course, batches, snapshot, false, zeroSessions, bytesPerSecond, drains, why);
    }

    /// The same at most so fast.
    public RunOptions limited(long limit) {
        return new RunOptions(course, batches, snapshot, verify, zeroSessions, limit, drains, why);
    }

    /// The same for that reason.
    public RunOptions because(String reason) {
        return new RunOptions(
                course, batches, snapshot, verify, zeroSessions, bytesPerSecond, drains, reason);
    }

    /// How it is done, but for the course, as one line; not why. Without
    /// `drain`, which older programs left out, nodes leave their pools unless changed in place.
    public String text() {
        return String.join(
                " ",
                "batches=" + String.join(",", batches.stream().map(String::valueOf).toList()),
                "snapshot=" + snapshot,
                "verify=" + verify,
                "sessions=" + zeroSessions,
                "rate=" + bytesPerSecond,
                "drain=" + drains);
    }

    /// @param text of [#text]
    /// @throws IllegalArgumentException for any other
    public static RunOptions of(Course course, String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw new IllegalArgumentException("no options of a run: " + text);
        }
        try {
            List<Integer> batches =
                    Arrays.stream(line.group(1).split(",")).map(Integer::valueOf).toList();
            return new RunOptions(
                    course,
                    batches,
                    Boolean.parseBoolean(line.group(2)),
                    Boolean.parseBoolean(line.group(3)),
                    Duration.parse(line.group(4)),
                    Long.parseLong(line.group(5)),
                    line.group(6) == null
                            ? course != Course.IN_PLACE
                            : Boolean.parseBoolean(line.group(6)),
                    "");
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no options of a run: " + text, e);
        }
    }

    /// How many nodes the batch of that number holds, from 0.
    public int batch(int number) {
        return batches.get(Math.min(number, batches.size() - 1));
    }
}
