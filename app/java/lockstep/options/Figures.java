package lockstep.options;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// Figures as rsync prints them, at a level of `--human-readable`: 0 digits, 1 with commas, 2 in
/// units of 1000, 3 in units of 1024.
final class Figures {
    private static final String UNITS = "KMGTP";

    private Figures() {}

    /// A whole number.
    static String of(long number, int level) {
        return level >= 2 && Math.abs(number) >= unit(level)
                ? inUnits((double) number, level)
                : count(number, level);
    }

    /// A whole number that is never put into units.
    static String count(long number, int level) {
        return level == 0 ? Long.toString(number) : String.format(Locale.ROOT, "%,d", number);
    }

    /// A number with decimals; in units where it is large enough for one.
    static String of(double number, int decimals, int level) {
        return level >= 2 && Math.abs(number) >= unit(level)
                ? inUnits(number, level)
                : ratio(number, decimals, level);
    }

    /// A number with decimals that is never put into units.
    static String ratio(double number, int decimals, int level) {
        BigDecimal rounded = rounded(number, decimals);
        return level == 0
                ? rounded.toPlainString()
                : String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
    }

    private static int unit(int level) {
        return level == 2 ? 1000 : 1024;
    }

    private static String inUnits(double number, int level) {
        double left = number / unit(level);
        int at = 0;
        while (Math.abs(left) >= unit(level) && at < UNITS.length() - 1) {
            left /= unit(level);
            at++;
        }
        return rounded(left, 2).toPlainString() + UNITS.charAt(at);
    }

    /// As C's printf rounds: the exact binary value, ties to even.
    private static BigDecimal rounded(double number, int decimals) {
        return new BigDecimal(number).setScale(decimals, RoundingMode.HALF_EVEN);
    }
}
