package lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long now;
    private final Pace pace = new Pace(100_000_000, () -> now);

    private String after(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        return pace.text();
    }

    @Test
    void saysHowFastAndHowLong() {
        assertThat(after(0)).isEqualTo("0 %");
        pace.literal(0, 10_000_000);
        pace.matched(0, 30_000_000);
        assertThat(after(2)).isEqualTo("40 %, 5.0 MB/s sent, 15 MB/s saved, about 3 s left");
    }

    @Test
    void standsStillWhenNothingMoves() {
        pace.literal(0, 50_000_000);
        after(0);
        after(3);
        assertThat(after(3)).isEqualTo("50 %, 0 B/s sent, 0 B/s saved");
    }

    @Test
    void neverSaysMoreThanAll() {
        after(0);
        pace.literal(0, 250_000_000);
        assertThat(after(2)).startsWith("100 %").doesNotContain("left");
        assertThat(new Pace(0, () -> now).text()).isEqualTo("100 %");
    }
}
