package lockstep.ui;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.PlanModel;
import lockstep.present.PlanWords;
import lockstep.present.Strings;

/// The approval of deletions: a tick of its own, and above the guard the number typed as well.
/// Keeps its place when no deletion is chosen.
final class DeletionsPane extends HBox {
    private static final PseudoClass APPROVED = PseudoClass.getPseudoClass("approved");
    static final PseudoClass GUARDED = PseudoClass.getPseudoClass("guarded");

    private final PlanModel model;
    private final CheckBox tick = new CheckBox();
    private final Label note = new Label();
    private final TextField count = new TextField();

    DeletionsPane(PlanModel model) {
        this.model = model;
        getStyleClass().add("plan-deletions");
        setAlignment(Pos.CENTER_LEFT);
        tick.setId("plan-deletions");
        tick.selectedProperty().bindBidirectional(model.deletionsTickedProperty());
        note.getStyleClass().add("plan-deletions-note");
        note.setWrapText(true);
        count.setId("plan-deletions-count");
        count.getStyleClass().add("plan-number");
        count.setPromptText(Strings.text("plan.deletions.count"));
        count.setAccessibleText(Strings.text("plan.deletions.count"));
        count.textProperty().bindBidirectional(model.typedCountProperty());
        VBox words = new VBox(tick, note);
        words.getStyleClass().add("plan-deletions-words");
        setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(words, count);
    }

    void show() {
        long deletions = model.totals().deletions();
        boolean guarded = model.isGuarded() && model.deletionsTickedProperty().get();
        setDisable(deletions == 0);
        tick.setText(PlanWords.deletions(model));
        note.setText(deletions == 0 ? "" : PlanWords.deletionsNote(model));
        count.setVisible(guarded);
        pseudoClassStateChanged(APPROVED, model.deletionsApproved());
        pseudoClassStateChanged(GUARDED, guarded && !model.deletionsApproved());
    }
}
