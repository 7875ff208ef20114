package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import lockstep.present.RunPace.Beside;
import org.junit.jupiter.api.Test;

class RunPaceTest {
    private static final long SECOND = 1_000_000_000;
    private static final Beside UNKNOWN = new Beside(Beside.Knowledge.NONE, 0, 0);

    private static RunPace copied(int seconds, long bytesPerSecond) {
        RunPace pace = new RunPace();
        for (int i = 0; i <= seconds * 20; i++) {
            pace.copying(i * SECOND / 20, i * bytesPerSecond / 20);
        }
        return pace;
    }

    @Test
    void nothingIsSaidTooEarly() {
        assertThat(new RunPace().remaining(100, UNKNOWN)).isEqualTo(new Remaining.Estimating());
        assertThat(copied(1, 1_000_000).remaining(5_000_000, Beside.NOTHING))
                .isEqualTo(new Remaining.Estimating());
    }

    @Test
    void aSteadyPaceGivesANarrowRange() {
        Remaining remaining = copied(20, 1_000_000).remaining(60_000_000, Beside.NOTHING);
        assertThat(remaining).isInstanceOf(Remaining.Between.class);
        Remaining.Between range = (Remaining.Between) remaining;
        assertThat(range.low()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        assertThat(range.high()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(80));
    }

    @Test
    void aPaceThatDroppedWidensTheRange() {
        RunPace pace = copied(20, 1_000_000);
        for (int i = 1; i <= 240; i++) {
            pace.copying(20 * SECOND + i * SECOND / 20, 20_000_000 + i * 100_000 / 20);
        }
        Remaining.Between range = (Remaining.Between) pace.remaining(10_000_000, Beside.NOTHING);
        assertThat(range.low()).isLessThan(Duration.ofSeconds(20));
        assertThat(range.high()).isGreaterThan(Duration.ofSeconds(90));
    }

    @Test
    void beforeAnyNodeIsThroughOnlyALowerBoundIsKnown() {
        assertThat(copied(20, 1_000_000).remaining(60_000_000, UNKNOWN))
                .isInstanceOf(Remaining.AtLeast.class);
    }

    @Test
    void waitingForSessionsDoesNotSlowThePace() {
        RunPace pace = copied(20, 1_000_000);
        pace.idle();
        pace.copying(500 * SECOND, 20_000_000);
        pace.copying(501 * SECOND, 21_000_000);
        Remaining.Between range = (Remaining.Between) pace.remaining(10_000_000, Beside.NOTHING);
        assertThat(range.high()).isLessThan(Duration.ofSeconds(14));
    }

    @Test
    void aPaceThatStoodStillIsNotDividedBy() {
        RunPace pace = copied(20, 0);
        assertThat(pace.remaining(10, Beside.NOTHING)).isEqualTo(new Remaining.Estimating());
    }

    @Test
    void wordsAreNoMoreExactThanTheEstimate() {
        assertThat(
                        RunWords.remaining(
                                new Remaining.Between(
                                        Duration.ofSeconds(127), Duration.ofSeconds(291))))
                .isEqualTo("2 min to 5 min left");
        assertThat(
                        RunWords.remaining(
                                new Remaining.Between(
                                        Duration.ofSeconds(41), Duration.ofSeconds(42))))
                .isEqualTo("about 40 s left");
        assertThat(RunWords.remaining(new Remaining.Between(Duration.ZERO, Duration.ofSeconds(4))))
                .isEqualTo("a few seconds left");
        assertThat(RunWords.remaining(new Remaining.AtLeast(Duration.ofMinutes(100))))
                .isEqualTo("at least 1 h 40 min left");
        assertThat(RunWords.duration(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
        assertThat(RunWords.percent(0.99998)).isEqualTo("99.9 %");
    }
}
