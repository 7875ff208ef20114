package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private static final Map<String, String> VALUES =
            Map.of("node", "web1", "run", "{node} $1 \\ ; x", "cluster", "-rf");

    @Test
    void aWordStaysOneArgument() {
        assertThat(Placeholders.fill(List.of("a", "--on={node}.{node}", "{run}"), VALUES))
                .containsExactly("a", "--on=web1.web1", "{node} $1 \\ ; x");
    }

    @Test
    void bracesOfTheCommandsOwnStay() {
        assertThat(Placeholders.fill("{print} {} {NODE} ${x} {node", VALUES))
                .isEqualTo("{print} {} {NODE} ${x} {node");
    }

    @Test
    void whatIsFilledInDoesNotPassForAnOption() {
        assertThat(Placeholders.fill("{cluster}", VALUES)).isEqualTo(" -rf");
        assertThat(Placeholders.fill("-x{cluster}", VALUES)).isEqualTo("-x-rf");
    }
}
