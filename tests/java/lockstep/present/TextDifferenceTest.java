package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lockstep.present.FoldedRows.Shown;
import lockstep.present.TextDifference.Care;
import lockstep.present.TextDifference.Mark;
import lockstep.present.TextDifference.Piece;
import lockstep.present.TextDifference.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TextDifferenceTest {
    private static TextDifference of(String left, String right) {
        return of(left, right, Care.EVERYTHING);
    }

    private static TextDifference of(String left, String right, Care care) {
        return TextDifference.of(side("web1", left), side("web2", right), care);
    }

    private static TextDifference.Side side(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new TextDifference.Side(name, FileText.of(bytes, false).orElseThrow(), bytes.length);
    }

    /// `~ 2 old | 2 new` for each row.
    private static List<String> told(TextDifference difference) {
        return difference.rows().stream().map(TextDifferenceTest::told).toList();
    }

    private static String told(Row row) {
        String sign =
                switch (row.mark()) {
                    case SAME -> "=";
                    case CHANGED -> "~";
                    case REPLACED -> "!";
                };
        return sign + " " + told(row.left()) + " | " + told(row.right());
    }

    private static String told(TextDifference.Line line) {
        return line.isThere() ? line.number() + " " + line.text() : "";
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void aChangedLineStandsBesideWhatItBecame() {
        TextDifference d = of("a\nretries = 3\nc\n", "a\nretries = 5\nc\n");
        assertThat(told(d))
                .containsExactly("= 1 a | 1 a", "~ 2 retries = 3 | 2 retries = 5", "= 3 c | 3 c");
        assertThat(d.sentence()).isEqualTo("1 line differs in 1 place");
        assertThat(d.rows().get(1).right().pieces())
                .containsExactly(new Piece("retries = ", false), new Piece("5", true));
    }

    @Test
    void aLineThatCameIsNotTakenForTheOneThatChanged() {
        assertThat(told(of("a\ntimeout = 20\n", "a\n# how long\ntimeout = 30\n")))
                .containsExactly(
                        "= 1 a | 1 a", "!  | 2 # how long", "~ 2 timeout = 20 | 3 timeout = 30");
    }

    @Test
    void linesWithNothingInCommonAreReplaced() {
        TextDifference d = of("old\ngone\n", "new\n");
        assertThat(told(d)).containsExactly("! 1 old | 1 new", "! 2 gone | ");
        assertThat(d.sentence()).isEqualTo("2 lines differ in 1 place");
    }

    @Test
    void whatNoLineShowsIsInTheSentence() {
        assertThat(of("a\r\nb\r\n", "a\nb").sentence())
                .isEqualTo(
                        "No line differs; on web2 nothing ends the last line;"
                                + " lines end in CRLF against LF");
        byte[] latin = "é\n".getBytes(StandardCharsets.ISO_8859_1);
        TextDifference.Side left =
                new TextDifference.Side("web1", FileText.of(latin, false).orElseThrow(), 2);
        assertThat(TextDifference.of(left, side("web2", "é\n"), Care.EVERYTHING).sentence())
                .isEqualTo("No line differs; encoding Latin-1 against UTF-8");
    }

    @Test
    void whiteSpaceCanBeLeftAside() {
        String left = "if (a) {\n\tb();\n}\n";
        String right = "if (a) {\n    b();  \n}\n";
        assertThat(of(left, right).rows().get(1).mark()).isEqualTo(Mark.CHANGED);
        assertThat(of(left, right).rows().get(1).right().pieces())
                .containsExactly(
                        new Piece("····", true), new Piece("b();", false), new Piece("··", true));
        TextDifference aside = of(left, right, Care.BUT_WHITE_SPACE);
        assertThat(aside.sentence()).isEqualTo("No line differs, white space aside");
        assertThat(aside.rows()).allMatch(row -> row.mark() == Mark.SAME);
    }

    @Test
    void hostileTextBecomesVisible() {
        TextDifference d = of("a\n", "\u202Eb\u0007\n");
        assertThat(d.rows().getFirst().right().text()).isEqualTo("\\u{202e}b\u2407");
    }

    @Test
    void ofALongLineThePartThatDiffersIsShown() {
        String start = "var x=1;".repeat(5_000);
        TextDifference d = of(start + "old;" + start, start + "new;" + start);
        Row row = d.rows().getFirst();
        assertThat(row.mark()).isEqualTo(Mark.CHANGED);
        assertThat(row.right().text()).startsWith("…").endsWith("…").hasSizeLessThan(1_100);
        assertThat(row.right().pieces()).contains(new Piece("new", true));
    }

    @Test
    void farFromADifferenceEqualLinesAreFolded() {
        TextDifference d = of(lines(0, 50) + "old\n" + lines(60, 90), lines(0, 50) + lines(60, 90));
        FoldedRows folded = FoldedRows.of(d);
        assertThat(folded.shown()).hasSize(1 + 3 + 1 + 3 + 1);
        assertThat(folded.shown().getFirst()).isEqualTo(new Shown.Fold(0, 47));
        assertThat(folded.shown().getLast()).isEqualTo(new Shown.Fold(54, 27));
        FoldedRows opened = folded.opening(new Shown.Fold(0, 47));
        assertThat(opened.shown()).hasSize(47 + 3 + 1 + 3 + 1);
        assertThat(opened.after(-1)).isEqualTo(50);
    }

    @Test
    void differencesAreStoodAtOneAfterTheOther() {
        FoldedRows rows =
                FoldedRows.of(of("x\n" + lines(0, 30) + "y\nz\n", lines(0, 30) + "w\nv\n"));
        int first = rows.after(-1);
        int last = rows.after(first);
        assertThat(first).isZero();
        assertThat(last).isEqualTo(1 + 3 + 1 + 3);
        assertThat(rows.after(last)).isEqualTo(-1);
        assertThat(rows.before(last)).isEqualTo(first);
        assertThat(rows.before(first)).isEqualTo(-1);
    }

    @Test
    void equalTextsAreOneFold() {
        TextDifference d = of(lines(0, 20), lines(0, 20));
        assertThat(FoldedRows.of(d).shown()).containsExactly(new Shown.Fold(0, 20));
        assertThat(d.sentence()).isEqualTo("No line differs");
    }

    /// As many lines and words as are looked at, none of which is on the other side.
    @Test
    void theWorstTextsEndSoon() {
        String left = "a b c d e f g h i j k l\n".repeat(FileText.MAX_LINES);
        String right = "b a d c f e h g j i l k\n".repeat(FileText.MAX_LINES);
        assertThat(of(left, right).rows()).hasSize(FileText.MAX_LINES);
        String words = "a b ".repeat(1 << 17);
        assertThat(of(words, words.replace('a', 'c')).rows()).hasSize(1);
        assertThat(of("\n".repeat(FileText.MAX_LINES), "x\n".repeat(FileText.MAX_LINES)).rows())
                .hasSize(FileText.MAX_LINES);
    }
}
