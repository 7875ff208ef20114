package lockstep.link;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Command lines for a POSIX shell that hand every argument over byte for byte (safety.md §4.3,
/// class 14). The only place where a command line is built from arguments.
public final class ShellWords {
    private static final String HARMLESS = "_-+=:,./@%";

    private ShellWords() {}

    /// The line that runs `argv`, in UTF-8. No argument may hold a NUL, which no program can be
    /// given.
    public static String line(List<String> argv) {
        return argv.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    /// As [#line], of ASCII only: other characters are written as what `printf` makes of their
    /// UTF-8 bytes. For a caller that cannot rely on the character set of what carries the line.
    public static String asciiLine(List<String> argv) {
        return argv.stream().map(ShellWords::asciiQuoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        if (!word.isEmpty() && word.chars().allMatch(ShellWords::harmless)) {
            return word;
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean harmless(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || HARMLESS.indexOf(c) >= 0;
    }

    private static String asciiQuoted(String word) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < word.length()) {
            int end = at;
            boolean ascii = word.charAt(at) < 0x80;
            while (end < word.length() && (word.charAt(end) < 0x80) == ascii) {
                end++;
            }
            String part = word.substring(at, end);
            out.append(ascii ? quoted(part) : printed(part));
            at = end;
        }
        return out.isEmpty() ? "''" : out.toString();
    }

    /// A command substitution drops trailing line breaks only; `part` holds none.
    private static String printed(String part) {
        StringBuilder out = new StringBuilder("\"$(printf '");
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            out.append('\\').append(String.format("%03o", b & 0xff));
        }
        return out.append("')\"").toString();
    }
}
