package lockstep.options;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import lockstep.fault.Visible;

/// Makes a peer's bytes harmless to print, as rsync does: a byte that must not reach the terminal
/// becomes `\#` and three octal digits, and so does a backslash before what looks like that.
///
/// Stricter than rsync, which prints DEL, and in UTF-8 also control characters above 127, marks
/// that turn the direction of writing, and characters that cannot be seen: these are escaped too,
/// control characters even with `-8`.
enum Escape {
    /// Bytes above 127 are shown where they are well-formed UTF-8 that can be seen.
    UTF_8,
    /// All bytes above 127 are escaped.
    ASCII,
    /// All bytes above 127 are shown (`-8`), but for control characters.
    EIGHT_BIT;

    /// Writes a name: everything unsafe is escaped, a tab is not.
    void name(byte[] bytes, ByteArrayOutputStream to) {
        write(bytes, true, to);
    }

    /// Writes a text that was escaped where it was made: its escapes stay.
    void text(byte[] bytes, ByteArrayOutputStream to) {
        write(bytes, false, to);
    }

    private void write(byte[] b, boolean escapes, ByteArrayOutputStream to) {
        int at = 0;
        while (at < b.length) {
            int n = shown(b, at);
            if (n == 0 || escapes && b[at] == '\\' && looksEscaped(b, at)) {
                octal(b[at], to);
                at++;
            } else {
                to.write(b, at, n);
                at += n;
            }
        }
    }

    /// How many bytes from `at` on may be shown as one; 0 for none.
    private int shown(byte[] b, int at) {
        int first = b[at] & 0xff;
        if (first < 0x80) {
            return first >= ' ' && first != 0x7f || first == '\t' ? 1 : 0;
        }
        return switch (this) {
            case ASCII -> 0;
            case UTF_8 -> seen(b, at);
            case EIGHT_BIT -> {
                boolean control = first == 0xc2 && at + 1 < b.length && (b[at + 1] & 0xff) < 0xa0;
                int n = sequence(b, at);
                yield control ? 0 : n > 1 ? n : first < 0xa0 ? 0 : 1;
            }
        };
    }

    private static int seen(byte[] b, int at) {
        int n = sequence(b, at);
        byte[] one = Arrays.copyOfRange(b, at, at + n);
        boolean plain = n > 1 && Visible.bytes(one).equals(new String(one, StandardCharsets.UTF_8));
        return plain ? n : 0;
    }

    /// The length of the UTF-8 sequence at `at`; 0 where there is none.
    private static int sequence(byte[] b, int at) {
        int first = b[at] & 0xff;
        int n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
        if (n == 0 || at + n > b.length) {
            return 0;
        }
        byte[] one = Arrays.copyOfRange(b, at, at + n);
        String text = new String(one, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), one) ? n : 0;
    }

    private static boolean looksEscaped(byte[] b, int at) {
        return at + 4 < b.length
                && b[at + 1] == '#'
                && isDigit(b[at + 2])
                && isDigit(b[at + 3])
                && isDigit(b[at + 4]);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static void octal(byte b, ByteArrayOutputStream to) {
        to.write('\\');
        to.write('#');
        to.write('0' + (b >> 6 & 3));
        to.write('0' + (b >> 3 & 7));
        to.write('0' + (b & 7));
    }
}
