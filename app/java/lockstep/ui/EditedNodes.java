package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.HashMap;
import java.util.Map;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.EditedNode;
import lockstep.present.EditorModel;
import org.kordamp.ikonli.feather.Feather;

/// The nodes while they are edited, a row each, with how they answer below.
final class EditedNodes extends VBox {
    private final EditorModel model;
    private final Map<EditedNode, Node> rows = new HashMap<>();

    EditedNodes(EditorModel model) {
        this.model = model;
        getStyleClass().add("edited");
        model.nodes().addListener((ListChangeListener<EditedNode>) _ -> fill());
        fill();
    }

    private void fill() {
        rows.keySet().retainAll(model.nodes());
        getChildren()
                .setAll(
                        model.nodes().stream()
                                .map(node -> rows.computeIfAbsent(node, this::row))
                                .toList());
        getChildren().addFirst(heading());
    }

    private static Node heading() {
        HBox box = new HBox(10);
        box.getStyleClass().add("edited-heading");
        box.getChildren()
                .addAll(
                        sized(new Label(text("editor.reference")), 96),
                        sized(new Label(text("editor.node.name")), 170),
                        sized(new Label(text("editor.node.address")), 300),
                        sized(new Label(text("editor.node.root")), 300));
        return box;
    }

    private static <N extends javafx.scene.layout.Region> N sized(N node, double width) {
        node.setMinWidth(width);
        node.setPrefWidth(width);
        return node;
    }

    private Node row(EditedNode node) {
        RadioButton reference = new RadioButton();
        reference.setAccessibleText(text("editor.reference"));
        reference.setTooltip(new Tooltip(text("editor.reference.hint")));
        model.referenceProperty().subscribe(now -> reference.setSelected(now == node));
        reference.setOnAction(
                _ -> {
                    model.referenceProperty().set(node);
                    reference.setSelected(true);
                });
        HBox chosen = sized(new HBox(reference), 96);
        chosen.setAlignment(Pos.CENTER_LEFT);
        CheckBox sudo = new CheckBox(text("editor.node.sudo"));
        sudo.setTooltip(new Tooltip(text("editor.node.sudo.hint")));
        sudo.selectedProperty().bindBidirectional(node.sudoProperty());
        sudo.setMinWidth(USE_PREF_SIZE);
        Button ask =
                EditorView.button(
                        "editor-ask-node", "editor.ask", Feather.ACTIVITY, () -> model.ask(node));
        TextField root = field("editor.node.root", node.rootProperty(), 300);
        HBox.setHgrow(root, Priority.ALWAYS);
        HBox fields =
                new HBox(
                        10,
                        chosen,
                        field("editor.node.name", node.nameProperty(), 170),
                        field("editor.node.address", node.addressProperty(), 300),
                        root,
                        sudo,
                        ask,
                        TopBar.icon(
                                "editor-raise",
                                Feather.ARROW_UP,
                                text("editor.raise"),
                                () -> model.raise(node)),
                        TopBar.icon(
                                "editor-remove",
                                Feather.TRASH_2,
                                text("editor.remove"),
                                () -> model.remove(node)));
        fields.setAlignment(Pos.CENTER_LEFT);
        VBox row = new VBox(4, fields, new TrialLines(node.trialProperty()));
        row.getStyleClass().add("edited-row");
        return row;
    }

    private static TextField field(String key, StringProperty value, double width) {
        TextField field = sized(new TextField(), width);
        field.setMinWidth(width / 2);
        field.getStyleClass().add(key.replace('.', '-'));
        field.setAccessibleText(text(key));
        field.textProperty().bindBidirectional(value);
        return field;
    }
}
