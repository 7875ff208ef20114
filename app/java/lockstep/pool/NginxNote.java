package lockstep.pool;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import lockstep.fault.Visible;

/// The remark of ours behind a server that was taken out: a comment from behind the `;` to a `#`
/// that closes it. The rest of the line is as it was; where that is more than a comment, `;` and
/// a line break follow the `#`.
///
/// @param text what it says, untrusted, as it is there
/// @param to offset after its last byte
record NginxNote(String text, int to) {
    private static final byte[] OPENING = " # lockstep: ".getBytes(StandardCharsets.US_ASCII);

    /// nginx has room for 4,096 bytes of a comment; an operator's may follow.
    private static final int LONGEST = 300;

    /// The one that stands at an offset.
    static Optional<NginxNote> at(byte[] text, int from) {
        int at = from;
        for (byte b : OPENING) {
            if (at >= text.length || text[at] != b) {
                return Optional.empty();
            }
            at++;
        }
        int start = at;
        while (at < text.length && text[at] != '#' && text[at] != '\n') {
            at++;
        }
        if (at == text.length || text[at] == '\n') {
            return Optional.empty();
        }
        String said = new String(text, start, at - start, StandardCharsets.UTF_8).strip();
        boolean broken = at + 2 < text.length && text[at + 1] == ';' && text[at + 2] == '\n';
        return Optional.of(new NginxNote(said, at + (broken ? 3 : 1)));
    }

    /// What to write behind the `;` at `end`.
    static String written(String remark, byte[] text, int end) {
        return " # lockstep: " + harmless(remark) + (alone(text, end) ? " #" : " #;\n");
    }

    /// Nothing that could end the comment, or look like something else.
    private static String harmless(String remark) {
        return remark.codePoints()
                .limit(LONGEST)
                .mapToObj(Character::toString)
                .map(c -> c.equals("#") ? "+" : c.equals("\\") ? "/" : c)
                .map(c -> Visible.text(c).equals(c) ? c : " ")
                .collect(Collectors.joining());
    }

    /// Who, since when, until when and why, in one line.
    static String remark(Leave leave, Instant now) {
        String until = leave.until().map(u -> " until " + minute(u)).orElse("");
        String why = leave.why().isBlank() ? "" : ": " + leave.why().strip();
        String who = leave.who().isBlank() ? "somebody" : leave.who().strip();
        return "out by " + who + " since " + minute(now) + until + why;
    }

    /// Whether nothing but a comment follows in the line.
    private static boolean alone(byte[] text, int from) {
        int at = from;
        while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
        return at == text.length || text[at] == '\n' || text[at] == '#';
    }

    private static String minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }
}
