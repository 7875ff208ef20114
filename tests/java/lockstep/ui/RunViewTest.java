package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.present.LeftRuns;
import lockstep.present.PlanModel;
import lockstep.present.Plans;
import lockstep.present.Reports;
import lockstep.present.RunModel;
import lockstep.present.RunTask;
import lockstep.rsync.RelayEvents;
import lockstep.run.Left;
import lockstep.run.Operations.Health;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Resumption;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.state.Step;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunViewTest {
    private static final TreePath VIDEO = TreePath.of("htdocs/video/intro.mp4");
    private static final long SIZE = 64L << 20;
    private static final int BLOCK = 8 * 1024;

    private final AtomicLong clock = new AtomicLong();
    private final Cancel cancel = new Cancel();
    private final RunControl control = new RunControl(cancel);

    private static final ChangesView.ScanAgain NO_SCAN = scanning(() -> {});

    private static ChangesView.ScanAgain scanning(Runnable action) {
        return new ChangesView.ScanAgain(action, new SimpleBooleanProperty());
    }

    private static LeftDeeds nothingLeft() {
        return new LeftDeeds(new SimpleObjectProperty<>(), _ -> {}, new Overlay());
    }

    private RunModel model(Plan plan) {
        RunOptions options = RunOptions.rolling(Duration.ofMinutes(5));
        return new RunModel(RunTask.of(new PlanModel.Approved(plan, options)), control, clock::get);
    }

    private static Plan plan() {
        Plan.Row video = Plans.row("htdocs/video/intro.mp4", Plan.Action.UPDATE, SIZE, "content");
        List<Plan.Row> rows = new ArrayList<>(Plans.rows(40, Plan.Action.UPDATE, 90_000));
        rows.add(video);
        return Plans.plan(
                Plans.target("web2", rows), Plans.target("web3", rows), Plans.target("web4", rows));
    }

    /// Moves the clock on in steps of a quarter of a second, and samples.
    private void pass(RunModel model, double seconds, Runnable each) {
        for (double t = 0; t < seconds; t += 0.25) {
            clock.addAndGet(250_000_000);
            each.run();
            StageHand.run(model::sample);
        }
    }

    private void upToSync(RunModel model, String node) {
        model.begun(node, Step.PREFLIGHT);
        pass(model, 1, () -> {});
        model.done(node, Step.PREFLIGHT, "rsync 3.5.0, 81 GB free");
        model.begun(node, Step.DRAIN);
        pass(model, 0.5, () -> {});
        model.done(node, Step.DRAIN, "drained in www");
        model.begun(node, Step.ZERO_SESSIONS);
        int[] sessions = {14};
        pass(
                model,
                6,
                () ->
                        model.sessions(
                                node, Math.max(0, sessions[0] -= sessions[0] % 3 == 0 ? 2 : 1)));
        model.sessions(node, 0);
        model.done(node, Step.ZERO_SESSIONS, "no sessions left");
        model.begun(node, Step.SYNC);
    }

    private void smallFiles(RunModel model, String node) {
        RelayEvents relay = model.relay(node);
        for (int i = 0; i < 40; i++) {
            TreePath path = TreePath.of("htdocs/assets/update-%05d.js".formatted(i));
            relay.fileBegun(path, 90_000, 700);
            relay.matched(0, 60_000);
            relay.literal(60_000, 9_000);
            relay.matched(69_000, 21_000);
            relay.fileDone(path);
            if (i % 5 == 0) {
                pass(model, 0.25, () -> {});
            }
        }
    }

    /// Streams the video up to `share`, two stretches of it changed.
    private void video(RunModel model, String node, double share) {
        RelayEvents relay = model.relay(node);
        relay.fileBegun(VIDEO, SIZE, BLOCK);
        long blocks = (long) (SIZE / BLOCK * share);
        for (long block = 0; block < blocks; block++) {
            boolean changed =
                    block > 1_200 && block < 1_420
                            || block % 977 == 5
                            || block > 4_000 && block < 4_060;
            if (changed) {
                relay.literal(block * BLOCK, BLOCK);
            } else {
                relay.matched(block * BLOCK, BLOCK);
            }
            if (block % 300 == 0) {
                pass(model, 0.25, () -> {});
            }
        }
    }

    private void whole(RunModel model, String node) {
        upToSync(model, node);
        smallFiles(model, node);
        video(model, node, 1);
        model.relay(node).fileDone(VIDEO);
        model.done(node, Step.SYNC, "41 files");
        model.begun(node, Step.VERIFY);
        pass(model, 3, () -> {});
        model.done(node, Step.VERIFY, "identical by content");
        model.begun(node, Step.READY);
        pass(model, 1, () -> {});
        model.done(node, Step.READY, "www/web2");
        model.begun(node, Step.SETTLE);
        model.done(node, Step.SETTLE, "UP in www");
    }

    private static NodeReport report(String node, boolean identical, Optional<Fault> fault) {
        return new NodeReport(
                node,
                Reports.state(fault),
                identical,
                fault,
                2_400_000,
                68_300_000,
                2_900_000,
                41,
                Duration.ofSeconds(38),
                Health.UNASKED,
                List.of());
    }

    private static StageHand show(RunModel model) {
        StageHand hand =
                StageHand.show(() -> new StackPane(new RunView(model, NO_SCAN, nothingLeft())));
        hand.awaitNode(".run-charts");
        hand.pulses(10);
        return hand;
    }

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
        LeftDeeds deeds = new LeftDeeds(waiting, asked::add, new Overlay());
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

    private static StackPane inThe(RunView view, double width, double height) {
        view.setMaxSize(width, height);
        StackPane around = new StackPane(view);
        around.setStyle("-fx-background-color: -color-bg-inset");
        view.setStyle("-fx-background-color: -color-bg-default");
        return around;
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
