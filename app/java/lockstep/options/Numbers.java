package lockstep.options;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// rsync's numbers: `10`, `1.5m`, `2GiB`, `3kb`, `10+1`. A letter alone or with `iB` counts in
/// 1,024s, with `B` in 1,000s.
final class Numbers {
    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)([bkmgtp]?)(b|ib)?([+-]1)?");
    private static final String UNITS = "bkmgtp";
    private static final long MAX_BLOCK = 1 << 17;
    private static final long LEAST_RATE = 512;

    private Numbers() {}

    /// @param unit the letter to assume where there is none
    private static long size(Opt opt, String text, char unit) throws OptionError {
        Matcher m = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!m.matches() || m.group(3) != null && "b".equals(m.group(2))) {
            throw invalid(opt, text);
        }
        char letter = m.group(2).isEmpty() ? unit : m.group(2).charAt(0);
        int base = "b".equals(m.group(3)) ? 1000 : 1024;
        BigDecimal factor = BigDecimal.valueOf(base).pow(UNITS.indexOf(letter));
        BigDecimal exact = new BigDecimal(m.group(1)).multiply(factor);
        if (exact.compareTo(BigDecimal.valueOf(Long.MAX_VALUE - 1)) > 0) {
            throw invalid(opt, text);
        }
        long more = m.group(4) == null ? 0 : m.group(4).equals("+1") ? 1 : -1;
        return Math.max(0, exact.setScale(0, RoundingMode.DOWN).longValueExact() + more);
    }

    static long bytes(Opt opt, String text) throws OptionError {
        return size(opt, text, 'b');
    }

    static long block(Opt opt, String text) throws OptionError {
        long size = bytes(opt, text);
        if (size > MAX_BLOCK) {
            throw OptionError.syntax(opt.title() + "=" + text + " is too large (max: 128.00K)");
        }
        return size;
    }

    /// In KiB a second, rounded; 0 for no limit.
    static long rate(Opt opt, String text) throws OptionError {
        long bytes = size(opt, text, 'k');
        if (bytes > 0 && bytes < LEAST_RATE) {
            throw OptionError.syntax(opt.title() + "=" + text + " is too small (min: 512)");
        }
        return (bytes + LEAST_RATE) / 1024;
    }

    static int whole(Opt opt, String text) throws OptionError {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw OptionError.syntax(opt.title() + "=" + text + ": invalid numeric value");
        }
    }

    private static OptionError invalid(Opt opt, String text) {
        return OptionError.syntax(opt.title() + "=" + text + " is invalid");
    }
}
