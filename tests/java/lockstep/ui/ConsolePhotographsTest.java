package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.control.Label;
import lockstep.fault.Fault;
import lockstep.journal.Absence;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.present.FakeOperations;
import org.junit.jupiter.api.Test;

/// Every state of the window in light and dark, with few nodes and with many. What can be told
/// without eyes is asserted; the rest is for looking at.
class ConsolePhotographsTest {
    @Test
    void threeNodesWithDrift() {
        FakeOperations shop =
                FakeOperations.shop(3)
                        .state("web2", State.DRAIN)
                        .warning("lb1 reloaded at 13:58: web2's drain was lost and set again");
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.scan();
            stage.select("app.js");
            stage.hand().photograph("console-3-drift");
            assertThat(stage.sentence()).isEqualTo("web2 differs in 9 entries · web3 in 2");
        }
    }

    @Test
    void twelveNodesWithDrift() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(12))) {
            stage.scan();
            stage.select("app.js");
            stage.hand().photograph("console-12-drift");
            assertThat(stage.sentence()).contains("2 more nodes differ");
        }
    }

    @Test
    void scanningTwelveNodes() {
        FakeOperations shop = FakeOperations.shop(12).holdScans();
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().press("F5");
            stage.hand().awaitNode("#cancel-scan");
            stage.hand().photograph("console-12-scanning");
            assertThat(stage.sentence()).startsWith("Scanning");
            shop.release();
        }
    }

    @Test
    void failing() {
        FakeOperations shop =
                FakeOperations.shop(4)
                        .failing(
                                "web3",
                                new Fault.Unreachable(
                                        "web3", "web3.example.org:22", "connection refused"))
                        .failing(
                                "web4",
                                new Fault.HostKeyChanged(
                                        "web4",
                                        "web4.example.org:22",
                                        "ssh-ed25519",
                                        "SHA256:0hBPGHYb0tZmVeWn0Ed4sPZ8pUeG3dCk1x",
                                        "/home/ops/.ssh/known_hosts"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.scan();
            stage.hand().photograph("console-4-failing");
            assertThat(stage.sentence()).contains("web3, web4 unknown");
        }
    }

    @Test
    void aBalancerThatDoesNotAnswer() {
        FakeOperations shop = FakeOperations.shop(3);
        shop.silence(new Fault.Unreachable("lb1", "lb1.example.org:22", "connection refused"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            Label state = (Label) stage.hand().awaitNode(".state-UNANSWERED");
            assertThat(StageHand.onFx(state::getText)).isEqualTo("unknown");
            assertThat(StageHand.onFx(() -> state.getTooltip().getText()))
                    .isEqualTo("unknown: its balancer lb1 does not answer");
            stage.hand().photograph("console-3-silent");
            assertThat(stage.hand().has("#switch-web2")).isFalse();
        }
    }

    @Test
    void empty() {
        try (ConsoleStage stage = ConsoleStage.empty(FakeOperations.shop(3))) {
            stage.hand().photograph("console-empty");
            assertThat(stage.hand().has("#first-demo")).isTrue();
        }
    }

    @Test
    void askingBeforeANodeLeaves() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.hand().await("the pools", () -> stage.isIn("web2"));
            stage.hand().click("#switch-web2");
            stage.hand().awaitNode("#switch-DRAIN");
            stage.hand().photograph("console-3-switch");
            assertThat(stage.hand().has("#switch-MAINTENANCE")).isTrue();
        }
    }

    /// One that is overdue, one left by a run that was killed, one that nobody here knows of.
    @Test
    void forgottenNodes() {
        Instant longAgo = Instant.now().minus(Duration.ofMinutes(200));
        Optional<Instant> until = Optional.of(longAgo.plus(Duration.ofHours(2)));
        FakeOperations shop =
                FakeOperations.shop(4)
                        .out(
                                new Absence(
                                        "web2",
                                        longAgo,
                                        "ann@desk",
                                        Way.DRAIN,
                                        "new kernel",
                                        until,
                                        Absence.Part.OF_NOTHING,
                                        ""))
                        .out(
                                new Absence(
                                        "web3",
                                        longAgo,
                                        "bob@desk",
                                        Way.DRAIN,
                                        "",
                                        Optional.empty(),
                                        Absence.Part.OF_A_BROKEN_RUN,
                                        ""))
                        .state("web4", State.MAINT);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().await("the pools", () -> stage.hand().has("#out-web2"));
            stage.hand().click("#end-web2");
            stage.hand().awaitNode("#end-yes");
            stage.hand().photograph("console-4-end-sessions");
            stage.hand().press("Esc");
            stage.scan();
            stage.hand().photograph("console-4-forgotten");
            assertThat(told(stage, "web2"))
                    .contains(
                            "out 3 h 20 min",
                            "ann@desk",
                            "new kernel",
                            "was to be back 1 h 20 min");
            assertThat(told(stage, "web3")).contains("by a run that did not end");
            assertThat(told(stage, "web4")).contains("not recorded here");
        }
    }

    private static String told(ConsoleStage stage, String node) {
        Label words = (Label) stage.hand().find("#out-" + node + " .out-words");
        return StageHand.onFx(words::getText);
    }
}
