package lockstep.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypedWordsTest {
    private static List<String> last(String line, String... decoded) {
        return TypedWords.last(line.getBytes(StandardCharsets.UTF_8), List.of(decoded));
    }

    @Test
    void theLastWordsAreTheArguments() {
        assertThat(last("java\0-cp\0x\0Main\0-a\0\0\u00f6\0", "-a", "", "\ufffd\ufffd"))
                .containsExactly("-a", "", "\u00f6");
    }

    @Test
    void anotherCommandLineIsNotBelieved() {
        assertThat(last("java\0-b\0\u00f6\0", "-a", "\ufffd")).containsExactly("-a", "\ufffd");
        assertThat(last("\u00f6\0", "-a", "\ufffd")).containsExactly("-a", "\ufffd");
    }
}
