package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.present.Headline.Tone;
import lockstep.run.Operations.Criterion;
import org.junit.jupiter.api.Test;

/// Watching, with a clock that the test turns.
class WatchModelTest {
    /// How old a comparison of fake nodes is at the clock's first moment.
    private static final long AGE_S = 12;

    private final ScreenQueue screen = new ScreenQueue();
    private final List<Throwable> trouble = new ArrayList<>();
    private Instant now = Shop.NOW;

    private final InstantSource clock = () -> now;

    private ClusterModel open(FakeOperations operations) {
        return new ClusterModel(operations, clock, screen.backstage(), trouble::add);
    }

    private static FakeOperations alike() {
        return new FakeOperations(Shop.cluster(2), List.of(Shop.flat(10, 0), Shop.flat(10, 0)));
    }

    private void tick(ClusterModel model, long seconds) {
        now = now.plusSeconds(seconds);
        model.watch().tick();
        model.scans().tellAge();
    }

    private void untilFollowed(FakeOperations shop, String... nodes) {
        screen.until(
                "listened to", () -> List.of(nodes).stream().allMatch(shop.reports()::isFollowed));
    }

    @Test
    void whatWasNeverComparedIsComparedAtOnceAndQuietly() {
        try (ClusterModel model = open(alike())) {
            model.watch().watch(Watching.USUAL);
            model.watch().tick();
            assertThat(model.scans().scanningProperty().get()).isFalse();
            assertThat(model.watch().lineProperty().get()).contains("looking");
            screen.until("compared", () -> tone(model) == Tone.IDENTICAL);
            assertThat(trouble).isEmpty();
        }
    }

    @Test
    void aLookThatTakesLongIsNotTakenForNone() {
        FakeOperations shop = alike();
        try (ClusterModel model = open(shop)) {
            model.watch().watch(Watching.USUAL);
            model.watch().tick();
            screen.until("compared", () -> tone(model) == Tone.IDENTICAL);
            shop.holdScans();
            tick(model, Watching.USUAL.every().period().toSeconds() + 1);
            assertThat(model.scans().lookingProperty().get()).isTrue();
            tick(model, 3 * Watching.USUAL.every().period().toSeconds());
            Headline told = model.scans().headlineProperty().get();
            assertThat(told.tone()).isEqualTo(Tone.STALE);
            assertThat(told.toString())
                    .contains("being compared again")
                    .doesNotContain("Nobody could look");
            shop.release();
            screen.until("looked", () -> !model.scans().lookingProperty().get());
        }
    }

    private static Tone tone(ClusterModel model) {
        return model.scans().headlineProperty().get().tone();
    }

    @Test
    void aReportMakesTheGoodAnswerDoubtfulUntilItIsAnswered() {
        FakeOperations shop = alike();
        try (ClusterModel model = open(shop)) {
            model.watch().watch(Watching.USUAL);
            model.watch().tick();
            screen.until("compared", () -> tone(model) == Tone.IDENTICAL);
            untilFollowed(shop, "web1", "web2");
            now = now.plusSeconds(60);
            shop.reports().changed("web2", "docs/a.txt");
            shop.holding(List.of(Shop.flat(10, 0), Shop.flat(10, 3)));
            tick(model, 1);
            assertThat(tone(model)).isEqualTo(Tone.STALE);
            assertThat(model.scans().headlineProperty().get().detail())
                    .contains("web2", "docs/a.txt");
            tick(model, 1);
            screen.until("compared again", () -> tone(model) == Tone.DIFFERS);
            assertThat(model.notices().latestProperty().get())
                    .isNotNull()
                    .satisfies(notice -> assertThat(notice.title()).contains("web2 differs in 3"));
        }
    }

    @Test
    void aGoodAnswerThatNobodyRenewsIsNotReliedOn() {
        try (ClusterModel model = open(alike())) {
            model.scans().scan(Criterion.CONTENT);
            screen.until("compared", () -> tone(model) == Tone.IDENTICAL);
            tick(model, WatchModel.UNWATCHED.toSeconds() - AGE_S);
            assertThat(tone(model)).isEqualTo(Tone.IDENTICAL);
            tick(model, 1);
            assertThat(tone(model)).isEqualTo(Tone.STALE);
            assertThat(model.scans().headlineProperty().get().sentence())
                    .isEqualTo("All 2 nodes were identical 60 min ago");
        }
    }

    @Test
    void aNodeThatCannotReportIsNamedAndTheScheduleGoesOn() {
        FakeOperations shop = alike();
        shop.reports()
                .failing("web2", new Fault.GuardTripped("web2", "No inotifywait.", "Install it."));
        try (ClusterModel model = open(shop)) {
            model.watch().watch(Watching.USUAL);
            untilFollowed(shop, "web1");
            screen.until(
                    "told",
                    () -> {
                        model.watch().tick();
                        return model.watch().lineProperty().get().contains("web2 cannot report");
                    });
            assertThat(model.watch().hintProperty().get())
                    .contains("web1: reports changes", "web2: No inotifywait. Install it.");
            screen.until("compared", () -> tone(model) == Tone.IDENTICAL);
        }
    }

    @Test
    void aLineThatBrokeIsTriedAgain() {
        FakeOperations shop = alike();
        shop.reports().failing("web2", new Fault.LinkLost("web2", "reset"));
        try (ClusterModel model = open(shop)) {
            model.watch().watch(Watching.USUAL);
            screen.until(
                    "told",
                    () -> {
                        model.watch().tick();
                        return model.watch().lineProperty().get().contains("web2 cannot report");
                    });
            shop.reports().healed("web2");
            tick(model, 16);
            untilFollowed(shop, "web2");
            assertThat(trouble).isEmpty();
        }
    }

    @Test
    void whoeverStopsWatchingIsHeardNoMore() {
        FakeOperations shop = alike();
        try (ClusterModel model = open(shop)) {
            model.watch().watch(Watching.USUAL);
            untilFollowed(shop, "web1", "web2");
            model.watch().watch(Watching.OFF);
            screen.until(
                    "left alone",
                    () -> {
                        screen.execute(() -> {});
                        return !shop.reports().isFollowed("web1")
                                && !shop.reports().isFollowed("web2");
                    });
            assertThat(model.watch().lineProperty().get()).isEmpty();
            tick(model, Duration.ofDays(1).toSeconds());
            assertThat(model.scans().comparisonProperty().get()).isNull();
        }
    }

    @Test
    void theOperatorsOwnScanComesFirst() {
        FakeOperations shop = alike().holdScans();
        try (ClusterModel model = open(shop)) {
            model.watch().watch(Watching.USUAL);
            model.watch().tick();
            model.scans().scan(Criterion.CONTENT);
            assertThat(tone(model)).isEqualTo(Tone.SCANNING);
            shop.release();
            screen.until("compared", () -> tone(model) == Tone.IDENTICAL);
            assertThat(model.scans().comparisonProperty().get())
                    .isNotNull()
                    .satisfies(found -> assertThat(found.criterion()).isEqualTo(Criterion.CONTENT));
            assertThat(trouble).isEmpty();
        }
    }

    @Test
    void sameDriftIsToldOnce() {
        FakeOperations shop =
                new FakeOperations(Shop.cluster(2), List.of(Shop.flat(10, 0), Shop.flat(10, 3)));
        try (ClusterModel model = open(shop)) {
            List<Notice> told = new ArrayList<>();
            model.notices().latestProperty().subscribe((_, notice) -> told.add(notice));
            for (int i = 0; i < 3; i++) {
                model.scans().scan(Criterion.METADATA);
                screen.until("compared", () -> !model.scans().scanningProperty().get());
            }
            assertThat(told).hasSize(1);
        }
    }
}
