package lockstep.fault;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

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

    /// The bytes that [#bytes(byte[])] shows as this text; empty for a text that it never gives.
    public static Optional<byte[]> original(String shown) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(shown.length());
        int at = 0;
        while (at < shown.length()) {
            int c = shown.codePointAt(at);
            int end = c == '\\' ? endOfEscape(shown, at) : at + Character.charCount(c);
            if (end < 0) {
                return Optional.empty();
            }
            out.writeBytes(c == '\\' ? escaped(shown, at, end) : plain(c));
            at = end;
        }
        byte[] bytes = out.toByteArray();
        return bytes(bytes).equals(shown) ? Optional.of(bytes) : Optional.empty();
    }

    private static byte[] plain(int c) {
        boolean symbol = standIn(c);
        return utf8(symbol && c == 0x2421 ? 0x7f : symbol ? c - 0x2400 : c);
    }

    private static byte[] utf8(int c) {
        return Character.toString(c).getBytes(StandardCharsets.UTF_8);
    }

    /// The end of an escape whose digits are some; -1 for anything else.
    private static int endOfEscape(String text, int at) {
        if (text.startsWith("\\\\", at)) {
            return at + 2;
        }
        boolean isByte = text.startsWith("\\x", at);
        int from = at + (isByte ? 2 : 3);
        int to = isByte ? from + 2 : text.indexOf('}', from);
        boolean known = isByte || text.startsWith("\\u{", at);
        if (!known || to <= from || to > text.length() || to - from > 6) {
            return -1;
        }
        for (int i = from; i < to; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return -1;
            }
        }
        return isByte ? to : to + 1;
    }

    private static byte[] escaped(String text, int at, int end) {
        return switch (text.charAt(at + 1)) {
            case 'x' -> new byte[] {(byte) Integer.parseInt(text, at + 2, end, 16)};
            case 'u' -> {
                int c = Integer.parseInt(text, at + 3, end - 1, 16);
                yield Character.isValidCodePoint(c) ? utf8(c) : new byte[0];
            }
            default -> new byte[] {'\\'};
        };
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
