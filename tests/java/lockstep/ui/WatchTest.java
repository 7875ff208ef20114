package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.stage.Window;
import lockstep.fault.Fault;
import lockstep.present.FakeOperations;
import lockstep.present.Headline.Tone;
import lockstep.present.Preferences;
import lockstep.present.Shop;
import lockstep.present.Watching;
import org.junit.jupiter.api.Test;

/// A cluster that is watched, and what is told of it to somebody who looks elsewhere.
class WatchTest {
    private static FakeOperations alike() {
        return new FakeOperations(
                Shop.cluster(3), List.of(Shop.flat(40, 0), Shop.flat(40, 0), Shop.flat(40, 0)));
    }

    private static void awaitVerdict(ConsoleStage stage, Tone tone) {
        stage.hand()
                .await(
                        "the verdict",
                        () -> stage.cluster().scans().headlineProperty().get().tone() == tone);
        stage.hand().pulses(3);
    }

    private static void awaitLine(ConsoleStage stage, String part) {
        stage.hand().awaitShown("#verdict-watch", l -> ((Label) l).getText().contains(part));
    }

    private static void watch(ConsoleStage stage) {
        stage.hand().click("#watch");
        stage.hand().click("#watch-every-FIVE_MINUTES");
        stage.hand()
                .await(
                        "listened to",
                        () -> stage.cluster().watch().hintProperty().get().contains("web3"));
    }

    @Test
    void whatANodeReportsIsLookedAtAndShown() {
        FakeOperations shop = alike();
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            watch(stage);
            awaitVerdict(stage, Tone.IDENTICAL);
            awaitLine(stage, "every node reports changes");
            MenuButton menu = (MenuButton) stage.hand().awaitNode("#watch");
            assertThat(StageHand.onFx(menu::getText)).isEqualTo("Watching");
            stage.hand().photograph("watch-identical");

            stage.pass(Duration.ofMinutes(1));
            shop.holding(List.of(Shop.flat(40, 0), Shop.flat(40, 0), Shop.flat(40, 2)));
            shop.reports().changed("web3", "docs/a.txt");
            awaitVerdict(stage, Tone.STALE);
            stage.hand().photograph("watch-stale");
            stage.pass(Duration.ofSeconds(3));
            awaitVerdict(stage, Tone.DIFFERS);
            stage.hand().photograph("watch-drift");
        }
    }

    @Test
    void whatCannotBeHeardIsSaid() {
        FakeOperations shop = alike();
        shop.reports()
                .failing(
                        "web2",
                        new Fault.GuardTripped(
                                "web2",
                                "It cannot report changes: inotifywait is not installed.",
                                "Install it there (apt-get install inotify-tools)."));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            watch(stage);
            awaitLine(stage, "web2 cannot report changes");
            Label line = (Label) stage.hand().find("#verdict-watch");
            assertThat(StageHand.onFx(() -> line.getTooltip().getText()))
                    .contains("apt-get install inotify-tools", "web1: reports changes");
            stage.hand().photograph("watch-silent");
        }
    }

    @Test
    void theMenuSaysHowItIsWatchedAndItIsRemembered() {
        Path file = Path.of("/home/ops/shop.toml");
        try (ConsoleStage stage = ConsoleStage.empty(alike())) {
            StageHand hand = stage.hand();
            StageHand.run(
                    () -> {
                        stage.model().prefer(before -> before.opened(file));
                        stage.model().prefer(before -> before.watching(file, Watching.USUAL));
                        stage.model().open(file);
                    });
            hand.awaitNode("#watch");
            hand.await(
                    "watched",
                    () -> stage.cluster().watch().watchingProperty().get().equals(Watching.USUAL));
            hand.click("#watch");
            hand.awaitNode("#watch-reports");
            hand.photograph("watch-menu");
            hand.click("#watch-reports");
            hand.await(
                    "by schedule only",
                    () ->
                            stage.cluster().watch().watchingProperty().get().reports()
                                    == Watching.Reports.IGNORED);
            hand.click("#watch");
            hand.click("#watch-every-NEVER");
            hand.await(
                    "not watched", () -> !stage.cluster().watch().watchingProperty().get().isOn());
            assertThat(StageHand.onFx(() -> hand.has("#verdict-watch"))).isFalse();
        }
    }

    @Test
    void driftIsToldToSomebodyWhoLooksElsewhere() {
        List<String> told = new CopyOnWriteArrayList<>();
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand.run(
                    () -> new Notices(stage.model(), (title, _) -> told.add(title), () -> false));
            stage.scan();
            stage.hand().await("the notice", () -> !told.isEmpty());
            assertThat(told).containsExactly("shop: web2 differs in 9 entries · web3 in 2");
        }
    }

    @Test
    void withoutADesktopThatTellsASmallWindowDoes() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand.run(() -> new Notices(stage.model(), (_, _) -> false, () -> false));
            stage.scan();
            stage.hand().await("the small window", WatchTest::isPopped);
            assertThat(StageHand.onFx(WatchTest::isPopped)).isTrue();
        }
    }

    private static boolean isPopped() {
        return Window.getWindows().stream()
                .anyMatch(w -> w.getScene().getRoot().lookup(".notification-bar") != null);
    }

    @Test
    void nothingIsToldToSomebodyWhoLooksOrWantsNone() {
        List<String> told = new CopyOnWriteArrayList<>();
        List<Boolean> asked = new CopyOnWriteArrayList<>();
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand.run(
                    () -> {
                        new Notices(
                                stage.model(),
                                (title, _) -> told.add(title),
                                () -> asked.add(true));
                        stage.model().prefer(p -> p.with(Preferences.Notices.SHOWN));
                    });
            stage.scan();
            stage.hand().await("the question", () -> !asked.isEmpty());
            assertThat(told).isEmpty();
        }
    }
}
