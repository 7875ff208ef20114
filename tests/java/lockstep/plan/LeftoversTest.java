package lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftoversTest {
    /// A name as parts that are repeated, and what rsync 3.5.0 was seen to keep of it.
    @ParameterizedTest
    @CsvSource({
        "a, 1, '', 0, 1",
        "., 1, dot, 1, 3",
        "., 2, dots, 1, 5",
        "a, 246, '', 0, 246",
        "a, 247, '', 0, 246",
        "a, 255, '', 0, 246",
        "a, 245, é, 4, 245",
        "a, 246, é, 4, 246",
        "é, 127, x, 1, 0"
    })
    void whatIsKeptOfAName(String first, int times, String then, int more, int kept) {
        byte[] name = (first.repeat(times) + then.repeat(more)).getBytes(StandardCharsets.UTF_8);

        assertThat(Leftovers.stem(name)).hasSize(kept);
    }
}
