package lockstep.present;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How two texts differ, line beside line. Pure and bounded: whatever the texts hold, it ends soon
/// and is small enough to show.
///
/// @param rows all lines of both, each beside what it became
/// @param sentence what differs, in words, also what no line shows
public record TextDifference(List<Row> rows, String sentence) {
    /// The most bytes of either file that are looked at.
    public static final int MAX_BYTES = 1 << 20;

    /// How a row differs.
    public enum Mark {
        SAME,
        /// Some words of the line are others.
        CHANGED,
        /// The left line is gone, if there is one, and the right one came, if there is one.
        REPLACED
    }

    /// What makes lines differ.
    public enum Care {
        EVERYTHING,
        /// All but white space: indents, and what stands at the ends of lines.
        BUT_WHITE_SPACE
    }

    /// A part of a line, safe to show.
    ///
    /// @param changed whether the other line has other words there
    public record Piece(String text, boolean changed) {}

    /// A line of one side.
    ///
    /// @param number from 1; 0 where that side has no line
    public record Line(int number, List<Piece> pieces) {
        static final Line NONE = new Line(0, List.of());

        public Line {
            pieces = List.copyOf(pieces);
        }

        public boolean isThere() {
            return number > 0;
        }

        /// The line in one piece.
        public String text() {
            return String.join("", pieces.stream().map(Piece::text).toList());
        }
    }

    /// Two lines side by side.
    public record Row(Mark mark, Line left, Line right) {}

    /// One of the two files.
    ///
    /// @param name of its node
    /// @param size of all of it
    record Side(String name, FileText text, long size) {}

    public TextDifference {
        rows = List.copyOf(rows);
    }

    static TextDifference of(Side left, Side right, Care care) {
        List<Row> rows = rows(left.text.lines(), right.text.lines(), care);
        return new TextDifference(rows, DifferenceSentence.of(rows, left, right, care));
    }

    /// How a text that is about to be written differs from what is there.
    public static TextDifference between(String before, String after) {
        return of(
                new Side(Strings.text("text.before"), FileText.of(before), before.length()),
                new Side(Strings.text("text.after"), FileText.of(after), after.length()),
                Care.EVERYTHING);
    }

    /// How many runs of rows differ.
    public int places() {
        int places = 0;
        Mark before = Mark.SAME;
        for (Row row : rows) {
            places += before == Mark.SAME && row.mark != Mark.SAME ? 1 : 0;
            before = row.mark;
        }
        return places;
    }

    private static List<Row> rows(List<String> left, List<String> right, Care care) {
        List<Row> rows = new ArrayList<>();
        LinePair.Effort effort = new LinePair.Effort();
        int a = 0;
        int b = 0;
        for (Matching.Change change : Matching.of(keys(left, care), keys(right, care))) {
            while (a < change.left()) {
                rows.add(same(left.get(a), right.get(b), ++a, ++b));
            }
            List<String> gone = left.subList(change.left(), change.leftEnd());
            List<String> came = right.subList(change.right(), change.rightEnd());
            for (int[] pair : LinePairing.rows(LinePairing.of(gone, came), came.size())) {
                Optional<String> was = at(gone, pair[0]);
                Optional<String> is = at(came, pair[1]);
                rows.add(differing(was, is, new int[] {a + 1, b + 1}, effort));
                a += was.isPresent() ? 1 : 0;
                b += is.isPresent() ? 1 : 0;
            }
        }
        while (a < left.size()) {
            rows.add(same(left.get(a), right.get(b), ++a, ++b));
        }
        return rows;
    }

    private static List<String> keys(List<String> lines, Care care) {
        return switch (care) {
            case EVERYTHING -> lines;
            case BUT_WHITE_SPACE ->
                    lines.stream().map(line -> line.replaceAll("\\s+", "")).toList();
        };
    }

    private static Optional<String> at(List<String> lines, int place) {
        return place < 0 ? Optional.empty() : Optional.of(lines.get(place));
    }

    private static Row same(String left, String right, int a, int b) {
        return new Row(
                Mark.SAME, new Line(a, LinePair.plain(left)), new Line(b, LinePair.plain(right)));
    }

    private static Row differing(
            Optional<String> left, Optional<String> right, int[] numbers, LinePair.Effort effort) {
        if (left.isPresent() && right.isPresent()) {
            LinePair pair = LinePair.of(left.get(), right.get(), effort);
            return new Row(
                    pair.alike() ? Mark.CHANGED : Mark.REPLACED,
                    new Line(numbers[0], pair.left()),
                    new Line(numbers[1], pair.right()));
        }
        return new Row(Mark.REPLACED, alone(left, numbers[0]), alone(right, numbers[1]));
    }

    private static Line alone(Optional<String> line, int number) {
        return line.map(text -> new Line(number, LinePair.plain(text))).orElse(Line.NONE);
    }
}
