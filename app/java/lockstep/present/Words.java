package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import lockstep.report.Figures;
import lockstep.run.Operations;

/// Numbers, sizes and times the way the window says them: short, in decimal units, and of a width
/// that changes little while they count.
public final class Words {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private Words() {}

    /// `1,234,567`.
    public static String number(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }

    /// `66 B`, `84 kB`, `1.2 GB`: two figures below ten, whole numbers above.
    public static String bytes(long bytes) {
        return Figures.bytes(bytes);
    }

    /// `now`, `12 s ago`, `3 min ago`, `5 h ago`, `4 d ago`, `2 y ago`; what lies ahead is a clock
    /// that goes wrong, and said so.
    public static String ago(Duration ago) {
        long seconds = ago.toSeconds();
        if (seconds < -60) {
            return Strings.text("ago.future");
        }
        if (seconds < 2) {
            return Strings.text("ago.now");
        }
        return seconds < 120
                ? Strings.text("ago.seconds", seconds)
                : seconds < 7_200
                        ? Strings.text("ago.minutes", seconds / 60)
                        : seconds < 172_800
                                ? Strings.text("ago.hours", seconds / 3_600)
                                : ago.toDays() < 730
                                        ? Strings.text("ago.days", ago.toDays())
                                        : Strings.text("ago.years", ago.toDays() / 365);
    }

    /// A length of time in its two largest units: `40 s`, `12 min`, `3 h 20 min`, `2 d 4 h`.
    public static String span(Duration span) {
        if (span.toDays() > 0) {
            return two("span.days", span.toDays(), span.toHoursPart());
        }
        if (span.toHours() > 0) {
            return two("span.hours", span.toHours(), span.toMinutesPart());
        }
        return span.toMinutes() > 0
                ? Strings.text("span.minutes", span.toMinutes())
                : Strings.text("span.seconds", Math.max(0, span.toSeconds()));
    }

    private static String two(String key, long large, long small) {
        return small == 0 ? Strings.text(key, large) : Strings.text(key + ".more", large, small);
    }

    /// `2026-03-01 14:05:09`, in the workstation's time zone.
    public static String moment(Instant moment) {
        return MOMENT.format(moment.atZone(ZoneId.systemDefault()));
    }

    /// `14:05:09`, in the workstation's time zone.
    public static String time(Instant moment) {
        return TIME.format(moment.atZone(ZoneId.systemDefault()));
    }

    /// `1,234 requests · none failed`, `1,234 requests · 2 failed`.
    public static String traffic(Operations.Traffic traffic) {
        String failed =
                traffic.failed() == 0
                        ? Strings.text("status.none-failed")
                        : Strings.count("status.failed", traffic.failed());
        return Strings.text("status.requests", number(traffic.sent()), failed);
    }
}
