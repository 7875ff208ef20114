package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import lockstep.journal.RunRecord;
import lockstep.present.LeftWords;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The run that another console holds, above the matrix: who was last heard of there, and the way
/// to take it over from a machine that is gone. Not there while none is held.
final class HeldCard extends VBox {
    private final LeftDeeds deeds;
    private final LeftQuestions questions;
    private final Label title = new Label("", new FontIcon(Feather.LOCK));
    private final Label last = new Label();
    private final FlowPane buttons = new FlowPane();

    HeldCard(LeftDeeds deeds, LeftQuestions questions) {
        this.deeds = deeds;
        this.questions = questions;
        setId("held");
        getStyleClass().add("left-card");
        title.setId("held-title");
        title.getStyleClass().add("left-title");
        last.setId("held-last");
        last.getStyleClass().add("left-why");
        List.of(title, last).forEach(LeftCard::whole);
        buttons.getStyleClass().add("left-buttons");
        getChildren().addAll(title, last, buttons);
        questions.left().heldProperty().subscribe(this::show);
    }

    /// Gives the focus to what changes nothing.
    void point() {
        buttons.getChildren().getFirst().requestFocus();
    }

    private void show(@Nullable RunRecord run) {
        setVisible(run != null);
        setManaged(run != null);
        if (run == null) {
            return;
        }
        title.setText(LeftWords.held(run));
        last.setText(LeftWords.heldBy(run));
        buttons.getChildren().setAll(button("held-look", "held.look", questions.left()::look));
        if (run.hand() == RunRecord.Hand.ELSEWHERE) {
            buttons.getChildren().add(button("held-gone", "held.gone", () -> questions.gone(run)));
        }
        buttons.getChildren().add(deeds.report(run.head().id(), "held"));
    }

    private static Button button(String id, String key, Runnable deed) {
        Button button = new Button(text(key));
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> deed.run());
        return button;
    }
}
