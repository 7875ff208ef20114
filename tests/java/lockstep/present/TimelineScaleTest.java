package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Method;
import lockstep.snapshot.Snapshot;
import org.junit.jupiter.api.Test;

class TimelineScaleTest {
    private static final Instant NOW = Shop.NOW;

    private static SnapshotChoice at(Instant at) {
        Kept kept =
                new Kept(
                        new Snapshot(at, "k3f9qa"),
                        Optional.empty(),
                        Method.LINKS,
                        Optional.empty(),
                        Optional.empty());
        return new SnapshotChoice(Map.of("web2", kept), Set.of());
    }

    private static List<SnapshotChoice> hourly(int count) {
        return IntStream.range(0, count)
                .mapToObj(hour -> at(NOW.minus(Duration.ofHours(hour))))
                .toList();
    }

    @Test
    void whatStandsTooCloseSharesAMarkAndNoneIsLost() {
        List<SnapshotChoice> all = hourly(500);
        TimelineScale scale = TimelineScale.over(all, NOW);
        List<TimelineScale.Mark> marks = scale.marks(all, 0.05);
        assertThat(marks).hasSizeBetween(10, 21);
        assertThat(marks.stream().mapToInt(mark -> mark.choices().size()).sum()).isEqualTo(500);
        assertThat(marks).isSortedAccordingTo((a, b) -> Double.compare(a.at(), b.at()));
    }

    @Test
    void eachStandsForItselfWhereThereIsRoom() {
        List<SnapshotChoice> all = hourly(6);
        List<TimelineScale.Mark> marks = TimelineScale.over(all, NOW).marks(all, 0.05);
        assertThat(marks).hasSize(6).allMatch(TimelineScale.Mark::isOne);
    }

    @Test
    void whatIsOutsideIsNotShownUntilItIsMovedTo() {
        List<SnapshotChoice> all = hourly(100);
        TimelineScale day = TimelineScale.last(Duration.ofDays(1), NOW);
        SnapshotChoice old = all.getLast();
        assertThat(day.marks(all, 0.001)).noneMatch(mark -> mark.holds(old));
        assertThat(day.showing(old.at()).marks(all, 0.001)).anyMatch(mark -> mark.holds(old));
        assertThat(day.showing(NOW)).isEqualTo(day);
    }

    @Test
    void theAxisHasRoundTimesAndNotMoreThanAskedFor() {
        TimelineScale day = TimelineScale.last(Duration.ofDays(1), NOW);
        assertThat(day.ticks(ZoneOffset.UTC, 10))
                .hasSizeLessThanOrEqualTo(10)
                .extracting(TimelineScale.Tick::label)
                .contains("18:00", "1 Mar", "12:00");
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> new TimelineScale(NOW, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
