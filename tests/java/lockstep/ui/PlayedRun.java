package lockstep.ui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.layout.StackPane;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.present.PlanModel;
import lockstep.present.Plans;
import lockstep.present.Reports;
import lockstep.present.RunModel;
import lockstep.present.RunTask;
import lockstep.rsync.RelayEvents;
import lockstep.run.Operations.Health;
import lockstep.run.Operations.NodeReport;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.state.Step;
import lockstep.tree.TreePath;

/// A run that is played step by step, and its view.
abstract class PlayedRun {
    static final TreePath VIDEO = TreePath.of("htdocs/video/intro.mp4");
    static final long SIZE = 64L << 20;
    static final int BLOCK = 8 * 1024;

    final AtomicLong clock = new AtomicLong();
    final Cancel cancel = new Cancel();
    final RunControl control = new RunControl(cancel);

    static final ChangesView.ScanAgain NO_SCAN = scanning(() -> {});

    static ChangesView.ScanAgain scanning(Runnable action) {
        return new ChangesView.ScanAgain(action, new SimpleBooleanProperty());
    }

    static LeftDeeds nothingLeft() {
        return new LeftDeeds(new SimpleObjectProperty<>(), _ -> {}, _ -> {}, new Overlay());
    }

    RunModel model(Plan plan) {
        RunOptions options = RunOptions.rolling(Duration.ofMinutes(5));
        return new RunModel(RunTask.of(new PlanModel.Approved(plan, options)), control, clock::get);
    }

    static Plan plan() {
        Plan.Row video = Plans.row("htdocs/video/intro.mp4", Plan.Action.UPDATE, SIZE, "content");
        List<Plan.Row> rows = new ArrayList<>(Plans.rows(40, Plan.Action.UPDATE, 90_000));
        rows.add(video);
        return Plans.plan(
                Plans.target("web2", rows), Plans.target("web3", rows), Plans.target("web4", rows));
    }

    /// Moves the clock on in steps of a quarter of a second, and samples.
    void pass(RunModel model, double seconds, Runnable each) {
        for (double t = 0; t < seconds; t += 0.25) {
            clock.addAndGet(250_000_000);
            each.run();
            StageHand.run(model::sample);
        }
    }

    void upToSync(RunModel model, String node) {
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

    void smallFiles(RunModel model, String node) {
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
    void video(RunModel model, String node, double share) {
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

    void whole(RunModel model, String node) {
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

    static NodeReport report(String node, boolean identical, Optional<Fault> fault) {
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

    static StageHand show(RunModel model) {
        StageHand hand =
                StageHand.show(() -> new StackPane(new RunView(model, NO_SCAN, nothingLeft())));
        hand.awaitNode(".run-charts");
        hand.pulses(10);
        return hand;
    }

    static StackPane inThe(RunView view, double width, double height) {
        view.setMaxSize(width, height);
        StackPane around = new StackPane(view);
        around.setStyle("-fx-background-color: -color-bg-inset");
        view.setStyle("-fx-background-color: -color-bg-default");
        return around;
    }
}
