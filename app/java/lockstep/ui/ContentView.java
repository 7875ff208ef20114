package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import lockstep.present.Content;
import lockstep.present.ContentModel;
import lockstep.present.TextDifference.Care;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What two nodes hold in a file, side by side: lines, pictures, or a sentence.
final class ContentView extends VBox {
    private final Label sentence = new Label();
    private final DifferenceList lines = new DifferenceList();
    private final PicturesPane pictures = new PicturesPane();
    private final StackPane body = new StackPane(lines, pictures);
    private final HBox textTools;

    ContentView(ContentModel model) {
        getStyleClass().add("content");
        setId("content");
        Button swap = button("content-swap", Feather.REPEAT, "content.swap");
        swap.setOnAction(_ -> model.swap());
        Button next = button("content-next", Feather.ARROW_DOWN, "content.next");
        Button before = button("content-before", Feather.ARROW_UP, "content.before");
        next.setOnAction(_ -> lines.next());
        before.setOnAction(_ -> lines.before());
        next.disableProperty().bind(lines.nextProperty().not());
        before.disableProperty().bind(lines.beforeProperty().not());
        CheckBox space = new CheckBox(text("content.space"));
        space.setId("content-space");
        space.setTooltip(new Tooltip(text("content.space.hint")));
        space.selectedProperty()
                .subscribe(
                        on ->
                                model.careProperty()
                                        .set(on ? Care.BUT_WHITE_SPACE : Care.EVERYTHING));
        textTools = new HBox(space, before, next);
        textTools.getStyleClass().add("content-tools");
        sentence.getStyleClass().add("content-sentence");
        sentence.setId("content-sentence");
        sentence.setWrapText(true);
        sentence.setMaxWidth(Double.MAX_VALUE);
        ComboBox<String> left = box("content-left", "content.left", model);
        ComboBox<String> right = box("content-right", "content.right", model);
        left.valueProperty().bindBidirectional(model.leftProperty());
        right.valueProperty().bindBidirectional(model.rightProperty());
        HBox.setHgrow(textTools, Priority.ALWAYS);
        HBox head = new HBox(left, new Label(text("content.against")), right, swap, textTools);
        head.getStyleClass().add("content-head");
        setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(head, sentence, body);
        model.contentProperty().subscribe(this::show);
    }

    private static Button button(String id, Ikon icon, String key) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("flat", "button-icon");
        button.setTooltip(new Tooltip(text(key)));
        button.setAccessibleText(text(key));
        return button;
    }

    private static ComboBox<String> box(String id, String key, ContentModel model) {
        ComboBox<String> box = new ComboBox<>();
        box.setId(id);
        box.getItems().setAll(model.nodes());
        box.setAccessibleText(text(key));
        box.setTooltip(new Tooltip(text(key)));
        return box;
    }

    /// Goes from difference to difference.
    void pressed(KeyEvent e) {
        boolean f7 = e.getCode() == KeyCode.F7;
        if (f7 && !e.isShiftDown() || e.isAltDown() && e.getCode() == KeyCode.DOWN) {
            lines.next();
            e.consume();
        } else if (f7 || e.isAltDown() && e.getCode() == KeyCode.UP) {
            lines.before();
            e.consume();
        }
    }

    private void show(Content now) {
        switch (now) {
            case Content.None() -> say("");
            case Content.Reading() -> say(text("content.reading"));
            case Content.Said(String words) -> say(words);
            case Content.Failed(var problem) ->
                    say(text("content.failed", problem.where(), problem.what(), problem.remedy()));
            case Content.Text(var difference) -> {
                say(difference.sentence());
                lines.show(difference);
                turnTo(lines);
            }
            case Content.Pictures(var comparison) -> {
                say(comparison.sentence());
                pictures.show(comparison);
                turnTo(pictures);
            }
        }
    }

    private void say(String words) {
        sentence.setText(words);
        lines.clear();
        pictures.clear();
        turnTo(body);
    }

    private void turnTo(Node shown) {
        lines.setVisible(shown.equals(lines));
        pictures.setVisible(shown.equals(pictures));
        textTools.setVisible(shown.equals(lines));
    }
}
