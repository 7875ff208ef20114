package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.HashMap;
import java.util.Map;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import lockstep.present.EditedBalancer;
import lockstep.present.EditorModel;
import org.kordamp.ikonli.feather.Feather;

/// The balancers while they are edited, with how they answer below each.
final class EditedBalancers extends VBox {
    private final EditorModel model;
    private final Map<EditedBalancer, Node> cards = new HashMap<>();

    EditedBalancers(EditorModel model) {
        this.model = model;
        getStyleClass().add("edited");
        model.balancers().addListener((ListChangeListener<EditedBalancer>) _ -> fill());
        fill();
    }

    private void fill() {
        cards.keySet().retainAll(model.balancers());
        getChildren()
                .setAll(
                        model.balancers().stream()
                                .map(balancer -> cards.computeIfAbsent(balancer, this::card))
                                .toList());
    }

    private Node card(EditedBalancer balancer) {
        Label kind = new Label(text("editor.balancer." + balancer.shape()));
        kind.getStyleClass().add("form-heading");
        GridPane grid = new GridPane(12, 8);
        row(grid, "editor.balancer.name", field("name", balancer.nameProperty()));
        String place =
                switch (balancer.shape()) {
                    case HAPROXY -> "editor.balancer.socket";
                    case NGINX -> "editor.balancer.file";
                    case OTHER -> "";
                };
        if (!place.isEmpty()) {
            row(grid, "editor.balancer.address", field("address", balancer.addressProperty()));
            row(grid, place, field("place", balancer.placeProperty()));
        }
        TextArea servers = new TextArea();
        servers.getStyleClass().addAll("code", "editor-balancer-servers");
        servers.setPrefRowCount(4);
        servers.textProperty().bindBidirectional(balancer.serversProperty());
        row(grid, "editor.balancer.servers", servers);
        HBox buttons =
                new HBox(
                        10,
                        EditorView.button(
                                "editor-ask-balancer",
                                "editor.ask.balancer",
                                Feather.ACTIVITY,
                                () -> model.ask(balancer)),
                        EditorView.button(
                                "editor-remove-balancer",
                                "editor.remove.balancer",
                                Feather.TRASH_2,
                                () -> model.remove(balancer)));
        buttons.setAlignment(Pos.CENTER_LEFT);
        VBox card = new VBox(8, kind, grid, buttons, new TrialLines(balancer.trialProperty()));
        card.getStyleClass().add("edited-row");
        return card;
    }

    private static TextField field(String name, StringProperty value) {
        TextField field = new TextField();
        field.getStyleClass().add("editor-balancer-" + name);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static void row(GridPane grid, String key, TextInputControl field) {
        Label label = new Label(text(key));
        label.setLabelFor(field);
        field.setPrefWidth(560);
        grid.addRow(grid.getRowCount(), label, field);
    }
}
