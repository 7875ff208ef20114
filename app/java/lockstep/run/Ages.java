package lockstep.run;

import java.time.Duration;

/// Lengths of time for people, in the two largest units.
final class Ages {
    private Ages() {}

    /// `40 s`, `12 min`, `3 h 20 min`, `2 d 4 h`.
    static String text(Duration time) {
        if (time.toDays() > 0) {
            return two(time.toDays(), "d", time.toHoursPart(), "h");
        }
        if (time.toHours() > 0) {
            return two(time.toHours(), "h", time.toMinutesPart(), "min");
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min"
                : Math.max(0, time.toSeconds()) + " s";
    }

    static String ago(Duration time) {
        return text(time) + " ago";
    }

    private static String two(long large, String unit, long small, String smaller) {
        return large + " " + unit + (small > 0 ? " " + small + " " + smaller : "");
    }
}
