package lockstep.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Sizes, times and lists, short and in decimal units: the same wherever somebody reads them.
public final class Figures {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private Figures() {}

    /// `66 B`, `84 kB`, `1.2 GB`: two figures below ten, whole numbers above.
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.size() - 1) {
            value /= 1_000;
            unit++;
        }
        String pattern = unit > 0 && value < 9.95 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, pattern, value, UNITS.get(unit));
    }

    /// `0.4 s`, `42 s`, `3 min 05 s`, `1 h 12 min`.
    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 9_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        long seconds = (millis + 500) / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3_600, seconds % 3600 / 60);
    }

    /// `web2`, `web2 and web3`, `web2, web3 and web4`.
    public static String list(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
