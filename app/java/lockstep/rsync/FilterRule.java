package lockstep.rsync;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// One filter rule as rsyncs tell it each other, taken apart. Characters stand for bytes.
///
/// A rule begins with its kind, as a sign or a word, then modifiers, which a comma may precede,
/// then a space or an underscore and the pattern.
///
/// @param kind a sign for each: exclude (`-`), include (`+`), hide (`H`), show (`S`), protect
///     (`P`), risk (`R`), merge (`.`), dir-merge (`:`), clear (`!`), or [#UNKNOWN]
/// @param text all of it
record FilterRule(char kind, String modifiers, String pattern, String text) {
    static final char UNKNOWN = 0;

    private static final String SIGNS = "-+HSPR.:!";
    private static final String OF_PATTERNS = "/!Csrpx";
    private static final Map<String, Character> WORDS =
            Map.of(
                    "exclude", '-',
                    "include", '+',
                    "hide", 'H',
                    "show", 'S',
                    "protect", 'P',
                    "risk", 'R',
                    "merge", '.',
                    "dir-merge", ':',
                    "clear", '!');

    /// What a rule does to the list of a source that was told it, as far as that is sure. What is
    /// said of a name holds where no earlier rule matches it.
    enum Effect {
        /// Names that match are not listed.
        HIDES,
        /// Names that match may be listed.
        SHOWS,
        /// Names may be missing from the list, but none comes that would not have come without.
        PERHAPS_HIDES,
        /// Any name may be listed.
        PERHAPS_SHOWS,
        /// Earlier rules count for nothing.
        CLEARS,
        /// Any name may be listed, and earlier rules count for nothing.
        CLEARS_AND_SHOWS
    }

    static FilterRule read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = 0;
        while (end < text.length() && isOfWord(text.charAt(end), end)) {
            end++;
        }
        Character worded = WORDS.get(text.substring(0, end));
        char first = text.isEmpty() ? UNKNOWN : text.charAt(0);
        char kind = worded != null ? worded : SIGNS.indexOf(first) >= 0 ? first : UNKNOWN;
        int at = worded != null ? end : Math.min(1, text.length());
        at += text.startsWith(",", at) ? 1 : 0;
        int from = at;
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '_') {
            at++;
        }
        String pattern = at < text.length() ? text.substring(at + 1) : "";
        return new FilterRule(kind, text.substring(from, at), pattern, text);
    }

    private static boolean isOfWord(char c, int at) {
        return 'a' <= c && c <= 'z' || c == '-' && at > 0;
    }

    boolean has(char modifier) {
        return modifiers.indexOf(modifier) >= 0;
    }

    /// The end it is for; null where it is for both.
    @Nullable RuleSide side() {
        return switch (kind) {
            case 'H', 'S' -> RuleSide.SENDER;
            case 'P', 'R' -> RuleSide.RECEIVER;
            case '-', '+' ->
                    has('s') == has('r') ? null : has('s') ? RuleSide.SENDER : RuleSide.RECEIVER;
            default -> null;
        };
    }

    /// Not sure are: files of rules on the source, what it makes of rules for targets, its own
    /// list of what CVS leaves out, the whole path of what it lists, and what no rsync of today
    /// would take for a rule. Names of extended attributes are no names here.
    Effect effect() {
        return switch (kind) {
            case '!' -> text.length() > 1 && WORDS.get(text) == null ? anything() : Effect.CLEARS;
            case ':' ->
                    has('+') || !has('-') && !has('C')
                            ? Effect.PERHAPS_SHOWS
                            : Effect.PERHAPS_HIDES;
            case '-', 'H', 'P', '+', 'S', 'R' -> ofPattern();
            default -> anything();
        };
    }

    private Effect ofPattern() {
        boolean known = modifiers.chars().allMatch(m -> OF_PATTERNS.indexOf(m) >= 0);
        boolean shows = "+SR".indexOf(kind) >= 0;
        if (!known || text.indexOf('\0') >= 0) {
            return anything();
        } else if (has('x')) {
            return Effect.PERHAPS_HIDES;
        } else if (has('C') || has('/')) {
            return shows ? Effect.PERHAPS_SHOWS : Effect.PERHAPS_HIDES;
        } else if (shows) {
            return Effect.SHOWS;
        }
        return side() == RuleSide.RECEIVER ? Effect.PERHAPS_HIDES : Effect.HIDES;
    }

    private static Effect anything() {
        return Effect.CLEARS_AND_SHOWS;
    }

    /// For screens and messages.
    String visible() {
        return Visible.bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
