package lockstep.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {
    private final List<String> heard = new ArrayList<>();
    private final ErrorLines lines =
            new ErrorLines(line -> heard.add(new String(line, StandardCharsets.ISO_8859_1)));

    @Test
    void linesAreTheSameWhereverTheyAreCut() {
        byte[] text = " one \r\n\n\ttwo \u00ff\u0001x\nthree".getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut <= text.length; cut++) {
            heard.clear();
            lines.add(text, cut);
            byte[] rest = Arrays.copyOfRange(text, cut, text.length);
            lines.add(rest, rest.length);
            lines.end();

            assertThat(heard).containsExactly("one", "two \u00ff\u0001x", "three");
        }
    }

    @Test
    void aLineWithoutEndHasOne() {
        byte[] block = new byte[100_000];
        Arrays.fill(block, (byte) 'x');
        lines.add(block, block.length);
        lines.add(new byte[] {'\n', 'y', '\n'}, 3);

        assertThat(heard).hasSize(2);
        assertThat(heard.getFirst()).hasSize(8 << 10);
        assertThat(heard.getLast()).isEqualTo("y");
    }
}
