package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeTableView;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.journal.Absence;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.present.FakeOperations;
import lockstep.present.ScanModel;
import org.junit.jupiter.api.Test;

/// The window as its operator uses it: mouse and keys in, signs out.
class ConsoleWindowTest {
    @Test
    void aScanShowsASignForEveryNode() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.scan();
            assertThat(stage.signs("app.js")).containsExactly("=", "≠", "=");
            assertThat(stage.signs("logo.svg")).containsExactly("=", "∅", "=");
            assertThat(stage.signs("debug.log")).containsExactly("∅", "+", "∅");
            assertThat(stage.signs("robots.txt")).containsExactly("=", "m", "=");
            assertThat(stage.signs("cache.ini")).containsExactly("=", "o", "=");
            assertThat(stage.signs("index.php")).containsExactly("=", "=", "t");
            assertThat(stage.signs("current")).containsExactly("=", "l", "=");
            assertThat(stage.signs("htdocs")).containsExactly("─", "9", "2");
        }
    }

    @Test
    void aClosedDirectoryStaysClosedThroughFilterAndScan() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.scan();
            int all = stage.rows();
            stage.select("assets");
            stage.hand().press("Left");
            stage.hand().await("fewer rows", () -> stage.rows() == all - 5);
            stage.hand().press("Ctrl+F");
            stage.hand().type("php");
            stage.hand().await("three rows", () -> stage.rows() == 3);
            stage.hand().press("Esc");
            stage.hand().await("closed still", () -> stage.rows() == all - 5);
            stage.scan();
            assertThat(stage.rows()).isEqualTo(all - 5);
            stage.select("assets");
            stage.hand().press("Right");
            stage.hand().await("open again", () -> stage.rows() == all);
        }
    }

    @Test
    void chipsHideTheirKindAndCanShowEverything() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.scan();
            int all = stage.rows();
            stage.hand().click("#chip-EXTRA");
            stage.hand().await("two fewer", () -> stage.rows() == all - 2);
            stage.hand().click("#chip-differences");
            stage.hand().await("many more", () -> stage.rows() > all);
            stage.hand().click("#chip-differences");
            stage.hand().click("#chip-EXTRA");
            stage.hand().await("as before", () -> stage.rows() == all);
            assertThat(stage.signs("debug.log")).containsExactly("∅", "+", "∅");
        }
    }

    @Test
    void tickedRowsAreCountedAndTheSpaceBarTicks() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.scan();
            stage.select("app.js");
            stage.hand().press("Space");
            int ticked = StageHand.onFx(() -> stage.cluster().scans().matrix().ticked().size());
            assertThat(ticked).isEqualTo(1);
            assertThat(stage.hand().has(".tick-cell:ticked")).isTrue();
        }
    }

    @Test
    void drainingIsAskedForAndPuttingBackIsNot() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().await("the pools", () -> stage.isIn("web2"));
            stage.hand().click("#switch-web2");
            assertThat(shop.stateOf("web2")).isEqualTo(State.UP);
            stage.hand().click("#switch-DRAIN");
            stage.hand().await("the drain", () -> !stage.isIn("web2"));
            assertThat(shop.stateOf("web2")).isEqualTo(State.DRAIN);
            stage.hand().click("#switch-web2");
            stage.hand().await("back", () -> stage.isIn("web2"));
            assertThat(shop.stateOf("web2")).isEqualTo(State.UP);
        }
    }

    @Test
    void aNodeThatCameBackByItselfIsLeftInOrTakenOutAgain() {
        Absence absence =
                new Absence(
                        "web2",
                        Instant.now().minusSeconds(600),
                        "ann@desk",
                        Way.DRAIN,
                        "",
                        Optional.empty(),
                        Absence.Part.OF_NOTHING,
                        "");
        FakeOperations shop = FakeOperations.shop(3).out(absence);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().await("the pools", () -> stage.isIn("web1"));
            shop.state("web2", State.UP);
            stage.hand().awaitNode("#again-web2");
            stage.hand().photograph("console-3-returned");
            stage.hand().click("#again-web2");
            stage.hand().click("#switch-DRAIN");
            stage.hand().await("out", () -> !stage.hand().has("#again-web2"));
            assertThat(shop.stateOf("web2")).isEqualTo(State.DRAIN);
            shop.state("web2", State.UP);
            stage.hand().awaitNode("#leave-web2");
            stage.hand().click("#leave-web2");
            stage.hand().await("settled", () -> !stage.hand().has("#leave-web2"));
            assertThat(shop.stateOf("web2")).isEqualTo(State.UP);
        }
    }

    @Test
    void belowTheFloorOnlyInsistingTakesTheNodeOut() {
        FakeOperations shop = FakeOperations.shop(2).state("web2", State.MAINT);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().await("the pools", () -> stage.isIn("web1"));
            stage.hand().click("#switch-web1");
            stage.hand().click("#switch-MAINTENANCE");
            stage.hand().awaitNode("#override");
            assertThat(shop.stateOf("web1")).isEqualTo(State.UP);
            stage.hand().photograph("console-2-floor");
            stage.hand().click("#override");
            stage.hand().await("out", () -> !stage.isIn("web1"));
            assertThat(shop.stateOf("web1")).isEqualTo(State.MAINT);
        }
    }

    @Test
    void escCancelsAScanAndTheWindowSaysWhatWasBefore() {
        FakeOperations shop = FakeOperations.shop(3).holdScans();
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().press("F5");
            stage.hand().awaitNode("#cancel-scan");
            stage.hand().press("Esc");
            stage.hand().awaitNode("#scan");
            assertThat(stage.sentence()).isEqualTo("Not scanned yet");
            assertThat(stage.hand().has("#problem-bar")).isFalse();
        }
    }

    @Test
    void theFilterIsReachedByKeysAndTheThemeToo() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.hand().press("Ctrl+F");
            TextField field = (TextField) stage.hand().find("#filter");
            boolean focused = StageHand.onFx(field::isFocused);
            assertThat(focused).isTrue();
            stage.hand().press("Ctrl+L");
            Theme.Appearance now =
                    StageHand.onFx(() -> stage.hand().theme().appearanceProperty().get());
            assertThat(now).isEqualTo(Theme.Appearance.DARK);
        }
    }

    @Test
    void syncShowsThePlanAndThenTheRun() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.scan();
            stage.select("app.js");
            stage.hand().press("Space");
            stage.plan();
            stage.hand().photograph("console-3-plan");
            stage.hand().press("Ctrl+Enter");
            stage.hand().awaitNode(".run-view");
            stage.hand()
                    .await("the run's end", () -> !stage.cluster().syncs().runningProperty().get());
            assertThat(shop.synced()).hasSize(1);
            assertThat(shop.synced().getFirst().targets()).hasSize(1);
        }
    }

    /// A run is followed by a scan of its own, which would swallow another one.
    @Test
    void anotherScanIsOfferedOnceTheOneAfterTheRunIsOver() {
        FakeOperations shop =
                FakeOperations.shop(3)
                        .stoppingSyncs(
                                new Fault.PlanOutdated(
                                        "web2",
                                        List.of(new Change("web2", "a", "not there", "a link")),
                                        1,
                                        Fault.PlanOutdated.Reach.NOTHING_WRITTEN));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.scan();
            stage.select("app.js");
            stage.hand().press("Space");
            stage.plan();
            shop.holdScans();
            stage.hand().press("Ctrl+Enter");
            Button again = (Button) stage.hand().awaitNode("#scan-again-web2");
            ScanModel scans = StageHand.onFx(() -> stage.cluster().scans());
            stage.hand().await("the scan after it", () -> scans.scanningProperty().get());
            boolean offered = StageHand.onFx(() -> !again.isDisabled());
            assertThat(offered).isFalse();

            shop.release();
            stage.hand().await("its end", () -> !again.isDisabled());
            assertThat(age(scans)).startsWith("scanned by metadata");
            StageHand.run(again::fire);
            stage.hand().await("one as before", () -> age(scans).contains("by content"));
        }
    }

    private static String age(ScanModel scans) {
        return StageHand.onFx(() -> scans.ageProperty().get());
    }

    @Test
    void aFaultIsABarWithItsDetailsBehindAFold() {
        FakeOperations shop =
                FakeOperations.shop(3)
                        .failingSwitch(
                                new Fault.BalancerRefused(
                                        "lb1",
                                        "set server shop/web2 state ready",
                                        "No such server."));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().await("the pools", () -> stage.isIn("web2"));
            stage.hand().click("#switch-web2");
            stage.hand().click("#switch-DRAIN");
            stage.hand().awaitNode("#problem-bar");
            stage.hand().click("#problem-details");
            stage.hand().click("#problem-fold .title");
            stage.hand().awaitNode(".problem-details");
            stage.hand().photograph("console-3-problem");
            stage.hand().press("Esc");
            stage.hand().click("#problem-dismiss");
            assertThat(stage.hand().has("#problem-bar")).isFalse();
            assertThat(stage.hand().has(".question")).isFalse();
        }
    }

    @Test
    void aQuestionTakesTheFocusAndGivesItBack() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.hand().await("the pools", () -> stage.isIn("web2"));
            Node before = stage.hand().find("#switch-web2");
            StageHand.run(before::requestFocus);
            stage.hand().press("Space");
            Node drain = stage.hand().awaitNode("#switch-DRAIN");
            boolean taken = StageHand.onFx(drain::isFocused);
            assertThat(taken).isTrue();
            stage.hand().press("Tab");
            stage.hand().press("Tab");
            stage.hand().press("Tab");
            boolean outside = StageHand.onFx(before::isFocused);
            assertThat(outside).isFalse();
            stage.hand().press("Esc");
            boolean back = StageHand.onFx(before::isFocused);
            assertThat(back).isTrue();
            assertThat(stage.hand().has(".question")).isFalse();
        }
    }

    /// The balancers may take their time to answer.
    @Test
    void theFocusStaysAtTheSwitchWhileItsBalancersAreAsked() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().await("the pools", () -> stage.isIn("web2"));
            shop.holdManner();
            Node before = stage.hand().find("#switch-web2");
            StageHand.run(before::requestFocus);
            stage.hand().press("Space");
            stage.hand().press("Space");
            assertThat(StageHand.<Boolean>onFx(before::isFocused)).isTrue();
            shop.answerManner();
            stage.hand().awaitNode("#switch-DRAIN");
            stage.hand().press("Esc");
            assertThat(StageHand.<Boolean>onFx(before::isFocused)).isTrue();
            assertThat(stage.hand().has(".question")).isFalse();
        }
    }

    @Test
    void theFirstWindowOpensTheDemoCluster() {
        try (ConsoleStage stage = ConsoleStage.empty(FakeOperations.shop(3))) {
            stage.hand().click("#first-demo");
            TreeTableView<?> matrix = (TreeTableView<?>) stage.hand().awaitNode("#matrix");
            assertThat(matrix.getColumns()).hasSize(2 + 3 + 3);
        }
    }
}
