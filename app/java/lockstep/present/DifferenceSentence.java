package lockstep.present;

import java.util.ArrayList;
import java.util.List;
import lockstep.present.TextDifference.Care;
import lockstep.present.TextDifference.Mark;
import lockstep.present.TextDifference.Row;
import lockstep.present.TextDifference.Side;

/// What two texts differ in, in a sentence: also what no line shows.
final class DifferenceSentence {
    private DifferenceSentence() {}

    static String of(List<Row> rows, Side left, Side right, Care care) {
        List<String> parts = new ArrayList<>();
        parts.add(lines(rows, care));
        FileText a = left.text();
        FileText b = right.text();
        if (!a.lines().isEmpty() && !b.lines().isEmpty()) {
            if (a.closed() != b.closed()) {
                parts.add(Strings.text("text.open", a.closed() ? right.name() : left.name()));
            }
            if (differ(a.ends(), b.ends())) {
                parts.add(Strings.text("text.ends", word(a.ends()), word(b.ends())));
            }
            if (differ(a.encoding(), b.encoding())) {
                parts.add(Strings.text("text.encoding", word(a.encoding()), word(b.encoding())));
            }
        }
        if (a.cut() || b.cut()) {
            String bytes = Words.bytes(TextDifference.MAX_BYTES);
            parts.add(Strings.text("text.cut", bytes, Words.number(FileText.MAX_LINES)));
            if (left.size() != right.size()) {
                parts.add(
                        Strings.text(
                                "text.sizes",
                                Words.number(left.size()),
                                Words.number(right.size())));
            }
        }
        return String.join("; ", parts);
    }

    private static String lines(List<Row> rows, Care care) {
        long differing = rows.stream().filter(row -> row.mark() != Mark.SAME).count();
        int places = new TextDifference(rows, "").places();
        String lines =
                differing == 0
                        ? Strings.text("text.none")
                        : Strings.text(
                                "text.lines",
                                Strings.count("text.differ", differing),
                                Strings.count("text.place", places));
        return care == Care.EVERYTHING ? lines : Strings.text("text.aside", lines);
    }

    private static boolean differ(FileText.Ends a, FileText.Ends b) {
        return a != b && a != FileText.Ends.NONE && b != FileText.Ends.NONE;
    }

    /// ASCII is a part of all encodings but the wide ones.
    private static boolean differ(FileText.Encoding a, FileText.Encoding b) {
        boolean compatible = isPlain(a) && isPlain(b) && (isAscii(a) || isAscii(b));
        return a != b && !compatible;
    }

    private static boolean isAscii(FileText.Encoding encoding) {
        return encoding == FileText.Encoding.ASCII;
    }

    private static boolean isPlain(FileText.Encoding encoding) {
        return switch (encoding) {
            case ASCII, UTF_8, LATIN_1 -> true;
            case UTF_8_MARKED, UTF_16_BE, UTF_16_LE -> false;
        };
    }

    private static String word(Enum<?> value) {
        return Strings.text("text.word." + value.name());
    }
}
