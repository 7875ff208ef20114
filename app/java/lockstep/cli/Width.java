package lockstep.cli;

/// How many columns of a terminal a text takes: East Asian wide letters and pictures two, marks
/// that sit on the letter before none, as `wcwidth(3)` has it.
final class Width {
    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    /// The text in at most so many columns; the middle gives way, because both ends of a path say
    /// more than it does.
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        int tail = (columns - 1) * 3 / 5;
        return head(text, columns - 1 - tail) + "…" + tail(text, tail);
    }

    /// The text and blanks, so many columns together.
    static String left(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /// Blanks and the text.
    static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text))) + text;
    }

    private static String head(String text, int columns) {
        int at = 0;
        int taken = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            taken += of(c);
            if (taken > columns) {
                break;
            }
            at += Character.charCount(c);
        }
        return text.substring(0, at);
    }

    /// Never begins with a mark that would sit on the sign of the cut.
    private static String tail(String text, int columns) {
        int at = text.length();
        int start = at;
        int taken = 0;
        while (at > 0) {
            int c = text.codePointBefore(at);
            taken += of(c);
            if (taken > columns) {
                break;
            }
            at -= Character.charCount(c);
            start = of(c) > 0 ? at : start;
        }
        return text.substring(start);
    }

    private static int of(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    /// The wide blocks of Unicode's EastAsianWidth.txt, and its pictures.
    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0x303e
                || c >= 0x3041 && c <= 0xa4cf
                || c >= 0xa960 && c <= 0xa97c
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff01 && c <= 0xff60
                || c >= 0xffe0 && c <= 0xffe6
                || c >= 0x1f300 && c <= 0x1f64f
                || c >= 0x1f680 && c <= 0x1f6ff
                || c >= 0x1f900 && c <= 0x1faff
                || c >= 0x20000 && c <= 0x3fffd;
    }
}
