package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.plan.Plan;
import lockstep.present.Plans;
import lockstep.present.Reports;
import lockstep.present.RunModel;
import lockstep.rsync.RelayEvents;
import lockstep.state.Step;
import org.junit.jupiter.api.Test;

class RunViewTest extends PlayedRun {
    @Test
    void busyInTheMiddleOfAFile() {
        RunModel model = model(plan());
        whole(model, "web2");
        upToSync(model, "web3");
        smallFiles(model, "web3");
        video(model, "web3", 0.62);
        try (StageHand hand = show(model)) {
            assertThat(((Label) hand.find("#run-title")).getText())
                    .isEqualTo("Syncing web3, 2 of 3");
            hand.photograph("run-busy");
            hand.click("#run-abort");
            hand.await("the abort", cancel::isSet);
        }
    }

    /// By mouse, and by keys alone.
    @Test
    void aCellThatIsPointedAtIsExplained() {
        RunModel model = model(plan());
        upToSync(model, "web2");
        smallFiles(model, "web2");
        video(model, "web2", 0.62);
        try (StageHand hand = show(model)) {
            Label words = (Label) hand.find("#block-pointed");
            hand.await("a hint", () -> words.getText().startsWith("Point at a cell"));
            hand.point(hand.awaitNode("#block-map"), 5, 5);
            hand.await(
                    "the first block",
                    () -> words.getText().matches("Bytes 0 to [0-9,]+: .*sent.*"));
            hand.point(hand.find("#entry-map"), 5, 5);
            hand.await(
                    "the first entry", () -> words.getText().matches(".*sent, .* already there"));
            String first = words.getText();
            hand.photograph("run-pointed");
            hand.click("#run-title");
            hand.await("a hint", () -> words.getText().startsWith("Point at a cell"));
            StageHand.run(hand.find("#entry-map")::requestFocus);
            hand.press("Right");
            hand.await("the first by key", () -> words.getText().equals(first));
            hand.press("End");
            hand.await("the file in flight", () -> words.getText().contains("in flight"));
            hand.press("Esc");
            hand.await("a hint", () -> words.getText().startsWith("Point at a cell"));
            assertThat(first).as("one sentence").doesNotContain("\n");
        }
    }

    @Test
    void besideTheNodeCardsThereIsLessRoom() {
        RunModel model = model(plan());
        whole(model, "web2");
        upToSync(model, "web3");
        smallFiles(model, "web3");
        video(model, "web3", 0.62);
        try (StageHand hand =
                StageHand.show(
                        () -> inThe(new RunView(model, NO_SCAN, nothingLeft()), 1_130, 640))) {
            hand.awaitNode(".run-charts");
            hand.pulses(10);
            hand.photograph("run-less-room");
            Region view = (Region) hand.find(".run-view");
            double bottom =
                    StageHand.onFx(
                            () ->
                                    view.getChildrenUnmodifiable().stream()
                                            .mapToDouble(n -> n.getBoundsInParent().getMaxY())
                                            .max()
                                            .orElse(0));
            assertThat(bottom).isLessThanOrEqualTo(640);
        }
    }

    /// What is not needed for the lanes is the picture's.
    @Test
    void noRoomIsLostBetweenFewLanesAndThePicture() {
        Plan three = plan();
        RunModel model = model(three.with(three.targets().subList(0, 2)));
        upToSync(model, "web2");
        try (StageHand hand = show(model)) {
            Node lanes = hand.find(".run-lanes");
            Node map = hand.find(".block-card");
            double end =
                    StageHand.onFx(() -> lanes.localToScene(lanes.getLayoutBounds()).getMaxY());
            double picture =
                    StageHand.onFx(() -> map.localToScene(map.getLayoutBounds()).getMinY());
            assertThat(picture - end).isBetween(0.0, 24.0);
            assertThat(hidden(hand)).isZero();
            model.relay("web2")
                    .message("web2", "a button for messages makes its line higher", false);
            hand.awaitNode("#messages-web2");
            hand.pulses(5);
            assertThat(hidden(hand)).isZero();
        }
    }

    /// How much of the lanes is out of sight.
    static double hidden(StageHand hand) {
        ScrollPane scroll = (ScrollPane) hand.find(".run-scroll");
        return StageHand.onFx(
                () ->
                        Math.max(
                                0,
                                scroll.getContent().getLayoutBounds().getHeight()
                                        - scroll.getViewportBounds().getHeight()));
    }

    @Test
    void twelveNodes() {
        List<Plan.Row> rows = Plans.rows(40, Plan.Action.UPDATE, 90_000);
        List<Plan.Target> targets = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            targets.add(Plans.target("web%02d".formatted(i), rows));
        }
        RunModel model = model(new Plan("web00", targets));
        for (int i = 1; i <= 6; i++) {
            whole(model, "web%02d".formatted(i));
        }
        upToSync(model, "web07");
        try (StageHand hand = show(model)) {
            hand.photograph("run-twelve");
            assertThat(hand.has("#lane-web07:running")).isTrue();
        }
    }

    @Test
    void draining() {
        RunModel model = model(plan());
        model.begun("web2", Step.PREFLIGHT);
        pass(model, 1, () -> {});
        model.done("web2", Step.PREFLIGHT, "rsync 3.5.0");
        model.begun("web2", Step.DRAIN);
        model.done("web2", Step.DRAIN, "drained in www");
        model.begun("web2", Step.ZERO_SESSIONS);
        model.sessions("web2", 14);
        pass(model, 2, () -> {});
        model.sessions("web2", 9);
        pass(model, 1.5, () -> {});
        try (StageHand hand = show(model)) {
            hand.photograph("run-draining");
            assertThat(hand.has(".run-chip-zero_sessions:running")).isTrue();
        }
    }

    /// What stopped the run is listed, and the button asks for another scan.
    @Test
    void aPlanThatIsOutOfDate() {
        RunModel model = model(plan());
        upToSync(model, "web2");
        Fault outdated = outdated();
        model.failed("web2", Step.SYNC, outdated);
        model.ended(
                Reports.of(
                        List.of(report("web2", false, Optional.of(outdated))),
                        Duration.ofSeconds(9)));
        AtomicLong asked = new AtomicLong();
        try (StageHand hand =
                StageHand.show(
                        () ->
                                new StackPane(
                                        new RunView(
                                                model,
                                                scanning(asked::incrementAndGet),
                                                nothingLeft())))) {
            hand.awaitNode("#scan-again-web2");
            hand.pulses(10);
            hand.photograph("run-outdated");
            assertThat(((Label) hand.find(".run-trouble")).getText())
                    .startsWith("1,204 entries have changed since the plan was approved.")
                    .contains("Nothing was changed.");
            assertThat(hand.has("#lane-web2:out")).isFalse();
            javafx.scene.control.TableView<?> table =
                    (javafx.scene.control.TableView<?>) hand.find(".run-changes-table");
            assertThat(table.getItems()).hasSize(3);
            hand.click("#scan-again-web2");
            hand.await("another scan", () -> asked.get() == 1);
        }
    }

    private static Fault outdated() {
        return new Fault.PlanOutdated(
                "web1",
                List.of(
                        new Change(
                                "web1",
                                "htdocs/index.html",
                                "12,873 bytes, modified 2026-03-01T09:12:44Z",
                                "12,901 bytes, modified 2026-03-01T09:40:02Z"),
                        new Change("web1", "htdocs/app.js", "a file of 84,213 bytes", "not there"),
                        new Change(
                                "web2",
                                "htdocs/old/keep/notes.txt",
                                "not seen: hidden by the rules, or new",
                                "a file of 204 bytes")),
                1_204,
                Fault.PlanOutdated.Reach.NOTHING_WRITTEN);
    }

    @Test
    void doneAndIdentical() {
        RunModel model = model(plan());
        List.of("web2", "web3", "web4").forEach(node -> whole(model, node));
        model.ended(
                Reports.of(
                        List.of(
                                report("web2", true, Optional.empty()),
                                report("web3", true, Optional.empty()),
                                report("web4", true, Optional.empty())),
                        Duration.ofSeconds(95)));
        try (StageHand hand = show(model)) {
            assertThat(((Label) hand.find("#run-title")).getText())
                    .isEqualTo("web2, web3 and web4 are identical, proved by content.");
            assertThat(hand.has("#run-abort")).isFalse();
            hand.photograph("run-identical");
        }
    }

    @Test
    void failedOnTheSecondNode() {
        RunModel model = model(plan());
        whole(model, "web2");
        upToSync(model, "web3");
        smallFiles(model, "web3");
        video(model, "web3", 0.31);
        RelayEvents relay = model.relay("web3");
        relay.message(
                "web3",
                "rsync: write failed on \"/srv/www/htdocs/video/intro.mp4\": No space left on device (28)",
                true);
        relay.message(
                "web3",
                "rsync error: error in file IO (code 11) at receiver.c(381) [receiver=3.5.0]",
                true);
        Fault full = new Fault.DiskFull("web3", "writing htdocs/video/intro.mp4");
        model.failed("web3", Step.SYNC, full);
        model.ended(
                Reports.of(
                        List.of(
                                report("web2", true, Optional.empty()),
                                report("web3", false, Optional.of(full))),
                        Duration.ofSeconds(61)));
        try (StageHand hand = show(model)) {
            hand.click("#messages-web3");
            hand.photograph("run-failed");
            assertThat(((Label) hand.find("#run-title")).getText())
                    .isEqualTo("web3 and web4 are NOT identical.");
            assertThat(((Label) hand.find("#lane-web3 .run-result")).getText())
                    .isEqualTo("NOT identical");
        }
    }
}
