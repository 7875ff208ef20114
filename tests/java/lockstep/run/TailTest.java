package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailTest {
    /// Pieces as they are written, between bars; a pilcrow stands for a line break.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "abc, abc",
                "abcdefgh, abcdefgh",
                "abcdefghi, …bcdefghi",
                "abc|defghi, …bcdefghi",
                "abcdefgh|i|jk, …defghijk",
                "0123456789abcdefghijk, …defghijk",
                "¶ a¶b ¶, a␊b",
                "¶¶, ``",
                "|, ``",
                "ééééé, …éééé",
                "aéééé|é, …éééé",
                "€€€€, …€€",
                "`\u001b`, ␛"
            })
    void theLastEightBytesAreKept(String pieces, String shown) {
        Tail tail = new Tail(8);
        for (String piece : pieces.replace('¶', '\n').split("\\|")) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            tail.write(bytes, bytes.length);
        }
        assertThat(tail.visible()).isEqualTo(shown);
    }
}
