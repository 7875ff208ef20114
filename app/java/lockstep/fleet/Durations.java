package lockstep.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as people write them, in the cluster file and as arguments: `90`, `90s`, `5m`,
/// `1h`, `7d`.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})([smhd]?)");
    private static final Duration MOST = Duration.ofDays(1);

    private Durations() {}

    /// Empty for what is not of the form, or longer than a day.
    public static Optional<Duration> parse(String text) {
        return parse(text, MOST);
    }

    /// Empty for what is not of the form, or longer than that.
    static Optional<Duration> parse(String text, Duration most) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(form.group(1));
        Duration duration =
                switch (form.group(2)) {
                    case "d" -> Duration.ofDays(count);
                    case "h" -> Duration.ofHours(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofSeconds(count);
                };
        return Optional.of(duration).filter(d -> d.compareTo(most) <= 0);
    }

    /// What [#parse] reads as the same, in the largest unit that divides it; parts of a second are
    /// left out.
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 86_400 == 0 && seconds > 86_400) {
            return seconds / 86_400 + "d";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }
}
