package lockstep.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import lockstep.report.Figures;

/// Numbers, sizes and times as the terminal says them: short, in decimal units.
final class Words {
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

    /// As [Figures#bytes].
    static String bytes(long bytes) {
        return Figures.bytes(bytes);
    }

    /// As [Figures#duration].
    static String duration(Duration duration) {
        return Figures.duration(duration);
    }

    /// As [Figures#list].
    static String list(List<String> names) {
        return Figures.list(names);
    }
}
