package lockstep.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.plan.EntryFacts.Owner;
import lockstep.plan.Plan.Action;
import lockstep.tree.Kind;
import lockstep.tree.ListingBuilder;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// Reads the words of a saved plan. Whatever it makes of a line must give that line again
/// ([PlanWords]), so nothing can be said in two ways, and nothing that is hidden from a person.
final class PlanParser {
    private static final Pattern ROW =
            Pattern.compile(
                    "(create|update|attributes|delete) (chosen|left-out) ([0-9]{1,19}) (\".*)");
    private static final Pattern FACTS =
            Pattern.compile(
                    "([a-z-]+) ([0-7]{4}) ([0-9]{1,10})(=[^ ]*)? ([0-9]{1,10})(=[^ ]*)?"
                            + " (@-?[0-9]{1,19}|[0-9T:-]{19})(?:\\.([0-9]{9}))?Z?"
                            + "( [0-9]{1,19})?( [0-9a-f]{2,128})?( [0-9]{1,10}:[0-9]{1,10})?"
                            + "( \".*)?");

    private final PlanLines lines;

    PlanParser(PlanLines lines) {
        this.lines = lines;
    }

    /// The row whose first line is this.
    SavedRow row(String first) throws FaultException, IOException {
        Matcher words = ROW.matcher(first);
        if (!words.matches()) {
            throw lines.wrong("no row of a plan: " + PlanLines.shown(first));
        }
        Action action = Action.valueOf(words.group(1).toUpperCase(Locale.ROOT));
        TreePath path = path(words.group(4));
        Plan.Row row =
                new Plan.Row(
                        path,
                        action,
                        number(words.group(3)),
                        quoted(PlanWords.BECAUSE),
                        words.group(2).equals("chosen"));
        SavedRow saved =
                new SavedRow(row, facts(PlanWords.SOURCE_HAS), facts(PlanWords.TARGET_HAS));
        lines.same(first, PlanWords.of(saved).getFirst());
        if (!fits(saved)) {
            throw lines.wrong("what the nodes hold does not ask for this row");
        }
        return saved;
    }

    private static boolean fits(SavedRow saved) {
        boolean there = saved.target() != null;
        return switch (saved.row().action()) {
            case CREATE -> saved.source() != null && !there;
            case UPDATE, ATTRIBUTES -> saved.source() != null && there;
            case DELETE -> saved.source() == null && there;
        };
    }

    /// The value of a line that is a word and a text in quotation marks.
    String quoted(String word) throws FaultException, IOException {
        return quoted(word, lines.next());
    }

    /// The same of a line that was read already.
    String quoted(String word, String line) throws FaultException {
        String text = text(after(word, line));
        lines.same(line, word + PlanWords.quoted(text));
        return text;
    }

    private String after(String word, String line) throws FaultException {
        if (!line.startsWith(word)) {
            throw lines.wrong(
                    "\"" + word.strip() + "\" was expected, not " + PlanLines.shown(line));
        }
        return line.substring(word.length());
    }

    /// A text in quotation marks, as whoever wrote it had it.
    private String text(String quoted) throws FaultException {
        return new String(bytes(quoted), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String quoted) throws FaultException {
        int end = quoted.length() - 1;
        if (end < 1 || quoted.charAt(0) != '"' || quoted.charAt(end) != '"') {
            throw lines.wrong("no quotation marks around " + PlanLines.shown(quoted));
        }
        return original(quoted.substring(1, end));
    }

    private byte[] original(String shown) throws FaultException {
        return Visible.original(shown)
                .orElseThrow(
                        () -> lines.wrong("not how this text is saved: " + PlanLines.shown(shown)));
    }

    private TreePath path(String quoted) throws FaultException {
        byte[] bytes = bytes(quoted);
        try {
            return TreePath.checked(bytes, 0, bytes.length);
        } catch (MalformedTree e) {
            throw lines.wrong(Objects.toString(e.getMessage()));
        }
    }

    private @Nullable EntryFacts facts(String word) throws FaultException, IOException {
        String line = lines.next();
        String text = after(word, line);
        if (text.equals(PlanWords.ABSENT)) {
            return null;
        }
        Matcher words = FACTS.matcher(text);
        if (!words.matches()) {
            throw lines.wrong("no facts of an entry: " + PlanLines.shown(text));
        }
        EntryFacts facts = facts(words);
        lines.same(line, word + PlanWords.of(facts));
        return facts;
    }

    private EntryFacts facts(Matcher words) throws FaultException {
        String fraction = words.group(8);
        String digest = words.group(10);
        String device = words.group(11);
        String link = words.group(12);
        if (digest != null && digest.length() > 1 + 2 * ListingBuilder.MAX_DIGEST_LENGTH) {
            throw lines.wrong("a digest that is too long");
        }
        return new EntryFacts(
                kind(words.group(1)).mode(Integer.parseInt(words.group(2), 8)),
                words.group(9) == null ? 0 : number(words.group(9).strip()),
                seconds(words.group(7)),
                fraction == null ? 0 : Integer.parseInt(fraction),
                owner(words.group(3), words.group(4)),
                owner(words.group(5), words.group(6)),
                link == null ? null : Visible.bytes(bytes(link.strip())),
                device == null ? 0 : device(device.strip()),
                digest == null ? null : digest.strip());
    }

    private Kind kind(String word) throws FaultException {
        for (Kind kind : Kind.values()) {
            if (PlanWords.of(kind).equals(word)) {
                return kind;
            }
        }
        throw lines.wrong("no kind of entry: " + PlanLines.shown(word));
    }

    private Owner owner(String number, @Nullable String name) throws FaultException {
        return new Owner(
                (int) number(number),
                name == null
                        ? null
                        : new String(
                                original(name.substring(1).replace(PlanWords.SPACE, ' ')),
                                StandardCharsets.UTF_8));
    }

    private long seconds(String text) throws FaultException {
        try {
            return text.startsWith("@")
                    ? Long.parseLong(text.substring(1))
                    : Instant.parse(text + "Z").getEpochSecond();
        } catch (NumberFormatException | DateTimeException e) {
            throw lines.wrong("no time: " + PlanLines.shown(text));
        }
    }

    private long device(String text) throws FaultException {
        int colon = text.indexOf(':');
        return number(text.substring(0, colon)) << 32
                | number(text.substring(colon + 1)) & 0xffffffffL;
    }

    long number(String digits) throws FaultException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw lines.wrong("a number that is too large: " + digits);
        }
    }
}
