package lockstep.ui;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// The common shape of every card: an icon and a title, what it is about, and buttons that say
/// what they do.
final class QuestionCard extends VBox {
    private final HBox buttons = new HBox();

    QuestionCard(Ikon icon, String title) {
        getStyleClass().add("question");
        Label heading = new Label(title, new FontIcon(icon));
        heading.getStyleClass().add("question-title");
        heading.setWrapText(true);
        buttons.getStyleClass().add("question-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(heading, buttons);
    }

    /// Adds a paragraph.
    QuestionCard saying(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add("question-text");
        return with(label);
    }

    /// Adds something else above the buttons.
    QuestionCard with(Node node) {
        getChildren().add(getChildren().size() - 1, node);
        return this;
    }

    /// Adds a field, and a button that can be pressed once a word was typed there: whoever types it
    /// has read it.
    ///
    /// @param id of the field, with `-name` behind it, and of the button, with `-yes`
    /// @param word such as the name of a node
    /// @param sentence asks for it
    /// @param agreed is given what was typed
    QuestionCard typing(
            String id, String word, String sentence, String text, Consumer<String> agreed) {
        TextField typed = new TextField();
        typed.setId(id + "-name");
        typed.setPromptText(word);
        typed.setAccessibleText(sentence);
        Button button = new Button(text);
        button.setId(id + "-yes");
        button.getStyleClass().add("danger");
        button.disableProperty().bind(typed.textProperty().map(said -> !said.strip().equals(word)));
        button.setOnAction(_ -> agreed.accept(typed.getText()));
        return saying(sentence).with(typed).with(button);
    }

    /// Adds a button. The style classes are AtlantaFX's, such as `accent` and `danger`.
    QuestionCard offering(String id, String text, Runnable action, String... styles) {
        Button button = new Button(text);
        button.setId(id);
        button.getStyleClass().addAll(List.of(styles));
        button.setDefaultButton(List.of(styles).contains("accent"));
        button.setOnAction(_ -> action.run());
        buttons.getChildren().add(button);
        return this;
    }

    /// The button that was offered last can be pressed only while that holds.
    QuestionCard needing(ObservableValue<Boolean> possible) {
        buttons.getChildren().getLast().disableProperty().bind(possible.map(can -> !can));
        return this;
    }
}
