package lockstep.options;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A format of `--out-format`: text, and escapes of a percent sign, apostrophes for a more human
/// number, a width, and a letter. The letters are in rsyncd.conf(5) under "log format"; one that is
/// not known, or only to a daemon (`%a %h %P %u`), is printed as it stands, as rsync does.
final class LineFormat {
    private static final Pattern ESCAPE = Pattern.compile("%('*)(-?[0-9]*)('*)(.)", Pattern.DOTALL);
    private static final String KNOWN = "bBcCfGilLmMnopPtU%";
    private static final String LATE = "bcC";

    /// The widest field, which is what rsync takes too.
    private static final int MAX_WIDTH = 999;

    /// @param letter of the escape; 0 for text
    /// @param text as it stands in the format
    private record Piece(char letter, int human, int width, boolean left, String text) {}

    private final List<Piece> pieces = new ArrayList<>();

    LineFormat(String format) {
        Matcher escape = ESCAPE.matcher(format);
        int from = 0;
        while (escape.find()) {
            text(format.substring(from, escape.start()));
            from = escape.end();
            char letter = escape.group(4).charAt(0);
            if (KNOWN.indexOf(letter) >= 0 && letter != 'P') {
                int human = escape.group(1).length() + escape.group(3).length();
                pieces.add(piece(letter, human, escape.group(2)));
            } else {
                text(escape.group());
            }
        }
        text(format.substring(from));
    }

    private static Piece piece(char letter, int human, String width) {
        boolean left = width.startsWith("-");
        String digits = left ? width.substring(1) : width;
        int columns =
                digits.length() > 3 ? MAX_WIDTH : digits.isEmpty() ? 0 : Integer.parseInt(digits);
        return new Piece(letter, human, columns, left, "");
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece('\0', 0, 0, false, text));
        }
    }

    /// Whether one of these letters is among the escapes.
    boolean has(String letters) {
        return pieces.stream().anyMatch(p -> p.letter != 0 && letters.indexOf(p.letter) >= 0);
    }

    /// Whether the line can only be written when the file's content has gone over.
    boolean isLate() {
        return has(LATE);
    }

    /// The line, not yet harmless to print.
    byte[] line(Values values) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            if (piece.letter == 0) {
                line.writeBytes(piece.text.getBytes(StandardCharsets.UTF_8));
            } else if (piece.letter == '%') {
                line.write('%');
            } else {
                padded(piece, values.of(piece.letter, piece.human), line);
            }
        }
        return line.toByteArray();
    }

    private static void padded(Piece piece, byte[] value, ByteArrayOutputStream to) {
        byte[] room =
                " "
                        .repeat(Math.max(0, piece.width - value.length))
                        .getBytes(StandardCharsets.US_ASCII);
        if (!piece.left) {
            to.writeBytes(room);
        }
        to.writeBytes(value);
        if (piece.left) {
            to.writeBytes(room);
        }
    }

    /// What the letters stand for in one line.
    @FunctionalInterface
    interface Values {
        /// @param human level for a number
        byte[] of(char letter, int human);
    }
}
