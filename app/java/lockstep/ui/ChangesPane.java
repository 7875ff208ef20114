package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import lockstep.present.PlanModel;
import lockstep.present.PlanModel.Obstacle;
import lockstep.present.PlanWords;

/// Asks for the number of changes where they are much of a node. Not there otherwise.
final class ChangesPane extends HBox {
    private final PlanModel model;
    private final Label note = new Label();

    ChangesPane(PlanModel model) {
        this.model = model;
        getStyleClass().addAll("plan-deletions", "plan-changes");
        setId("plan-changes");
        setAlignment(Pos.CENTER_LEFT);
        note.getStyleClass().add("plan-changes-note");
        note.setWrapText(true);
        note.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(note, Priority.ALWAYS);
        TextField count = new TextField();
        count.setId("plan-changes-count");
        count.getStyleClass().add("plan-number");
        count.setPromptText(text("plan.changes.count"));
        count.setAccessibleText(text("plan.changes.count"));
        count.textProperty().bindBidirectional(model.typedChangesProperty());
        getChildren().addAll(note, count);
    }

    void show() {
        String words = PlanWords.changes(model);
        note.setText(words);
        setVisible(!words.isEmpty());
        setManaged(!words.isEmpty());
        pseudoClassStateChanged(
                DeletionsPane.GUARDED, model.obstacle() == Obstacle.CHANGES_NOT_TYPED);
    }
}
