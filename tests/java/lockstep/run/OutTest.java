package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import lockstep.journal.Absence;
import lockstep.pool.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static Out out(Instant at, String why, Optional<Instant> until, Absence.Part part) {
        Absence absence = new Absence("web2", at, "ann@desk", Way.DRAIN, why, until, part, "");
        return new Out("web2", Optional.of(absence), Optional.of(Duration.ofDays(9)));
    }

    @Test
    void itIsToldWhoWhyAndUntilWhen() {
        Out out =
                out(
                        NOON.minusSeconds(90),
                        "disk",
                        Optional.of(NOON.plusSeconds(7_200)),
                        Absence.Part.OF_NOTHING);
        assertThat(out.text(NOON))
                .isEqualTo(
                        "web2 has been out for 1 min, taken out by ann@desk (disk); it is to be"
                                + " back in 2 h");
        assertThat(out.isOverdue(NOON)).isFalse();
        assertThat(out.isOverdue(NOON.plusSeconds(7_201))).isTrue();
    }

    @Test
    void aRunThatGoesOnIsToldFromOneThatBroke() {
        Out running = out(NOON, "", Optional.empty(), Absence.Part.OF_A_RUNNING_RUN);
        assertThat(running.text(NOON))
                .isEqualTo(
                        "web2 has been out for 0 s, taken out by ann@desk for a run that goes on");
        assertThat(running.isForgotten(NOON)).isFalse();
        Out broken = out(NOON, "", Optional.empty(), Absence.Part.OF_A_BROKEN_RUN);
        assertThat(broken.text(NOON)).contains("for a run that did not end");
        assertThat(broken.isForgotten(NOON)).isTrue();
        Out elsewhere = out(NOON, "", Optional.empty(), Absence.Part.OF_A_RUN_ELSEWHERE);
        assertThat(elsewhere.text(NOON)).contains("for a run on another machine");
        assertThat(elsewhere.isForgotten(NOON)).isFalse();
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
