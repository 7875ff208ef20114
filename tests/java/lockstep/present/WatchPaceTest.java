package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import lockstep.present.WatchPace.Due;
import lockstep.present.WatchPace.Reason;
import lockstep.run.Operations.Criterion;
import org.junit.jupiter.api.Test;

class WatchPaceTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final WatchPace pace = new WatchPace();

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private void looked(long begun, long ended) {
        pace.looked(Criterion.METADATA, at(begun), at(ended));
    }

    @Test
    void nothingIsDueWhileNothingIsWatched() {
        assertThat(pace.next()).isEmpty();
        pace.watch(Watching.USUAL, START);
        pace.watch(Watching.OFF, START);
        pace.changed(START);
        assertThat(pace.due(at(1_000_000))).isEmpty();
    }

    @Test
    void whatWasNeverLookedAtIsLookedAtAtOnceAndThenBySchedule() {
        pace.watch(Watching.USUAL, START);
        assertThat(pace.due(START)).contains(new Due(START, Criterion.METADATA, Reason.SCHEDULE));
        looked(0, 2);
        assertThat(pace.due(at(301))).isEmpty();
        assertThat(pace.due(at(302)))
                .contains(new Due(at(302), Criterion.METADATA, Reason.SCHEDULE));
    }

    @Test
    void aReportIsAnsweredWhenItIsQuiet() {
        pace.watch(Watching.USUAL, START);
        looked(0, 1);
        pace.changed(at(60));
        pace.changed(at(61));
        assertThat(pace.due(at(62))).isEmpty();
        assertThat(pace.due(at(63))).contains(new Due(at(63), Criterion.METADATA, Reason.REPORT));
    }

    @Test
    void andAfterAWhileAlsoWhenItIsNot() {
        pace.watch(Watching.USUAL, START);
        looked(0, 1);
        for (int second = 60; second < 75; second++) {
            assertThat(pace.due(at(second))).as("second %d", second).isEmpty();
            pace.changed(at(second));
        }
        assertThat(pace.due(at(75))).isPresent();
    }

    @Test
    void whatChangesWithoutEndTakesAQuarterOfTheTime() {
        pace.watch(Watching.USUAL, START);
        looked(0, 20);
        Duration looking = Duration.ZERO;
        Instant busyUntil = at(20);
        for (Instant now = at(20); now.isBefore(at(3_620)); now = now.plusSeconds(1)) {
            pace.changed(now);
            if (!now.isBefore(busyUntil) && pace.due(now).isPresent()) {
                busyUntil = now.plusSeconds(20);
                pace.looked(Criterion.METADATA, now, busyUntil);
                looking = looking.plusSeconds(20);
            }
        }
        assertThat(looking).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
    }

    @Test
    void aLookAnswersWhatWasReportedBeforeItBeganAndNothingElse() {
        pace.watch(Watching.USUAL, START);
        looked(0, 1);
        pace.changed(at(60));
        looked(63, 65);
        assertThat(pace.next()).contains(new Due(at(365), Criterion.METADATA, Reason.SCHEDULE));
        pace.changed(at(70));
        looked(69, 72);
        assertThat(pace.next().orElseThrow().reason()).isEqualTo(Reason.REPORT);
        assertThat(pace.next().orElseThrow().at()).isEqualTo(at(82));
    }

    @Test
    void byContentComesFirstWhereBothAreDue() {
        pace.watch(Watching.USUAL.with(Watching.ByContent.HOURLY), START);
        looked(3_000, 3_001);
        assertThat(pace.due(at(3_599)).map(Due::criterion)).contains(Criterion.METADATA);
        assertThat(pace.due(at(3_600)).map(Due::criterion)).contains(Criterion.CONTENT);
        pace.looked(Criterion.CONTENT, at(3_600), at(3_700));
        assertThat(pace.due(at(7_299)).map(Due::criterion)).contains(Criterion.METADATA);
        assertThat(pace.due(at(7_300)).map(Due::criterion)).contains(Criterion.CONTENT);
    }

    @Test
    void reportsThatNobodyWantsChangeNothing() {
        pace.watch(Watching.USUAL, START);
        looked(0, 1);
        pace.changed(at(60));
        pace.watch(Watching.USUAL.with(Watching.Reports.IGNORED), at(61));
        pace.changed(at(61));
        assertThat(pace.next()).contains(new Due(at(301), Criterion.METADATA, Reason.SCHEDULE));
    }
}
