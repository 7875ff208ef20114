package lockstep.statedir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    private final List<Integer> lengths = new ArrayList<>();
    private final Lines lines = new Lines(line -> lengths.add(line.length));

    private boolean add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return lines.add(bytes, bytes.length);
    }

    @Test
    void theLastLineIsKeptBack() {
        assertThat(add("one\ntw")).isTrue();
        assertThat(lines.last()).isEmpty();
        assertThat(add("o!\nend\n")).isTrue();

        assertThat(lengths).containsExactly(3, 4);
        assertThat(lines.last()).isEqualTo("end");
    }

    @Test
    void aLineThatIsTooLongIsNotGivenWhetherItEndsOrNot() {
        String longest = "x".repeat(Lines.LONGEST);

        assertThat(add(longest + "\nend\n")).isTrue();
        assertThat(add(longest + "x\nend\n")).as("with its end").isFalse();
        assertThat(
                        new Lines(_ -> {})
                                .add(
                                        (longest + "x").getBytes(StandardCharsets.US_ASCII),
                                        Lines.LONGEST + 1))
                .as("without")
                .isFalse();

        assertThat(lengths).containsExactly(Lines.LONGEST);
    }
}
