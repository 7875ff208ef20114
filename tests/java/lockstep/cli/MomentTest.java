package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MomentTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T14:30:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "2h, 2026-11-22T16:30:00Z",
        "90, 2026-11-22T14:31:30Z",
        "15:30, 2026-11-22T14:30:00Z",
        "18:30, 2026-11-22T17:30:00Z",
        "8:05, 2026-11-23T07:05:00Z",
        "2026-12-24T08:00, 2026-12-24T07:00:00Z",
        "2026-12-24T08:00:00Z, 2026-12-24T08:00:00Z",
        "2026-12-24T08:00+02:00, 2026-12-24T06:00:00Z",
    })
    void isUnderstood(String text, String moment) {
        assertThat(new Moment(CLOCK).convert(text)).isEqualTo(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "25:00", "2026-13-01T00:00", "2d", "T+01:00"})
    void isNoMoment(String text) {
        assertThatThrownBy(() -> new Moment(CLOCK).convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is not a moment");
    }

    @Test
    void whatIsPastIsRefused() {
        assertThatThrownBy(() -> new Moment(CLOCK).convert("2026-11-22T15:29"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is in the past");
    }
}
