package lockstep.present;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The beginning of a file as text: its lines without what ends them, and what is lost when one
/// looks at lines only.
///
/// @param closed whether something ends the last line
/// @param cut whether the file goes on after it
record FileText(List<String> lines, Encoding encoding, Ends ends, boolean closed, boolean cut) {
    /// The most lines of a file that are looked at.
    static final int MAX_LINES = 20_000;

    /// What the bytes stand for, as far as the bytes themselves tell.
    enum Encoding {
        /// Means the same in each of the others but UTF-16.
        ASCII(StandardCharsets.UTF_8),
        UTF_8(StandardCharsets.UTF_8),
        UTF_8_MARKED(StandardCharsets.UTF_8, "\u00ef\u00bb\u00bf"),
        UTF_16_BE(StandardCharsets.UTF_16BE, "\u00fe\u00ff"),
        UTF_16_LE(StandardCharsets.UTF_16LE, "\u00ff\u00fe"),
        /// Any other: each byte is shown as a character of its own, so two that differ look so.
        LATIN_1(StandardCharsets.ISO_8859_1);

        @SuppressWarnings("ImmutableEnumChecker") // it is, and does not say so
        private final Charset charset;

        private final String mark;

        Encoding(Charset charset) {
            this(charset, "");
        }

        Encoding(Charset charset, String mark) {
            this.charset = charset;
            this.mark = mark;
        }

        private boolean marks(byte[] bytes) {
            int length = Math.min(mark.length(), bytes.length);
            return !mark.isEmpty()
                    && new String(bytes, 0, length, StandardCharsets.ISO_8859_1).equals(mark);
        }
    }

    /// What ends the lines.
    enum Ends {
        /// There is but one line, and nothing ends it.
        NONE,
        LF,
        CRLF,
        CR,
        MIXED
    }

    FileText {
        lines = List.copyOf(lines);
    }

    /// The text of a file, empty when its bytes are none.
    ///
    /// @param cut whether the file goes on after the bytes
    static Optional<FileText> of(byte[] bytes, boolean cut) {
        Encoding encoding = encoding(bytes, cut);
        boolean wide = encoding == Encoding.UTF_16_BE || encoding == Encoding.UTF_16_LE;
        for (byte b : bytes) {
            if (b == 0 && !wide) {
                return Optional.empty();
            }
        }
        int skip = encoding.mark.length();
        String text = new String(bytes, skip, bytes.length - skip, encoding.charset);
        return Optional.of(split(text, encoding, cut));
    }

    /// What is text already.
    static FileText of(String text) {
        return split(text, Encoding.UTF_8, false);
    }

    private static Encoding encoding(byte[] bytes, boolean cut) {
        for (Encoding encoding : Encoding.values()) {
            if (encoding.marks(bytes)) {
                return encoding;
            }
        }
        int end = cut ? lastWhole(bytes) : bytes.length;
        boolean ascii = true;
        for (int i = 0; i < end && ascii; i++) {
            ascii = bytes[i] >= 0;
        }
        return ascii ? Encoding.ASCII : isUtf8(bytes, end) ? Encoding.UTF_8 : Encoding.LATIN_1;
    }

    private static boolean isUtf8(byte[] bytes, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, end))
                    .hasRemaining();
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /// Before a character of UTF-8 that the cut may have gone through.
    private static int lastWhole(byte[] bytes) {
        int at = bytes.length;
        while (at > Math.max(0, bytes.length - 4) && (bytes[at - 1] & 0xc0) == 0x80) {
            at--;
        }
        if (at == 0 || (bytes[at - 1] & 0xc0) != 0xc0) {
            return bytes.length;
        }
        int first = bytes[at - 1] & 0xff;
        int due = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        return at - 1 + due > bytes.length ? at - 1 : bytes.length;
    }

    private static FileText split(String text, Encoding encoding, boolean cut) {
        boolean old = text.indexOf('\n') < 0 && text.indexOf('\r') >= 0;
        char end = old ? '\r' : '\n';
        List<String> lines = new ArrayList<>();
        int at = 0;
        int withReturn = 0;
        int ended = 0;
        while (at < text.length() && lines.size() < MAX_LINES) {
            int stop = text.indexOf(end, at);
            boolean isEnded = stop >= 0;
            stop = isEnded ? stop : text.length();
            boolean returns = isEnded && !old && stop > at && text.charAt(stop - 1) == '\r';
            lines.add(text.substring(at, returns ? stop - 1 : stop));
            withReturn += returns ? 1 : 0;
            ended += isEnded ? 1 : 0;
            at = isEnded ? stop + 1 : stop;
        }
        boolean more = cut || at < text.length();
        Ends ends =
                ended == 0
                        ? Ends.NONE
                        : old
                                ? Ends.CR
                                : withReturn == 0
                                        ? Ends.LF
                                        : withReturn == ended ? Ends.CRLF : Ends.MIXED;
        return new FileText(lines, encoding, ends, more || ended == lines.size(), more);
    }
}
