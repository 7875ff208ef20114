package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import lockstep.present.FakeOperations;
import lockstep.present.HeldSync;
import org.junit.jupiter.api.Test;

/// What becomes of a run when the window, or its cluster, is closed.
class QuitTest {
    private final HeldSync sync = new HeldSync();
    private final FakeOperations shop = FakeOperations.shop(3).holdingSyncs(sync);

    private ConsoleStage running() {
        ConsoleStage stage = ConsoleStage.open(shop);
        stage.scan();
        stage.plan();
        stage.hand().press("Ctrl+Enter");
        stage.hand().awaitNode("#lane-web2:running");
        return stage;
    }

    private static String question(ConsoleStage stage) {
        return StageHand.onFx(
                () ->
                        stage.hand().find(".question").lookupAll(".question-text").stream()
                                .map(label -> ((Label) label).getText())
                                .collect(Collectors.joining("|")));
    }

    @Test
    void aRunIsStoppedBeforeItsThreadsAre() throws InterruptedException {
        try (ConsoleStage stage = running()) {
            StageHand.run(stage.model()::close);
            assertThat(stage.model().awaitReleased(Duration.ofMillis(1))).isFalse();
            assertThat(sync.wasInterrupted()).isFalse();
            sync.end();
            assertThat(stage.model().awaitReleased(Duration.ofSeconds(20))).isTrue();
            assertThat(sync.wasInterrupted()).isFalse();
            assertThat(shop.awaitClosed()).isTrue();
        }
    }

    @Test
    void closingTheWindowSaysWhatGoesOn() {
        try (ConsoleStage stage = running()) {
            StageHand.run(stage::closeWindow);
            StageHand.run(stage::closeWindow);
            stage.hand().awaitNode("#quit-stay");
            assertThat(question(stage))
                    .startsWith("Syncing web2, 1 of 2.|The run would be stopped here");
            stage.hand().photograph("quit-running");
            stage.hand().click("#quit-stay");
            assertThat(stage.hand().has(".question")).isFalse();
            assertThat(stage.hand().has("#lane-web2:running")).isTrue();
            sync.end();
        }
    }

    @Test
    void aQuestionThatIsLeftIsAskedAgain() {
        try (ConsoleStage stage = running()) {
            StageHand.run(stage::closeWindow);
            stage.hand().awaitNode("#quit-stay");
            stage.hand().press("Esc");
            assertThat(stage.hand().has(".question")).isFalse();
            StageHand.run(stage::closeWindow);
            stage.hand().awaitNode("#quit-stay");
            sync.end();
        }
    }

    @Test
    void anotherClusterIsNotOpenedOverARunUnasked() {
        try (ConsoleStage stage = running()) {
            stage.hand().click("#cluster-menu");
            stage.hand().click("#menu-close");
            stage.hand().awaitNode("#leave-stay");
            assertThat(StageHand.<Boolean>onFx(() -> stage.model().running().isPresent())).isTrue();
            sync.end();
            stage.hand().click("#leave-stop");
            stage.hand().awaitNode("#first-demo");
            assertThat(shop.awaitClosed()).isTrue();
        }
    }

    @Test
    void theStopIsShown() {
        Overlay overlay = StageHand.onFx(Overlay::new);
        try (StageHand hand = StageHand.show(() -> new StackPane(overlay.node()))) {
            int[] left = {0};
            StageHand.run(() -> RunQuestion.stopping(overlay, () -> left[0]++));
            hand.awaitNode("#quit-now");
            hand.photograph("quit-stopping");
            hand.press("Esc");
            hand.awaitNode("#quit-now");
            hand.click("#quit-now");
            assertThat(left[0]).isEqualTo(1);
        }
    }
}
