package lockstep.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private long millis = 1_000_000;

    private final Clock clock =
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Instant instant() {
                    return Instant.ofEpochMilli(millis);
                }
            };

    @Test
    void aLineFourTimesASecondAtMost() {
        Progress progress = new Progress(clock, 1);
        progress.begin(1_000_000);
        int lines = 0;
        for (int i = 0; i <= 1000; i++, millis++) {
            lines += progress.at(i * 1000L).isPresent() ? 1 : 0;
        }

        assertThat(lines).isEqualTo(5);
    }

    @Test
    void bytesPercentRateAndTimeLeft() {
        Progress progress = new Progress(clock, 1);
        progress.begin(10L << 20);
        assertThat(progress.at(32_768)).contains("\r         32,768   0%    0.00kB/s    0:00:00  ");
        millis += 1000;
        assertThat(progress.at((2 << 20) + 32_768))
                .contains("\r      2,129,920  20%    2.00MB/s    0:00:03  ");
        millis += 4000;
        assertThat(progress.end(10L << 20))
                .isEqualTo("\r     10,485,760 100%    2.00MB/s    0:00:05");
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        Progress progress = new Progress(clock, 2);
        progress.begin(100L << 30);
        long at = 0;
        for (int i = 0; i < 40; i++, millis += 250) {
            at += i < 10 ? 1L << 30 : 1 << 20;
            progress.at(at);
        }
        at += 1 << 20;

        assertThat(progress.at(at))
                .hasValueSatisfying(line -> assertThat(line).contains(" 4.00MB/s"));
    }

    @Test
    void aClockThatStandsOrRunsBackIsNoTrouble() {
        Progress progress = new Progress(clock, 1);
        progress.begin(0);
        millis -= 5000;

        assertThat(progress.end(0)).isEqualTo("\r              0 100%    0.00kB/s    0:00:00");
    }
}
