package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import lockstep.fault.Fault;
import lockstep.plan.Plan;
import lockstep.present.LeftRuns;
import lockstep.present.Plans;
import lockstep.present.Reports;
import lockstep.present.RunModel;
import lockstep.run.Left;
import lockstep.run.Resumption;
import lockstep.state.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an operator can tell a run, while it goes on and where it stopped, and the room it takes.
class RunControlsTest extends PlayedRun {
    private RunModel atTheSecondOf(int nodes) {
        List<Plan.Row> rows = plan().targets().getFirst().rows();
        List<Plan.Target> targets = new ArrayList<>();
        for (int i = 2; i < nodes + 2; i++) {
            targets.add(Plans.target("web" + i, rows));
        }
        RunModel model = model(new Plan("web1", targets));
        whole(model, "web2");
        upToSync(model, "web3");
        smallFiles(model, "web3");
        return model;
    }

    /// As much as the window leaves for a run beside its cards and below its verdict.
    @ParameterizedTest
    @CsvSource({"3, 1440, 900", "12, 1440, 900", "3, 1280, 800", "12, 1280, 800"})
    void noStepIsCut(int nodes, int width, int height) {
        RunModel model = atTheSecondOf(nodes);
        try (StageHand hand =
                StageHand.show(
                        () ->
                                inThe(
                                        new RunView(model, NO_SCAN, nothingLeft()),
                                        width - 300.0,
                                        height - 215.0))) {
            hand.awaitNode(".run-charts");
            hand.pulses(10);
            hand.photograph("run-%d-of-%dx%d".formatted(nodes, width, height));
            Region lane = (Region) hand.find("#lane-web3");
            List<Node> chips = StageHand.onFx(() -> List.copyOf(lane.lookupAll(".run-chip")));
            assertThat(chips).hasSize(9);
            double right =
                    StageHand.onFx(() -> lane.localToScene(lane.getLayoutBounds()).getMaxX());
            assertThat(chips)
                    .allSatisfy(
                            chip ->
                                    assertThat(
                                                    StageHand.onFx(
                                                            () ->
                                                                    chip.localToScene(
                                                                                    chip
                                                                                            .getLayoutBounds())
                                                                            .getMaxX()))
                                            .isLessThan(right));
            List<Label> cut =
                    StageHand.onFx(
                            () ->
                                    lane.lookupAll(".run-chip-name").stream()
                                            .map(Label.class::cast)
                                            .filter(l -> l.getWidth() < l.prefWidth(-1) - 0.5)
                                            .toList());
            assertThat(cut).isEmpty();
        }
    }

    @Test
    void pausedArmedAndTakenBack() {
        RunModel model = atTheSecondOf(3);
        try (StageHand hand = show(model)) {
            hand.press("Ctrl+P");
            hand.await("the pause", control::isPaused);
            assertThat(((Label) hand.find("#run-title")).getText())
                    .isEqualTo("Pausing when this step ends. Syncing web3, 2 of 3");
            hand.click("#run-stop");
            hand.await("armed", control::isStopping);
            hand.pulses(10);
            assertThat(((ToggleButton) hand.find("#run-stop")).getText())
                    .isEqualTo("Stops after this node");
            assertThat(hand.find("#run-stop").getAccessibleHelp()).contains("take it back");
            hand.photograph("run-paused");
            hand.click("#run-stop");
            hand.click("#run-pause");
            hand.await("going on", () -> !control.isPaused() && !control.isStopping());
            assertThat(cancel.isSet()).isFalse();
        }
    }

    /// Each choice at the lane where it stopped says what it does, and does it.
    @Test
    void whatCanBeDoneStandsWhereItStopped() {
        RunModel model = model(Plans.plan(Plans.target("web2", 4, 1), Plans.target("web3", 2, 0)));
        upToSync(model, "web2");
        Fault full = new Fault.DiskFull("web2", "writing htdocs/video/intro.mp4");
        model.failed("web2", Step.SYNC, full);
        model.ended(
                Reports.of(
                        List.of(report("web2", false, Optional.of(full))), Duration.ofSeconds(61)));
        Left left = Left.of(LeftRuns.killedInSync("web3"));
        List<Resumption> asked = new ArrayList<>();
        SimpleObjectProperty<@Nullable Left> waiting = new SimpleObjectProperty<>();
        LeftDeeds deeds = new LeftDeeds(waiting, asked::add, _ -> {}, new Overlay());
        try (StageHand hand =
                StageHand.show(() -> new StackPane(new RunView(model, NO_SCAN, deeds)))) {
            hand.awaitNode(".run-charts");
            hand.pulses(10);
            assertThat(hand.has("#lane-web2-finish")).isFalse();
            StageHand.run(() -> waiting.set(left));
            hand.awaitNode("#lane-web2-finish");
            hand.photograph("run-choices");
            assertThat(hand.has("#lane-web3-finish")).isFalse();
            assertThat(hand.find("#lane-web2-undo-web2").getAccessibleHelp())
                    .isEqualTo(
                            "Makes web2 what it was before the run, and puts it back into its"
                                    + " pools.");
            hand.click("#lane-web2-undo-web2");
            hand.click("#lane-web2-finish");
            assertThat(asked)
                    .containsExactly(new Resumption.Undo(List.of("web2")), new Resumption.Finish());
            StageHand.run(() -> waiting.set(null));
            hand.await("no choice", () -> !hand.has("#lane-web2-finish"));
        }
    }

    /// Stopped after web2: what can be done stands where the run would go on.
    @Test
    void aStoppedRunCanBeTakenUpWhereItWouldGoOn() {
        RunModel model = atTheSecondOf(3);
        model.ended(
                Reports.of(
                        List.of(report("web2", true, Optional.empty())), Duration.ofSeconds(61)));
        Left left = Left.of(LeftRuns.stoppedBetween("web3"));
        SimpleObjectProperty<@Nullable Left> waiting = new SimpleObjectProperty<>(left);
        List<Resumption> asked = new ArrayList<>();
        LeftDeeds deeds = new LeftDeeds(waiting, asked::add, _ -> {}, new Overlay());
        try (StageHand hand =
                StageHand.show(() -> new StackPane(new RunView(model, NO_SCAN, deeds)))) {
            hand.awaitNode("#lane-web2-finish");
            assertThat(hand.has("#lane-web3-finish")).isFalse();
            hand.click("#lane-web2-finish");
            assertThat(asked).containsExactly(new Resumption.Finish());
        }
    }
}
