package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import lockstep.fault.Fault;
import lockstep.journal.Absence;
import lockstep.journal.RunRecord;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.present.FakeOperations;
import lockstep.present.LeftRuns;
import lockstep.present.Shop;
import lockstep.run.Resumption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A run that was not finished, as the window tells it and lets it be taken up.
class LeftCardTest {
    private static FakeOperations killed(int nodes, String... others) {
        return FakeOperations.shop(nodes)
                .waiting(LeftRuns.killedInSync(others))
                .out(
                        new Absence(
                                "web2",
                                Shop.NOW.minusSeconds(3_500),
                                "ann@desk",
                                Way.DRAIN,
                                "",
                                Optional.empty(),
                                Absence.Part.OF_A_BROKEN_RUN,
                                "k3f9qa"));
    }

    private static String text(ConsoleStage stage, String selector) {
        Label label = (Label) stage.hand().awaitNode(selector);
        return StageHand.onFx(label::getText);
    }

    @Test
    void whatWasLeftStandsAboveTheMatrix() {
        try (ConsoleStage stage = ConsoleStage.open(killed(3, "web3"))) {
            stage.hand().awaitNode("#left");
            stage.hand().await("the pools", () -> stage.card("web2").outProperty().get() != null);
            assertThat(text(stage, "#left-title")).startsWith("Run k3f9qa of ann@desk, begun ");
            assertThat(text(stage, "#left-nodes"))
                    .isEqualTo(
                            "web2: stopped in sync, may be half done, OUT of its pools\n"
                                    + "web3: not begun");
            stage.scan();
            stage.hand().photograph("left-3");
        }
    }

    @Tag("long")
    @Test
    void withTwelveNodesThereIsStillRoomForTheMatrix() {
        FakeOperations shop =
                killed(
                        12, "web3", "web4", "web5", "web6", "web7", "web8", "web9", "web10",
                        "web11", "web12");
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().awaitNode("#left");
            stage.scan();
            stage.hand().photograph("left-12");
            assertThat(text(stage, "#left-nodes"))
                    .endsWith("web3, web4, web5 and 7 more: not begun");
        }
    }

    @Test
    void whenNothingWaitsThereIsNoCard() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.scan();
            assertThat(stage.hand().has("#left")).isFalse();
        }
    }

    @Test
    void finishingIsARunAndTheCardGoes() {
        FakeOperations shop = killed(3, "web3");
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().click("#left-finish");
            stage.hand().awaitNode("#lane-web3:good");
            assertThat(shop.resumed()).containsExactly(new Resumption.Finish());
            assertThat(text(stage, "#run-title"))
                    .isEqualTo("web2 and web3 are identical, proved by content.");
            stage.hand().pulses(5);
            stage.hand().photograph("left-finished");
            stage.hand().click("#tab-drift");
            assertThat(stage.hand().has("#left")).isFalse();
        }
    }

    @Test
    void undoingOneNodeShowsTheStepsOfUndoing() {
        FakeOperations shop = killed(3, "web3");
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().click("#left-undo-web2");
            stage.hand().awaitNode("#lane-web2:good");
            assertThat(shop.resumed()).containsExactly(new Resumption.Undo(List.of("web2")));
            assertThat(text(stage, "#run-title"))
                    .isEqualTo("web2 is as it was before the run, proved by content.");
            assertThat(stage.hand().has(".run-chip-restore:done")).isTrue();
            assertThat(stage.hand().has(".run-chip-sync")).isFalse();
            stage.hand().pulses(5);
            stage.hand().photograph("left-undone");
        }
    }

    @Test
    void leavingAsksWhy() {
        FakeOperations shop = killed(3, "web3");
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().click("#left-leave");
            stage.hand().awaitNode("#left-why");
            stage.hand().type("disk is broken");
            stage.hand().photograph("left-leave");
            stage.hand().click("#left-leave-yes");
            stage.hand().await("the end", () -> shop.resumed().size() == 1);
            assertThat(shop.resumed()).containsExactly(new Resumption.Leave("disk is broken"));
            stage.hand().await("no card", () -> !stage.hand().has("#left"));
        }
    }

    /// First asked, then by the button that the card keeps.
    @Tag("long")
    @Test
    void whatCannotBeLookedAtIsLeftByItsName() {
        FakeOperations shop =
                killed(3, "web3")
                        .failing(
                                "web2",
                                new Fault.Unreachable("web2", "10.0.0.2:22", "no route to host"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            StageHand hand = stage.hand();
            hand.click("#left-leave");
            hand.awaitNode("#left-why");
            hand.type("it burns");
            hand.click("#left-leave-yes");
            hand.awaitNode("#left-unseen-name");
            hand.photograph("left-unseen");
            hand.click("#left-unseen-not");
            assertThat(text(stage, "#left-unseen-why"))
                    .isEqualTo(
                            "It could not be left, because web2 could not be looked at: No connection"
                                    + " to 10.0.0.2:22: no route to host.");
            hand.photograph("left-refused-unseen");
            hand.click("#left-unseen");
            hand.awaitNode("#left-unseen-name");
            hand.type("web3");
            assertThat(hand.find("#left-unseen-yes").isDisabled()).isTrue();
            hand.press("Backspace");
            hand.type("2");
            hand.click("#left-unseen-yes");
            hand.await("the end", () -> shop.resumed().size() == 1);
            assertThat(shop.resumed())
                    .containsExactly(new Resumption.Leave("it burns", List.of("web2")));
            hand.await("no card", () -> !hand.has("#left"));
        }
    }

    @Test
    void whatGoesOnOnAMachineThatIsGoneIsTakenOver() {
        FakeOperations shop =
                FakeOperations.shop(3).waiting(LeftRuns.held(RunRecord.Hand.ELSEWHERE, "web3"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            StageHand hand = stage.hand();
            assertThat(text(stage, "#held-title"))
                    .startsWith("Run k3f9qa of ann@desk, begun ")
                    .endsWith(", goes on on another machine, or was left there.");
            stage.scan();
            hand.press("Ctrl+Enter");
            assertThat(text(stage, ".problem-what")).contains("goes on on another machine");
            assertThat(hand.has("#plan")).isFalse();
            assertThat(hand.has("#held-look:focused")).isTrue();
            hand.photograph("held");
            hand.click("#held-gone");
            TextField name = (TextField) hand.awaitNode("#held-gone-name");
            StageHand.run(() -> name.setText("ann@desk"));
            assertThat(hand.find("#held-gone-yes").isDisabled()).isTrue();
            StageHand.run(() -> name.setText("eve@lap"));
            hand.photograph("held-gone");
            hand.click("#held-gone-yes");
            hand.awaitNode("#left-finish");
            assertThat(hand.has("#held")).isFalse();
            assertThat(text(stage, "#left-nodes"))
                    .isEqualTo("web2: stopped in sync, may be half done\nweb3: not begun");
        }
    }

    @Test
    void whatGoesOnInAnotherProgramIsWaitedFor() {
        FakeOperations shop =
                FakeOperations.shop(3).waiting(LeftRuns.held(RunRecord.Hand.ANOTHERS, "web3"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            StageHand hand = stage.hand();
            assertThat(text(stage, "#held-title")).endsWith("in another program on this machine.");
            assertThat(hand.has("#held-gone")).isFalse();
            hand.click("#held-look");
            assertThat(hand.has("#held")).isTrue();
            shop.waiting(null);
            hand.click("#held-look");
            hand.await("no card", () -> !hand.has("#held"));
            stage.scan();
            stage.plan();
        }
    }

    @Test
    void whatWasNotKeptCannotBeUndone() {
        FakeOperations shop = FakeOperations.shop(3).waiting(LeftRuns.killedUnkept("web3"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            Button undo = (Button) stage.hand().awaitNode("#left-undo-web2");
            assertThat(undo.isDisabled()).isTrue();
            assertThat(undo.getAccessibleHelp()).startsWith("Nothing was kept of web2");
            assertThat(stage.hand().find("#left-finish").isDisabled()).isFalse();
        }
    }

    @Test
    void whatIsNotUnderstoodCanOnlyBeLeft() {
        FakeOperations shop = FakeOperations.shop(3).waiting(LeftRuns.damaged("web3"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            assertThat(stage.hand().awaitNode("#left-finish").isDisabled()).isTrue();
            assertThat(stage.hand().find("#left-undo").isDisabled()).isTrue();
            assertThat(stage.hand().has("#left-undo-web2")).isFalse();
            assertThat(stage.hand().find("#left-leave").isDisabled()).isFalse();
        }
    }

    @Test
    void nothingIsPlannedWhileSomethingIsInTheMiddle() {
        FakeOperations shop = killed(3, "web3");
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().awaitNode("#left");
            stage.scan();
            stage.hand().press("Ctrl+Enter");
            assertThat(text(stage, ".problem-what")).contains("was not finished");
            assertThat(stage.hand().has("#plan")).isFalse();
            assertThat(stage.hand().has("#left-finish:focused")).isTrue();
            stage.hand().photograph("left-refused");
        }
    }

    @Test
    void aRunThatLeftNothingInTheMiddleHindersNoOther() {
        FakeOperations shop = FakeOperations.shop(3).waiting(LeftRuns.stoppedBetween("web3"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().awaitNode("#left");
            stage.scan();
            stage.hand().press("Ctrl+Enter");
            stage.hand().awaitNode("#plan");
            assertThat(stage.hand().has("#plan")).isTrue();
        }
    }

    @Test
    void putBackUnprovenOnlyWithItsNameTyped() {
        FakeOperations shop = killed(3, "web3");
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().await("the pools", () -> stage.card("web2").outProperty().get() != null);
            stage.hand().click("#switch-web2");
            TextField name = (TextField) stage.hand().awaitNode("#unproven-name");
            assertThat(stage.hand().find("#unproven-yes").isDisabled()).isTrue();
            assertThat(shop.stateOf("web2")).isEqualTo(State.DRAIN);
            StageHand.run(() -> name.setText("web2"));
            stage.hand().photograph("left-unproven");
            stage.hand().click("#unproven-yes");
            stage.hand().await("web2", () -> shop.stateOf("web2") == State.UP);
            assertThat(shop.overridden()).containsExactly("web2 web2");
        }
    }
}
