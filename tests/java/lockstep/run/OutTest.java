package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import lockstep.journal.Absence;
import lockstep.journal.Program;
import lockstep.pool.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static Out out(Instant at, String why, Optional<Instant> until, Optional<Program> run) {
        Absence absence = new Absence("web2", at, "ann@desk", Way.DRAIN, why, until, run);
        return new Out("web2", Optional.of(absence), Optional.of(Duration.ofDays(9)));
    }

    @Test
    void itIsToldWhoWhyAndUntilWhen() {
        Out out =
                out(
                        NOON.minusSeconds(90),
                        "disk",
                        Optional.of(NOON.plusSeconds(7_200)),
                        Optional.empty());
        assertThat(out.text(NOON))
                .isEqualTo(
                        "web2 has been out for 1 min, taken out by ann@desk (disk); it is to be"
                                + " back in 2 h");
        assertThat(out.isOverdue(NOON)).isFalse();
        assertThat(out.isOverdue(NOON.plusSeconds(7_201))).isTrue();
    }

    @Test
    void aRunThatGoesOnIsToldFromOneThatBroke() {
        Program self = Program.here("desk");
        assertThat(out(NOON, "", Optional.empty(), Optional.of(self)).text(NOON))
                .isEqualTo(
                        "web2 has been out for 0 s, taken out by ann@desk for a run that goes on");
        Program gone = new Program("desk", self.pid(), Instant.EPOCH);
        assertThat(out(NOON, "", Optional.empty(), Optional.of(gone)).text(NOON))
                .contains("for a run that did not end");
        assertThat(out(NOON, "", Optional.empty(), Optional.of(gone)).isForgotten(NOON)).isTrue();
        assertThat(out(NOON, "", Optional.empty(), Optional.of(self)).isForgotten(NOON)).isFalse();
    }

    @Test
    void nobodyKnowsAnything() {
        Out out = new Out("web2", Optional.empty(), Optional.empty());
        assertThat(out.text(NOON)).isEqualTo("web2 is out; who took it out is not recorded here");
        assertThat(out.age(NOON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59, 59 s",
        "60, 1 min",
        "3599, 59 min",
        "3600, 1 h",
        "12000, 3 h 20 min",
        "86400, 1 d",
        "187200, 2 d 4 h",
    })
    void agesAreToldInTwoUnits(long seconds, String text) {
        assertThat(Ages.text(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}
