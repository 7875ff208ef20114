package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lockstep.cli.Table.Column;
import org.junit.jupiter.api.Test;

class TableTest {
    private final StringWriter out = new StringWriter();

    private Table table(int columns, Charset charset) {
        PrintWriter to = new PrintWriter(out, true);
        Terminal.Screen screen = new Terminal.Screen(columns, false, charset, null);
        return new Table(
                new Terminal(to, to, screen), List.of(Column.TEXT, Column.MARK, Column.NUMBER));
    }

    @Test
    void columnsStandBelowEachOther() {
        Table table = table(80, StandardCharsets.UTF_8);
        table.add(List.of("a", "=", "1"));
        table.add(List.of("bb", "≠", "12"));
        table.print("");
        assertThat(out.toString().lines()).containsExactly("a   =   1", "bb  ≠  12");
    }

    @Test
    void linesFitTheTerminalByCuttingTheMiddle() {
        Table table = table(40, StandardCharsets.UTF_8);
        table.add(List.of("top/" + "x".repeat(4_000) + "/leaf.txt", "=", "12 kB"));
        table.add(List.of("short", "=", "1 B"));
        table.print("");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(Width.of(line)).isLessThanOrEqualTo(40))
                .first()
                .asString()
                .startsWith("top/x")
                .contains("x…x")
                .contains("x/leaf.txt  =  12 kB");
    }

    @Test
    void wideLettersAndMarksKeepTheColumns() {
        Table table = table(80, StandardCharsets.UTF_8);
        table.add(List.of("漢字", "=", "1"));
        table.add(List.of("e\u0301e\u0301", "=", "1"));
        table.print("");
        assertThat(out.toString().lines()).containsExactly("漢字  =  1", "e\u0301e\u0301    =  1");
    }

    @Test
    void whatTheEncodingLacksIsNeverAQuestionMark() {
        Table table = table(80, StandardCharsets.US_ASCII);
        table.add(List.of("é", "≠", "…"));
        table.add(List.of("x", "∅", "1"));
        table.print("");
        assertThat(out.toString().lines()).containsExactly("\\u{e9}  #  ~", "x       0  1");
    }

    @Test
    void aCutNeverParts() {
        assertThat(Width.cut("漢字漢字漢字", 7)).isEqualTo("漢…字字".replace("字字", "字"));
        assertThat(Width.of(Width.cut("漢字漢字漢字", 7))).isLessThanOrEqualTo(7);
        assertThat(Width.cut("abcdefghij\u0301", 5)).isEqualTo("ab…ij\u0301");
        assertThat(Width.cut("\ud83d\ude00".repeat(9), 6)).doesNotContain("\ud83d…");
    }
}
