package lockstep.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Numbers, sizes and times as the terminal says them: short, in decimal units.
final class Words {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private Words() {}

    /// `1,234,567`.
    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// `1 file`, `2 files`; for nouns that take an s.
    static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /// `1 entry`, `2 entries`.
    static String entries(long count) {
        return number(count) + (count == 1 ? " entry" : " entries");
    }

    /// `66 B`, `84 kB`, `1.2 GB`.
    static String bytes(long bytes) {
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
    static String duration(Duration duration) {
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
    static String list(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
