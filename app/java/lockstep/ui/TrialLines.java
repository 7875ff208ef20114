package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import lockstep.present.Trial;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// How a node or balancer answers, a line each thing: a sign, a word and what to do.
final class TrialLines extends VBox {
    TrialLines(ObservableValue<Trial> trial) {
        getStyleClass().add("trial");
        trial.subscribe(this::draw);
        managedProperty().bind(visibleProperty());
    }

    private void draw(Trial trial) {
        getChildren().clear();
        setVisible(!(trial instanceof Trial.None));
        switch (trial) {
            case Trial.None() -> {}
            case Trial.Asking() -> {
                ProgressBar busy = Busy.bar(text("trial.asking"));
                getChildren().addAll(new Label(text("trial.asking")), busy);
            }
            case Trial.Answered answered -> answered.lines().forEach(this::add);
        }
    }

    private void add(Trial.Line line) {
        Label label =
                new Label(text("trial." + line.grade(), line.text()), new FontIcon(sign(line)));
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().addAll("trial-line", "trial-" + line.grade());
        getChildren().add(label);
    }

    private static Feather sign(Trial.Line line) {
        return switch (line.grade()) {
            case GOOD -> Feather.CHECK;
            case WARNS -> Feather.ALERT_TRIANGLE;
            case BLOCKS -> Feather.X;
        };
    }
}
