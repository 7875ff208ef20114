package lockstep.ui;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lockstep.present.Lane;
import lockstep.present.RunEnd;
import lockstep.present.RunModel;
import lockstep.present.RunWords;
import lockstep.present.Strings;
import lockstep.run.Left;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A run: what is going on and how long it may take, a lane a node, the block map, the charts, and
/// at the end one sentence.
///
/// While it is in a window and the run goes on, samples the model 20 times a second and shows what
/// changed; after the end nothing moves any more. The lanes take the focus at first, so that no
/// key aborts by accident.
final class RunView extends VBox {
    private static final long SAMPLE_NANOS = 50_000_000;
    private static final int SAMPLES_BEFORE_CHARTS = 2;

    /// What a low window still shows of the lanes, which matter more than the picture below.
    private static final int LANES_IN_SIGHT = 2;

    private static final double LANE_HEIGHT = 96;

    private static final PseudoClass OFFERING = PseudoClass.getPseudoClass("offering");

    private final RunModel model;
    private final FontIcon sign = new FontIcon(Feather.CHECK_CIRCLE);
    private final Label title = new Label();
    private final Label summary = new Label();
    private final Label remaining = new Label();
    private final RunButtons buttons;
    private final HBox ways = new HBox();
    private Optional<Runnable> onward = Optional.empty();
    private final LeftDeeds deeds;
    private Subscription waiting = Subscription.EMPTY;
    private final List<LaneView> lanes;
    private final ScrollPane scroll;
    private final BlockMapCard map = new BlockMapCard();
    private final StackPane chartPlace = new StackPane();
    private final Sampler sampler = new Sampler();
    private @Nullable RunCharts charts;
    private @Nullable Lane followed;

    /// @param scanAgain what is offered where the plan is out of date
    /// @param deeds what is offered when it has left something
    RunView(RunModel model, ChangesView.ScanAgain scanAgain, LeftDeeds deeds) {
        this.model = model;
        this.deeds = deeds;
        buttons = new RunButtons(model);
        getStylesheets().add(sheet());
        getStyleClass().add("run-view");
        lanes =
                model.lanes().stream()
                        .map(lane -> new LaneView(lane, model.options(), scanAgain, deeds))
                        .toList();
        VBox all = new VBox();
        all.getStyleClass().add("run-lanes");
        all.getChildren().addAll(lanes);
        scroll = new LaneScroll(all);
        scroll.getStyleClass().addAll("edge-to-edge", "run-scroll");
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        chartPlace.getStyleClass().add("run-chart-place");
        setVgrow(map, Priority.ALWAYS);
        map.setVisible(sends());
        map.setManaged(sends());
        getChildren().addAll(head(), scroll, map, chartPlace);
        addEventFilter(KeyEvent.KEY_PRESSED, buttons::pressed);
        show();
        sceneProperty().subscribe(this::shown);
    }

    /// Offers, at its end, the way to what differs then.
    RunView leadingTo(Runnable drift) {
        onward = Optional.of(drift);
        return this;
    }

    private boolean sends() {
        return !model.isUndo() && !model.isRollback();
    }

    private void shown(@Nullable Scene scene) {
        sampler.run(scene != null);
        waiting.unsubscribe();
        waiting = scene == null ? Subscription.EMPTY : deeds.left().subscribe(this::offer);
    }

    /// As high as the lanes are at its width, in which their steps may wrap.
    private static final class LaneScroll extends ScrollPane {
        LaneScroll(VBox lanes) {
            super(lanes);
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        /// Where room is short, the picture below gives way first.
        @Override
        protected double computeMinHeight(double width) {
            return Math.min(LANES_IN_SIGHT * LANE_HEIGHT, prefHeight(width));
        }
    }

    /// What this run has left; another's is none of its business.
    private void offer(@Nullable Left left) {
        boolean ours =
                left != null
                        && model.endProperty().get().flatMap(RunEnd::run).stream()
                                .anyMatch(left.head().id()::equals);
        lanes.forEach(lane -> lane.offer(ours ? left : null));
        giveRoom(ours);
    }

    /// What has to be decided comes before pictures of what is over.
    private void giveRoom(boolean toLanes) {
        chartPlace.setVisible(!toLanes);
        chartPlace.setManaged(!toLanes);
        setVgrow(scroll, toLanes ? Priority.ALWAYS : Priority.NEVER);
        setVgrow(map, toLanes ? Priority.NEVER : Priority.ALWAYS);
        pseudoClassStateChanged(OFFERING, toLanes);
    }

    private HBox head() {
        title.getStyleClass().add("run-title");
        title.setId("run-title");
        title.setWrapText(true);
        summary.getStyleClass().add("run-summary");
        summary.setId("run-summary");
        summary.setWrapText(true);
        VBox words = new VBox(title, summary);
        HBox.setHgrow(words, Priority.ALWAYS);
        remaining.getStyleClass().add("run-remaining");
        remaining.setMinWidth(USE_PREF_SIZE);
        VBox right = new VBox(remaining, buttons, ways);
        ways.getStyleClass().add("run-ways");
        right.getStyleClass().add("run-right");
        right.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(words, right);
        head.getStyleClass().add("run-head");
        head.setAlignment(Pos.TOP_LEFT);
        return head;
    }

    private void show() {
        Optional<RunEnd> end = model.endProperty().get();
        title.setText(RunWords.title(model));
        summary.setText(
                end.map(e -> RunWords.summary(model, e)).orElseGet(() -> RunWords.soFar(model)));
        end.ifPresent(this::mark);
        boolean paused = model.pausedProperty().get();
        remaining.setText(paused ? "" : RunWords.remaining(model.now().remaining()));
        buttons.show();
        lanes.forEach(lane -> lane.show(model.clock(), end));
        follow();
        map.show(model.current(), end);
        if (charts != null) {
            charts.refresh();
        }
    }

    /// Keeps the lane that is worked on in sight; leaves the operator's scrolling alone otherwise.
    private void follow() {
        Lane current = model.current();
        if (current == followed) {
            return;
        }
        followed = current;
        int index = model.lanes().indexOf(current);
        scroll.setVvalue(lanes.size() < 2 ? 0 : (double) index / (lanes.size() - 1));
    }

    private void makeCharts() {
        charts = new RunCharts(model.history(), sends());
        chartPlace.getChildren().setAll(charts);
    }

    private void mark(RunEnd end) {
        RunEnd.Result worst = model.result().orElseThrow();
        Tone tone = end.isCancelled() ? Tone.WARNING : Tone.of(worst);
        pseudoClassStateChanged(tone.pseudoClass(), true);
        sign.setIconCode(tone.icon());
        title.setGraphic(sign);
        if (ways.getChildren().isEmpty()) {
            end.run().ifPresent(run -> ways.getChildren().add(deeds.report(run, "run")));
            onward.ifPresent(way -> ways.getChildren().add(onward(way)));
        }
    }

    private static Button onward(Runnable way) {
        Button button = new Button(Strings.text("run.onward"), new FontIcon(Feather.ARROW_LEFT));
        button.setId("run-onward");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> way.run());
        return button;
    }

    static String sheet() {
        return Objects.requireNonNull(RunView.class.getResource("run.css"), "run.css")
                .toExternalForm();
    }

    /// Samples the model at most 20 times a second; the last time after the run has ended.
    private final class Sampler extends AnimationTimer {
        private long last;
        private int samples;

        void run(boolean on) {
            if (on) {
                start();
                scroll.requestFocus();
            } else {
                stop();
            }
        }

        @Override
        public void handle(long now) {
            if (now - last < SAMPLE_NANOS) {
                return;
            }
            last = now;
            samples++;
            if (samples == SAMPLES_BEFORE_CHARTS) {
                makeCharts();
            }
            model.sample();
            show();
            if (samples > SAMPLES_BEFORE_CHARTS && model.endProperty().get().isPresent()) {
                stop();
                offer(deeds.left().get());
            }
        }
    }
}
