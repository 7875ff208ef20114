package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lockstep.present.TextDifference.Line;
import lockstep.present.TextDifference.Side;
import org.junit.jupiter.api.Test;

class TextDifferenceTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aChangedLineIsTakenAwayAndThenAdded() {
        TextDifference d = TextDifference.of(bytes("a\nold\nc\n"), bytes("a\nnew\nc\n"));
        assertThat(d.lines())
                .extracting(Line::side, Line::left, Line::right, Line::text)
                .containsExactly(
                        tuple(Side.BOTH, 1, 1, "a"),
                        tuple(Side.LEFT, 2, 0, "old"),
                        tuple(Side.RIGHT, 0, 2, "new"),
                        tuple(Side.BOTH, 3, 3, "c"));
        assertThat(d.note()).isEmpty();
    }

    @Test
    void farFromADifferenceTheSameLinesAreCounted() {
        String same = IntStream.range(0, 50).mapToObj(i -> i + "\n").collect(Collectors.joining());
        TextDifference d = TextDifference.of(bytes(same), bytes(same + "end\n"));
        assertThat(d.lines().getFirst())
                .isEqualTo(new Line(Side.GAP, 0, 0, "47 lines are the same"));
        assertThat(d.lines()).hasSize(5);
        assertThat(d.lines().getLast()).isEqualTo(new Line(Side.RIGHT, 0, 51, "end"));
    }

    @Test
    void whatIsNoTextIsNotShown() {
        TextDifference d = TextDifference.of(new byte[] {1, 2, 0}, new byte[] {1, 3, 0});
        assertThat(d.lines()).isEmpty();
        assertThat(d.note()).contains("byte 1");
    }

    @Test
    void theSameFilesHaveNoLines() {
        TextDifference d = TextDifference.of(bytes("x\n"), bytes("x\n"));
        assertThat(d)
                .isEqualTo(new TextDifference(java.util.List.of(), "The two files are the same."));
    }

    @Test
    void hostileTextBecomesVisible() {
        TextDifference d = TextDifference.of(bytes("a\n"), bytes("\u202Eb\u0007\n"));
        assertThat(d.lines().getLast().text()).isEqualTo("\\u{202e}b\u2407");
    }

    @Test
    void manyDifferentLinesEndSoonAndAreCut() {
        Random random = new Random(7);
        String a =
                random.ints(20_000, 0, 1_000)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining("\n"));
        String b =
                random.ints(20_000, 0, 1_000)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining("\n"));
        TextDifference d = TextDifference.of(bytes(a), bytes(b));
        assertThat(d.lines()).hasSize(2_000);
        assertThat(d.note()).isNotEmpty();
    }
}
