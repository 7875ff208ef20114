package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.ConsoleModel;
import lockstep.present.Problem;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The last problem in a bar below the top bar, until it is put away: nothing is hidden behind it
/// and nothing waits for it.
final class ProblemBar extends HBox {
    private final Label what = new Label();
    private final Label remedy = new Label();

    ProblemBar(ConsoleModel model, Overlay overlay) {
        getStyleClass().add("problem-bar");
        setId("problem-bar");
        what.getStyleClass().add("problem-what");
        what.setWrapText(true);
        remedy.setWrapText(true);
        VBox words = new VBox(what, remedy);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button details = new Button(text("problem.details"));
        details.setId("problem-details");
        details.setMinWidth(USE_PREF_SIZE);
        details.setOnAction(
                _ -> {
                    Problem now = model.problemProperty().get();
                    if (now != null) {
                        ProblemCard.show(overlay, now);
                    }
                });
        Button away =
                TopBar.icon(
                        "problem-dismiss",
                        Feather.X,
                        text("problem.dismiss"),
                        model::dismissProblem);
        getChildren().addAll(new FontIcon(Feather.ALERT_TRIANGLE), words, details, away);
        model.problemProperty().subscribe(this::show);
    }

    private void show(@Nullable Problem problem) {
        setVisible(problem != null);
        setManaged(problem != null);
        if (problem != null) {
            what.setText(text("problem.where.what", problem.where(), problem.what()));
            remedy.setText(problem.remedy());
        }
    }
}
