package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class RunHistoryTest {
    private static final long SECOND = 1_000_000_000;

    private static LaneNow.Traffic sent(long bytes) {
        return new LaneNow.Traffic(bytes, 0, 0, 0, 0);
    }

    @Test
    void ratesAreDifferencesOverTime() {
        RunHistory history = new RunHistory();
        history.add(0, sent(0), 0, 5);
        history.add(SECOND / 2, sent(1_000), 1, 3);
        assertThat(history.rate(RunHistory.Series.SENT, 0)).isZero();
        assertThat(history.rate(RunHistory.Series.SENT, 1)).isEqualTo(2_000);
        assertThat(history.value(RunHistory.Series.SESSIONS, 1)).isEqualTo(3);
    }

    @Test
    void anHourStillBeginsAtItsBeginningAndFits() {
        RunHistory history = new RunHistory();
        long last = 0;
        for (long at = 0; at < 3_600 * SECOND; at += SECOND / 20) {
            if (history.isDue(at)) {
                history.add(at, sent(at), 0, 0);
                last = at;
            }
        }
        assertThat(history.size()).isBetween(RunHistory.MOST / 2, RunHistory.MOST);
        assertThat(history.time(0)).isZero();
        assertThat(history.time(history.size() - 1)).isEqualTo(last);
        for (int i = 1; i < history.size(); i++) {
            assertThat(history.rate(RunHistory.Series.SENT, i)).isEqualTo(1e9);
        }
    }

    @Test
    void timeThatDoesNotPassIsNoSample() {
        RunHistory history = new RunHistory();
        history.add(7, sent(1), 1, 1);
        history.add(7, sent(2), 2, 2);
        assertThat(history.size()).isEqualTo(1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> history.time(1));
    }
}
