package lockstep.lock;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A lock as it was seen on a node.
///
/// @param token under which it is held; no other holding has the same
/// @param claim empty when what the node holds cannot be read
/// @param silence since the last sign of life, by the node's clock; empty when it cannot be told
public record Holder(String token, Optional<Claim> claim, Optional<Duration> silence) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// What names it to people: the holder, or a part of the token where that cannot be read.
    public String name() {
        return claim.map(Claim::holder)
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> "lock-" + token.substring(0, 8));
    }

    /// One sentence: who, since when, for which run, and when they were last heard of.
    public String sentence() {
        String who =
                claim.map(
                                c ->
                                        "It is locked by %s since %s for run %s%s"
                                                .formatted(
                                                        name(),
                                                        TIME.format(c.since()),
                                                        c.run(),
                                                        c.doing().isEmpty()
                                                                ? ""
                                                                : " (" + c.doing() + ")"))
                        .orElseGet(
                                () ->
                                        "It is locked by somebody whose claim cannot be read, as "
                                                + name());
        return who
                + silence.map(s -> "; the last sign of life was " + text(s) + " ago.")
                        .orElse("; when there was a sign of life is not known.");
    }

    private static String text(Duration duration) {
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() < 2
                ? duration.toMinutes() + " min"
                : duration.toHours() + " hours";
    }
}
