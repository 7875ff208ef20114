package lockstep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "90s, 90s", "120, 2m", "3600, 1h", "61m, 61m", "24h, 24h"})
    void whatIsWrittenIsReadAsTheSame(String text, String again) {
        Duration duration = Durations.parse(text).orElseThrow();
        assertThat(Durations.text(duration)).isEqualTo(again);
        assertThat(Durations.parse(again)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "5 m", "1.5s", "5d", "25h", "86401", "1e3", "100ms"})
    void allElseIsNoTime(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
