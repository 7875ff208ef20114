package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import lockstep.present.RunModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What can be told to a run that goes on: pause, stop after this node, abort.
final class RunButtons extends HBox {
    private static final KeyCombination PAUSE = KeyCombination.valueOf("Shortcut+P");

    private final RunModel model;
    private final FontIcon sign = new FontIcon(Feather.PAUSE);
    private final Button pause = new Button("", sign);
    private final ToggleButton stop = new ToggleButton();
    private final Button abort = new Button();

    RunButtons(RunModel model) {
        this.model = model;
        getStyleClass().add("run-buttons");
        pause.setId("run-pause");
        pause.setOnAction(_ -> toggle());
        stop.setId("run-stop");
        stop.setGraphic(new FontIcon(Feather.SKIP_FORWARD));
        stop.setOnAction(_ -> model.toggleStop());
        abort.setId("run-abort");
        abort.getStyleClass().addAll("danger", "button-outlined");
        abort.setGraphic(new FontIcon(Feather.X_OCTAGON));
        abort.setOnAction(_ -> model.abort());
        for (ButtonBase each : new ButtonBase[] {pause, stop, abort}) {
            each.setMinWidth(USE_PREF_SIZE);
            each.setTooltip(new Tooltip());
            getChildren().add(each);
        }
        stop.setManaged(model.lanes().size() > 1);
        stop.setVisible(stop.isManaged());
        show();
    }

    private void toggle() {
        if (model.pausedProperty().get()) {
            model.goOn();
        } else {
            model.pause();
        }
    }

    /// Pauses and goes on with the keys, wherever in the run the focus is.
    void pressed(KeyEvent e) {
        if (isVisible() && !pause.isDisabled() && PAUSE.match(e)) {
            e.consume();
            toggle();
        }
    }

    /// As the model is now.
    void show() {
        boolean over = model.endProperty().get().isPresent();
        setVisible(!over);
        setManaged(!over);
        boolean aborting = model.abortingProperty().get();
        boolean paused = model.pausedProperty().get();
        boolean stopping = model.stoppingProperty().get();
        say(pause, paused ? "run.goOn" : "run.pause");
        sign.setIconCode(paused ? Feather.PLAY : Feather.PAUSE);
        say(stop, stopping ? "run.stopping" : "run.stop");
        stop.setSelected(stopping);
        say(abort, aborting ? "run.aborting" : "run.abort");
        pause.setDisable(aborting);
        stop.setDisable(aborting || !stopping && !model.hasNext());
        abort.setDisable(aborting);
    }

    private void say(ButtonBase button, String key) {
        if (!button.getText().equals(text(key))) {
            button.setText(text(key));
            String hint = text(hint(key));
            button.getTooltip().setText(hint);
            button.setAccessibleHelp(hint);
        }
    }

    private String hint(String key) {
        return switch (key) {
            case "run.aborting" -> "run.abort.hint";
            case "run.stop" -> model.isStaged() ? "run.stop.hint.staged" : "run.stop.hint";
            default -> key + ".hint";
        };
    }
}
