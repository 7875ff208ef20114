package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.Label;
import lockstep.fault.Fault;
import lockstep.present.FakeOperations;
import lockstep.present.LeftRuns;
import lockstep.run.Resumption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A run that fails at its first node, and what the operator chooses there, in the whole window.
class StoppedRunTest {
    private final FakeOperations shop =
            FakeOperations.shop(3)
                    .stoppingSyncs(new Fault.DiskFull("web2", "writing assets/app.js"))
                    .leaving(LeftRuns.killedInSync("web3"));

    private ConsoleStage stopped() {
        ConsoleStage stage = ConsoleStage.open(shop);
        stage.scan();
        stage.plan();
        stage.hand().press("Ctrl+Enter");
        stage.hand().awaitNode("#lane-web2-leave");
        return stage;
    }

    private static void stopHere(ConsoleStage stage) {
        stage.hand().click("#lane-web2-leave");
        stage.hand().awaitNode("#left-why");
        stage.hand().type("tomorrow");
        stage.hand().click("#left-leave-yes");
    }

    @Test
    void stopHereEndsItAndOffersNothingMore() {
        try (ConsoleStage stage = stopped()) {
            StageHand hand = stage.hand();
            assertThat(((Label) hand.find("#run-title")).getText())
                    .isEqualTo("web2 and web3 are NOT identical.");
            hand.photograph("run-stop-here");
            stopHere(stage);
            hand.await("the end", () -> shop.resumed().size() == 1);
            assertThat(shop.resumed()).containsExactly(new Resumption.Leave("tomorrow"));
            hand.await("no choice", () -> !hand.has("#lane-web2-leave"));
            assertThat(((Label) hand.find("#run-title")).getText())
                    .isEqualTo("web2 and web3 are NOT identical.");
            hand.click("#tab-drift");
            assertThat(hand.has("#left")).isFalse();
            hand.await("the scan", () -> !stage.cluster().scans().scanningProperty().get());
            stage.plan();
        }
    }

    /// Where it cannot be left, that is asked above the run, too.
    @Tag("long")
    @Test
    void stopHereWhereTheNodeDoesNotAnswer() {
        try (ConsoleStage stage = stopped()) {
            StageHand hand = stage.hand();
            shop.failing("web2", new Fault.LinkLost("web2", "the line is dead"));
            stopHere(stage);
            hand.awaitNode("#left-unseen-name");
            hand.type("web2");
            hand.click("#left-unseen-yes");
            hand.await("the end", () -> shop.resumed().size() == 1);
            assertThat(shop.resumed())
                    .containsExactly(new Resumption.Leave("tomorrow", List.of("web2")));
            hand.await("no choice", () -> !hand.has("#lane-web2-leave"));
        }
    }

    @Test
    void undoingEverythingIsARunInItsPlace() {
        try (ConsoleStage stage = stopped()) {
            StageHand hand = stage.hand();
            hand.click("#lane-web2-undo");
            hand.awaitNode("#lane-web2:good");
            assertThat(shop.resumed()).containsExactly(new Resumption.Undo(List.of()));
            assertThat(((Label) hand.find("#run-title")).getText())
                    .isEqualTo("web2 is as it was before the run, proved by content.");
            assertThat(hand.has("#lane-web2-undo")).isFalse();
        }
    }

    @Test
    void tryingAgainFinishesItInItsPlace() {
        try (ConsoleStage stage = stopped()) {
            stage.hand().click("#lane-web2-finish");
            stage.hand().awaitNode("#lane-web3:good");
            assertThat(shop.resumed()).containsExactly(new Resumption.Finish());
            stage.hand().pulses(10);
            stage.hand().photograph("run-tried-again");
            assertThat(RunViewTest.hidden(stage.hand())).isZero();
        }
    }
}
