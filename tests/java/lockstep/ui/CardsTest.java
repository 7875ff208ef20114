package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import lockstep.drift.Baseline;
import lockstep.present.FakeOperations;
import org.junit.jupiter.api.Test;

/// The cards above the window that are neither a plan nor a report.
class CardsTest {
    @Test
    void keysAndSignsAreExplainedByEitherKeyAndFromTheMenu() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand hand = stage.hand();
            hand.press("F1");
            hand.awaitNode("#help-signs");
            hand.photograph("console-3-help");
            hand.press("Esc");
            hand.await("gone", () -> !hand.has("#help-signs"));
            typed(stage, "?");
            hand.awaitNode("#help-keys");
            hand.press("Enter");
            hand.await("gone", () -> !hand.has("#help-keys"));
            hand.choose("#more", "Keys and signs");
            hand.awaitNode("#help-keys");
            assertThat(hand.has("#help-signs")).isTrue();
        }
    }

    @Test
    void aQuestionMarkThatIsTypedIntoAFieldStaysThere() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.hand().press("Ctrl+F");
            typed(stage, "?");
            TextInputControl filter = (TextInputControl) stage.hand().find("#filter");
            String text = StageHand.onFx(filter::getText);
            assertThat(text).isEqualTo("?");
            assertThat(stage.hand().has("#help-keys")).isFalse();
        }
    }

    /// What stands on which key differs from keyboard to keyboard, so the robot is no help.
    private static void typed(ConsoleStage stage, String character) {
        StageHand.run(
                () -> {
                    var owner = stage.hand().stage().getScene().getFocusOwner();
                    KeyEvent e =
                            new KeyEvent(
                                    KeyEvent.KEY_TYPED,
                                    character,
                                    "",
                                    javafx.scene.input.KeyCode.UNDEFINED,
                                    false,
                                    false,
                                    false,
                                    false);
                    javafx.event.Event.fireEvent(owner, e);
                });
        stage.hand().pulses(2);
    }

    @Test
    void aClickBesideAFormTakesNothingAway() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand hand = stage.hand();
            stage.scan();
            stage.plan();
            hand.clickCorner();
            assertThat(hand.has("#plan")).isTrue();
            hand.press("Esc");
            hand.await("left", () -> !hand.has("#plan"));
        }
    }

    @Test
    void againstWhatMostNodesHaveASyncAsksWhichOneIsRight() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(4))) {
            StageHand hand = stage.hand();
            stage.scan();
            StageHand.run(() -> stage.cluster().scans().hold(new Baseline.Majority()));
            hand.await("held", () -> !stage.cluster().syncs().sources().isEmpty());
            hand.press("Ctrl+Enter");
            hand.awaitNode("#source-web4");
            hand.photograph("console-4-source");
            hand.click("#source-web4");
            hand.awaitNode("#plan");
            String title =
                    StageHand.onFx(
                            () ->
                                    ((Label) hand.stage().getScene().lookup(".plan-title"))
                                            .getText());
            assertThat(title).contains("web4");
        }
    }
}
