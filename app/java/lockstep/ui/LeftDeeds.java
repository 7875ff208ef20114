package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import lockstep.fault.Visible;
import lockstep.present.LeftWords;
import lockstep.run.Left;
import lockstep.run.Resumption;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What a person can do about a run that has ended or waits: its buttons, wherever they stand.
///
/// @param left what it has left; null when none waits
/// @param resume takes it up
/// @param report shows what came of the run of that name
/// @param overlay where it is asked why
record LeftDeeds(
        ReadOnlyObjectProperty<@Nullable Left> left,
        Consumer<Resumption> resume,
        Consumer<String> report,
        Overlay overlay) {
    private static final int MAX_WHY = 200;

    /// A button and what it does, in one sentence.
    record Choice(Button button, String sentence) {
        Choice {
            button.setTooltip(new Tooltip(sentence));
            button.setAccessibleHelp(sentence);
        }
    }

    /// Does what is left as it was approved.
    Choice finish(Left left, String key, String at) {
        Choice choice =
                choice(at + "-finish", text(key), LeftWords.finish(left), new Resumption.Finish());
        choice.button().getStyleClass().add("accent");
        choice.button().setDisable(left.toFinish().isEmpty());
        return choice;
    }

    /// Makes all that was begun what it was.
    Choice undoAll(Left left, String key, String at) {
        Resumption undo = new Resumption.Undo(List.of());
        Choice choice = choice(at + "-undo", text(key), LeftWords.undo(left), undo);
        choice.button().setDisable(!left.isUndoable());
        return choice;
    }

    /// Makes one node what it was.
    Choice undo(Left.Node node, String key, String at) {
        Resumption undo = new Resumption.Undo(List.of(node.name()));
        String id = at + "-undo-" + node.name();
        Choice choice = choice(id, text(key, node.name()), LeftWords.undo(node), undo);
        choice.button().setDisable(!node.isUndoable());
        return choice;
    }

    /// Leaves it all to a person, after asking why.
    Choice leave(Left left, String key, String at) {
        Button button = new Button(text(key));
        button.setId(at + "-leave");
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setOnAction(_ -> askWhy(left));
        return new Choice(button, LeftWords.leave(left));
    }

    /// Shows what came of a run so far.
    Button report(String run, String at) {
        Button button = new Button(text("report.open"), new FontIcon(Feather.FILE_TEXT));
        button.setId(at + "-report");
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setOnAction(_ -> report.accept(run));
        return button;
    }

    private Choice choice(String id, String text, String sentence, Resumption how) {
        Button button = new Button(text);
        button.setId(id);
        button.setMinWidth(Button.USE_PREF_SIZE);
        button.setOnAction(_ -> resume.accept(how));
        return new Choice(button, sentence);
    }

    private void askWhy(Left left) {
        TextField why = new TextField();
        why.setId("left-why");
        why.setPromptText(text("left.leave.why"));
        why.setAccessibleText(text("left.leave.why"));
        QuestionCard question =
                new QuestionCard(Feather.USER_CHECK, text("left.leave.title", left.head().id()))
                        .saying(LeftWords.leave(left))
                        .with(why);
        question.offering("left-leave-not", text("cancel"), () -> overlay.close(question))
                .offering(
                        "left-leave-yes",
                        text("left.leave.yes"),
                        () -> {
                            overlay.close(question);
                            String said = Visible.text(why.getText().strip(), MAX_WHY);
                            resume.accept(new Resumption.Leave(said));
                        },
                        "accent");
        overlay.show(question);
    }
}
