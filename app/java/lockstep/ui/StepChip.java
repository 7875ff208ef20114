package lockstep.ui;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import lockstep.present.RunWords;
import lockstep.present.StepNow;
import lockstep.present.Words;
import lockstep.state.Step;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A step of a node: its sign, its name, how long it takes or took. Breathes while it runs.
///
/// Its width never changes, so that the chips of all lanes stand in columns.
final class StepChip extends HBox {
    private static final double BREATH_SECONDS = 1.6;

    private final Step step;
    private final FontIcon sign = new FontIcon(Feather.CIRCLE);
    private final Label name = new Label();
    private final Label figure = new Label();
    private final Tooltip tooltip = new Tooltip();
    private StepNow.State state = StepNow.State.WAITING;

    StepChip(Step step) {
        this.step = step;
        getStyleClass().addAll("run-chip", "run-chip-" + step.name().toLowerCase(Locale.ROOT));
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
        setAccessibleRole(AccessibleRole.TEXT);
        sign.getStyleClass().add("run-chip-sign");
        name.getStyleClass().add("run-chip-name");
        name.setText(RunWords.step(step));
        figure.getStyleClass().add("run-chip-figure");
        figure.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(sign, name, space, figure);
        Tooltip.install(this, tooltip);
        mark();
    }

    /// @param clock the run's clock
    /// @param sessions still on the node, shown while they are waited for
    void show(StepNow now, long clock, OptionalInt sessions) {
        if (now.state() != state) {
            state = now.state();
            mark();
        }
        figure.setText(figure(now, clock, sessions));
        String spoken = RunWords.spoken(step, now, clock);
        if (!spoken.equals(tooltip.getText())) {
            tooltip.setText(spoken);
            setAccessibleText(spoken);
        }
        sign.setOpacity(state == StepNow.State.RUNNING ? breath(now.nanos(clock)) : 1);
    }

    private String figure(StepNow now, long clock, OptionalInt sessions) {
        boolean running = now.state() == StepNow.State.RUNNING;
        if (running && step == Step.ZERO_SESSIONS && sessions.isPresent()) {
            return Words.number(sessions.getAsInt());
        }
        boolean timed = running || now.state() == StepNow.State.DONE;
        long nanos = now.nanos(clock);
        return timed && nanos >= 500_000_000 ? RunWords.shortDuration(Duration.ofNanos(nanos)) : "";
    }

    private static double breath(long nanos) {
        if (Platform.getPreferences().isReducedMotion()) {
            return 1;
        }
        double phase = nanos / 1e9 / BREATH_SECONDS * 2 * Math.PI;
        return 0.65 + 0.35 * Math.cos(phase);
    }

    private void mark() {
        for (StepNow.State each : StepNow.State.values()) {
            PseudoClass is = PseudoClass.getPseudoClass(each.name().toLowerCase(Locale.ROOT));
            pseudoClassStateChanged(is, each == state);
        }
        sign.setIconCode(
                switch (state) {
                    case WAITING -> Feather.CIRCLE;
                    case RUNNING -> Feather.PLAY_CIRCLE;
                    case DONE -> Feather.CHECK;
                    case SKIPPED -> Feather.MINUS;
                    case FAILED -> Feather.X_CIRCLE;
                });
    }
}
