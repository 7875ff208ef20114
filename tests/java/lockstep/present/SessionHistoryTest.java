package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import lockstep.present.SessionHistory.Line;
import lockstep.present.SessionHistory.Point;
import lockstep.present.SessionHistory.Reach;
import org.junit.jupiter.api.Test;

class SessionHistoryTest {
    private static final Instant START = Shop.NOW;

    private static List<OptionalLong> each(long... sessions) {
        return IntStream.range(0, sessions.length)
                .mapToObj(
                        i -> sessions[i] < 0 ? OptionalLong.empty() : OptionalLong.of(sessions[i]))
                .toList();
    }

    private static Instant after(long seconds) {
        return START.plusSeconds(seconds);
    }

    private static List<Double> values(Line line) {
        return line.points().stream().map(Point::sessions).toList();
    }

    @Test
    void eachNodeHasItsLineAndWhatNobodySaysIsAGap() {
        SessionHistory history = new SessionHistory(List.of("web1", "web2"));
        history.look(after(0), each(4, 7));
        history.look(after(1), each(5, -1));
        history.look(after(2), each(6, 0));
        List<Line> lines = history.lines(Reach.QUARTER, after(2));
        assertThat(lines).extracting(Line::name).containsExactly("web1", "web2");
        assertThat(values(lines.getFirst())).containsExactly(4.0, 5.0, 6.0);
        assertThat(values(lines.getLast())).containsExactly(7.0, Double.NaN, 0.0);
    }

    @Test
    void timeInWhichNobodyLookedIsAGap() {
        SessionHistory history = new SessionHistory(List.of("web1"));
        history.look(after(0), each(4));
        history.look(after(15), each(5));
        history.look(after(200), each(6));
        assertThat(values(history.lines(Reach.QUARTER, after(200)).getFirst()))
                .containsExactly(4.0, 5.0, Double.NaN, 6.0);
    }

    @Test
    void anHourShowsTheHighestOfEveryFewSeconds() {
        SessionHistory history = new SessionHistory(List.of("web1"));
        for (int i = 0; i < 10; i++) {
            history.look(after(i), each(i == 3 ? 90 : i));
        }
        assertThat(values(history.lines(Reach.HOUR, after(9)).getFirst()))
                .containsExactly(90.0, 9.0);
    }

    @Test
    void whatIsOlderIsForgottenAndItsSizeIsBounded() {
        SessionHistory history = new SessionHistory(List.of("web1"));
        for (int i = 0; i < 20_000; i++) {
            history.look(START.plusMillis(i * 400L), each(i));
        }
        Instant now = START.plusMillis(20_000 * 400L);
        List<Point> near = history.lines(Reach.QUARTER, now).getFirst().points();
        List<Point> far = history.lines(Reach.HOUR, now).getFirst().points();
        assertThat(near).hasSizeBetween(SessionHistory.MOST - 5, SessionHistory.MOST);
        assertThat(far).hasSizeBetween(690, 721);
        assertThat(far.getFirst().at()).isAfterOrEqualTo(now.minus(Duration.ofHours(1)));
    }

    @Test
    void ofManyNodesTheBusiestHaveLinesAndTheHighestOfTheOthers() {
        List<String> names = IntStream.rangeClosed(1, 12).mapToObj(i -> "web" + i).toList();
        SessionHistory history = new SessionHistory(names);
        history.look(after(0), each(1, 2, 3, 4, 5, 6, 7, 80, 9, 10, 11, 12));
        List<Line> lines = history.lines(Reach.QUARTER, after(0));
        assertThat(lines)
                .extracting(Line::name)
                .containsExactly("web8", "web9", "web10", "web11", "web12", "");
        assertThat(lines.getLast().others()).isEqualTo(7);
        assertThat(values(lines.getLast())).containsExactly(7.0);
    }
}
