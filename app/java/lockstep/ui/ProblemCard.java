package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import lockstep.present.Problem;
import org.kordamp.ikonli.feather.Feather;

/// A problem in full: what happened, where, what to do, and the raw details behind a fold.
final class ProblemCard {
    private ProblemCard() {}

    /// Shows it above the window.
    static void show(Overlay overlay, Problem problem) {
        QuestionCard card = of(problem);
        card.offering("problem-copy", text("problem.copy"), () -> copy(problem))
                .offering(
                        "problem-close",
                        text("problem.close"),
                        () -> overlay.close(card),
                        "accent");
        overlay.show(card);
    }

    /// The card without buttons, for whoever offers others.
    static QuestionCard of(Problem problem) {
        TextArea details = new TextArea(problem.details());
        details.setEditable(false);
        details.setAccessibleText(text("problem.details"));
        details.setPrefRowCount(8);
        details.getStyleClass().add("problem-details");
        TitledPane fold = new TitledPane(text("problem.details"), details);
        fold.setId("problem-fold");
        fold.setAnimated(false);
        fold.setExpanded(false);
        fold.getStyleClass().add("dense");
        QuestionCard card =
                new QuestionCard(Feather.ALERT_TRIANGLE, problem.where())
                        .saying(problem.what())
                        .saying(problem.remedy())
                        .with(fold);
        card.getStyleClass().add("problem");
        return card;
    }

    static void copy(Problem problem) {
        ClipboardContent content = new ClipboardContent();
        content.putString(problem.asText());
        Clipboard.getSystemClipboard().setContent(content);
    }
}
