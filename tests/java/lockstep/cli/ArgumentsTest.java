package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ArgumentsTest {
    @Test
    void timesAndRatesAreReadWithTheirUnits() {
        assertThat(new Span().convert("90")).isEqualTo(Duration.ofSeconds(90));
        assertThat(new Span().convert("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(new Span().convert("24h")).isEqualTo(Duration.ofDays(1));
        assertThat(new Rate().convert("700")).isEqualTo(700);
        assertThat(new Rate().convert("10M")).isEqualTo(10_000_000);
        assertThat(new Rate().convert("999999999G")).isEqualTo(999_999_999_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "5 m", "5d", "25h", "99999999999", "1e3"})
    void otherTimesAreRefused(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new Span().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "10MB", "k", "1.5M", "9999999999"})
    void otherRatesAreRefused(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new Rate().convert(text));
    }

    @Test
    void numbersAreSaidShortly() {
        assertThat(Words.bytes(999)).isEqualTo("999 B");
        assertThat(Words.bytes(1_000)).isEqualTo("1.0 kB");
        assertThat(Words.bytes(999_600)).isEqualTo("1.0 MB");
        assertThat(Words.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
        assertThat(Words.duration(Duration.ofMillis(400))).isEqualTo("0.4 s");
        assertThat(Words.duration(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
        assertThat(Words.duration(Duration.ofMinutes(72))).isEqualTo("1 h 12 min");
    }
}
