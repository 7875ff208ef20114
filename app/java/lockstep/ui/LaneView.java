package lockstep.ui;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lockstep.fault.Fault;
import lockstep.present.Lane;
import lockstep.present.LaneNow;
import lockstep.present.RunEnd;
import lockstep.present.RunWords;
import lockstep.present.Strings;
import lockstep.present.Words;
import lockstep.run.Left;
import lockstep.run.Operations.NodeReport;
import lockstep.run.RunOptions;
import lockstep.state.Step;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A node's lane: its name, its steps, how far it is, and at the end whether it is identical.
final class LaneView extends VBox {
    private static final PseudoClass RUNNING = PseudoClass.getPseudoClass("running");

    private static final PseudoClass OUT = PseudoClass.getPseudoClass("out");

    private final Lane lane;
    private final RunOptions options;
    private final ChangesView.ScanAgain scanAgain;
    private final Map<Step, StepChip> chips = new EnumMap<>(Step.class);
    private final ProgressBar bar = new ProgressBar(0);
    private final Label traffic = new Label();
    private final Label file = new Label();
    private final FontIcon sign = new FontIcon(Feather.CHECK_CIRCLE);
    private final Label result = new Label("", sign);
    private final Label trouble = new Label();
    private final MessagesFold messages;
    private final LaneChoices choices;
    private @Nullable ChangesView changes;

    /// @param scanAgain what is offered where the plan is out of date
    LaneView(Lane lane, RunOptions options, ChangesView.ScanAgain scanAgain, LeftDeeds deeds) {
        this.lane = lane;
        this.options = options;
        this.scanAgain = scanAgain;
        messages = new MessagesFold(lane);
        choices = new LaneChoices(lane.node(), deeds);
        getStyleClass().add("run-lane");
        setId("lane-" + lane.node());
        trouble.getStyleClass().add("run-trouble");
        trouble.setWrapText(true);
        hide(trouble);
        getChildren().addAll(first(), second(), trouble, choices, messages.content());
    }

    private HBox first() {
        Label name = new Label(lane.node());
        name.getStyleClass().add("run-node");
        bar.getStyleClass().addAll("small", "run-bar");
        bar.setAccessibleText(Strings.text("run.lane.bar", lane.node()));
        traffic.getStyleClass().add("run-traffic");
        traffic.setMinWidth(USE_PREF_SIZE);
        file.getStyleClass().add("run-file");
        file.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        file.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(file, Priority.ALWAYS);
        result.getStyleClass().add("run-result");
        result.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(name, bar, traffic, file, messages.toggle(), result);
        line.getStyleClass().add("run-line");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /// Wraps rather than being cut.
    private FlowPane second() {
        FlowPane steps = new FlowPane();
        steps.getStyleClass().add("run-steps");
        for (Step step : lane.steps()) {
            StepChip chip = new StepChip(step);
            chips.put(step, chip);
            steps.getChildren().add(chip);
        }
        return steps;
    }

    /// What can be done about the node; null where nothing of this run waits.
    void offer(@Nullable Left left) {
        choices.show(left);
    }

    /// @param clock the run's clock
    void show(long clock, Optional<RunEnd> end) {
        LaneNow now = lane.now();
        chips.forEach((step, chip) -> chip.show(now.step(step), clock, now.sessions()));
        pseudoClassStateChanged(RUNNING, end.isEmpty() && now.isRunning());
        bar.setProgress(lane.progress());
        boolean untouched = now.isUntouched();
        String waiting = end.isPresent() ? "run.untouched" : "run.waiting";
        traffic.setText(untouched ? Strings.text(waiting) : RunWords.traffic(lane));
        file.setText(fileText(now));
        messages.show();
        Optional<Fault> failed =
                now.steps().values().stream().flatMap(s -> s.fault().stream()).findFirst();
        failed.ifPresent(
                fault -> {
                    showTrouble(fault);
                    pseudoClassStateChanged(Tone.FAILED.pseudoClass(), true);
                });
        end.ifPresent(this::showResult);
    }

    private void showResult(RunEnd end) {
        Optional<NodeReport> report = end.of(lane.node());
        RunEnd.Result is = lane.result(end, options);
        Tone tone = Tone.of(is);
        for (Tone each : Tone.values()) {
            pseudoClassStateChanged(each.pseudoClass(), each == tone);
        }
        sign.setIconCode(tone.icon());
        result.setText(RunWords.result(lane, is));
        report.flatMap(NodeReport::fault).ifPresent(this::showTrouble);
        showOut(end, report);
        report.ifPresent(r -> messages.remarks(r.remarks(), tone));
    }

    private void showOut(RunEnd end, Optional<NodeReport> report) {
        pseudoClassStateChanged(OUT, lane.isOut(end));
        if (lane.isOut(end)) {
            file.setText(Strings.text("run.still.out"));
            return;
        }
        report.map(NodeReport::outOfPool)
                .filter(Duration::isPositive)
                .ifPresent(
                        out -> file.setText(Strings.text("run.out.for", RunWords.duration(out))));
    }

    private void showTrouble(Fault fault) {
        trouble.setText(
                switch (fault) {
                    case Fault.Cancelled _ -> fault.what();
                    case Fault.PlanOutdated outdated ->
                            Strings.count("run.changed", outdated.count()) + " " + fault.remedy();
                    case Fault _ -> fault.what() + " " + fault.remedy();
                });
        if (fault instanceof Fault.PlanOutdated outdated && changes == null) {
            changes = new ChangesView(lane.node(), outdated, scanAgain);
            getChildren().add(getChildren().indexOf(trouble) + 1, changes);
        }
        trouble.setVisible(true);
        trouble.setManaged(true);
    }

    private static String fileText(LaneNow now) {
        if (now.file().isEmpty()) {
            return now.isRunning() && now.counted() > 0
                    ? Strings.text("run.counted", Words.number(now.counted()))
                    : "";
        }
        return Strings.text("run.map.file", now.file(), Words.bytes(now.fileSize()));
    }

    private static void hide(Region region) {
        region.setVisible(false);
        region.setManaged(false);
    }
}
