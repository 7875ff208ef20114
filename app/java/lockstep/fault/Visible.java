package lockstep.fault;

import java.nio.charset.StandardCharsets;

/// Makes text from a peer harmless to show: control characters, line breaks, bidirectional
/// overrides and bytes that are not UTF-8 become visible symbols (safety.md §4.3, class 13).
public final class Visible {
    private Visible() {}

    /// The text with every unsafe character replaced, and cut where it reaches `limit` characters:
    /// what a character became is never cut in two.
    public static String text(String text, int limit) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), limit));
        int at = 0;
        while (at < text.length() && out.length() < limit) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            append(out, c);
        }
        if (at < text.length()) {
            out.append('…');
        }
        return out.toString();
    }

    /// The text with every unsafe character replaced, at most 4,000 characters of it.
    public static String text(String text) {
        return text(text, 4_000);
    }

    /// Bytes read as UTF-8 and made visible; bytes that are not UTF-8 appear as `\xHH`. Two
    /// different names never give the same text (but may give texts that look alike, such as a
    /// letter with its accent in one code point and in two).
    public static String bytes(byte[] bytes) {
        return bytes(bytes, 0, bytes.length);
    }

    /// As [#bytes(byte[])], for a range.
    public static String bytes(byte[] bytes, int from, int length) {
        if (plainAscii(bytes, from, length)) {
            return new String(bytes, from, length, StandardCharsets.US_ASCII);
        }
        StringBuilder out = new StringBuilder(length + 8);
        int at = from;
        int end = from + length;
        while (at < end) {
            int n = sequence(bytes, at, end);
            if (n == 0) {
                out.append("\\x").append(hex(bytes[at] >> 4)).append(hex(bytes[at]));
                at++;
            } else {
                append(out, new String(bytes, at, n, StandardCharsets.UTF_8).codePointAt(0));
                at += n;
            }
        }
        return out.toString();
    }

    private static boolean plainAscii(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < ' ' || bytes[i] == 127 || bytes[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder out, int c) {
        if (c < 0x20) {
            out.append((char) (0x2400 + c));
        } else if (c == 0x7f) {
            out.append('\u2421');
        } else if (c == '\\') {
            out.append("\\\\");
        } else if (unsafe(c)) {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
        } else {
            out.appendCodePoint(c);
        }
    }

    private static boolean unsafe(int c) {
        return standIn(c) || unseen(c) || unsafeType(c);
    }

    /// The symbols that stand for control characters here must not pass for one.
    private static boolean standIn(int c) {
        return c >= 0x2400 && c <= 0x2421;
    }

    /// Letters, symbols and marks that leave nothing on the screen.
    private static boolean unseen(int c) {
        return c == 0x034f
                || c == 0x115f
                || c == 0x1160
                || c >= 0x17b4 && c <= 0x17b5
                || c >= 0x180b && c <= 0x180f
                || c == 0x2800
                || c == 0x3164
                || c >= 0xfe00 && c <= 0xfe0f
                || c == 0xffa0
                || c >= 0xe0100 && c <= 0xe01ef;
    }

    private static boolean unsafeType(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> Character.isSpaceChar(c) && c != ' ';
        };
    }

    /// The length of the well-formed UTF-8 sequence at `at`, or 0.
    private static int sequence(byte[] b, int at, int end) {
        int first = b[at] & 0xff;
        int n =
                first < 0x80
                        ? 1
                        : first < 0xc2
                                ? 0
                                : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (n == 0 || at + n > end) {
            return 0;
        }
        int c = n == 1 ? first : first & (0xff >> (n + 1));
        for (int i = 1; i < n; i++) {
            if ((b[at + i] & 0xc0) != 0x80) {
                return 0;
            }
            c = c << 6 | b[at + i] & 0x3f;
        }
        boolean overlong = n == 3 && c < 0x800 || n == 4 && c < 0x10000;
        boolean outside = c > 0x10ffff || c >= 0xd800 && c <= 0xdfff;
        return overlong || outside ? 0 : n;
    }

    private static char hex(int nibble) {
        return Character.forDigit(nibble & 0xf, 16);
    }
}
