package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.fleet.Cluster;
import lockstep.present.ImportModel;
import lockstep.present.ImportModel.Line;
import lockstep.present.ImportModel.Source;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Nodes from what other programs are told: where to look, what was found, and ticks.
final class ImportView extends VBox {
    private final ImportModel model;
    private final ListView<Line> lines = new ListView<>();

    /// @param chosen given the beginning of a cluster
    ImportView(ImportModel model, Consumer<Cluster> chosen, Runnable left) {
        this.model = model;
        getStyleClass().add("form-screen");
        setId("import");
        Label title = new Label(text("import.title"), new FontIcon(Feather.DOWNLOAD));
        title.getStyleClass().add("form-title");
        Button look = new Button(text("import.look"), new FontIcon(Feather.SEARCH));
        look.setId("import-look");
        look.setOnAction(_ -> model.look());
        look.disableProperty().bind(model.busyProperty());
        ProgressBar busy = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        busy.getStyleClass().add("small");
        busy.visibleProperty().bind(model.busyProperty());
        HBox looking = new HBox(10, look, busy);
        looking.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(lines, Priority.ALWAYS);
        getChildren().addAll(title, sources(), fields(), looking, found(), lines, remarks());
        getChildren().add(buttons(chosen, left));
        lines.setId("import-lines");
        lines.setAccessibleText(text("import.lines"));
        lines.setCellFactory(_ -> new LineCell());
        model.lines()
                .addListener(
                        (ListChangeListener<Line>) _ -> lines.getItems().setAll(model.lines()));
    }

    private Node sources() {
        HBox box = new HBox(18);
        ToggleGroup group = new ToggleGroup();
        for (Source source : Source.values()) {
            RadioButton button = new RadioButton(text("import.source." + source));
            button.setId("import-" + source);
            button.setToggleGroup(group);
            button.setSelected(source == model.sourceProperty().get());
            button.setOnAction(_ -> model.sourceProperty().set(source));
            box.getChildren().add(button);
        }
        return box;
    }

    private Node fields() {
        GridPane grid = new GridPane(12, 8);
        ObservableBooleanValue isSsh = model.sourceProperty().isEqualTo(Source.SSH);
        ObservableBooleanValue running = model.sourceProperty().isEqualTo(Source.HAPROXY_RUNNING);
        TextField address = new TextField();
        address.setId("import-address");
        address.setPromptText(text("import.address.prompt"));
        address.textProperty().bindBidirectional(model.addressProperty());
        TextField socket = new TextField();
        socket.setId("import-socket");
        socket.textProperty().bindBidirectional(model.socketProperty());
        TextArea pasted = new TextArea();
        pasted.setId("import-pasted");
        pasted.setPrefRowCount(7);
        pasted.setPrefColumnCount(70);
        pasted.setPromptText(text("import.pasted.prompt"));
        pasted.getStyleClass().add("code");
        pasted.textProperty().bindBidirectional(model.pastedProperty());
        row(grid, "import.address", address, Bindings.not(isSsh));
        row(grid, "import.socket", socket, running);
        row(grid, "import.pasted", pasted, Bindings.not(Bindings.or(isSsh, running)));
        return grid;
    }

    private static void row(
            GridPane grid, String key, TextInputControl field, ObservableBooleanValue shown) {
        Label label = new Label(text(key));
        label.setLabelFor(field);
        for (Node node : List.of(label, field)) {
            node.visibleProperty().bind(shown);
            node.managedProperty().bind(shown);
        }
        field.setPrefWidth(620);
        grid.addRow(grid.getChildren().size() / 2, label, field); // hidden rows are not counted
    }

    private Node found() {
        Label told = new Label();
        told.setId("import-told");
        told.setWrapText(true);
        told.getStyleClass().add("form-heading");
        told.textProperty().bind(model.toldProperty());
        Button all = new Button(text("import.all"));
        all.setId("import-all");
        all.setOnAction(_ -> model.tickAll(true));
        Button none = new Button(text("import.none"));
        none.setOnAction(_ -> model.tickAll(false));
        HBox ticks = new HBox(8, all, none);
        all.getStyleClass().addAll("small", "flat");
        none.getStyleClass().addAll("small", "flat");
        ticks.visibleProperty().bind(Bindings.isNotEmpty(model.lines()));
        HBox.setHgrow(told, Priority.ALWAYS);
        told.setMaxWidth(Double.MAX_VALUE);
        HBox box = new HBox(10, told, ticks);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node remarks() {
        Label remarks = new Label();
        remarks.setId("import-remarks");
        remarks.setWrapText(true);
        remarks.getStyleClass().add("warning-words");
        remarks.textProperty().bind(model.remarksProperty());
        remarks.managedProperty().bind(remarks.textProperty().isNotEmpty());
        return remarks;
    }

    private Node buttons(Consumer<Cluster> chosen, Runnable left) {
        Label obstacle = new Label();
        obstacle.getStyleClass().add("form-hint");
        obstacle.textProperty().bind(model.obstacleProperty());
        Button cancel = new Button(text("cancel"));
        cancel.setId("import-cancel");
        cancel.setOnAction(_ -> left.run());
        Button on = new Button(text("import.on"));
        on.setId("import-on");
        on.getStyleClass().add("accent");
        on.disableProperty().bind(model.obstacleProperty().isNotEmpty());
        on.setOnAction(_ -> chosen.accept(model.cluster()));
        HBox box = new HBox(10, obstacle, cancel, on);
        box.setAlignment(Pos.CENTER_RIGHT);
        return box;
    }

    /// What was found, with its tick.
    private static final class LineCell extends ListCell<Line> {
        private final CheckBox box = new CheckBox();
        private final Label about = new Label();
        private final HBox row = new HBox(12, box, about);
        private @Nullable Line shown;

        LineCell() {
            about.getStyleClass().add("form-hint");
            box.setMinWidth(260);
            row.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            if (shown != null) {
                box.selectedProperty().unbindBidirectional(shown.ticked());
            }
            shown = empty ? null : line;
            if (shown != null) {
                box.setText(text("import.line", shown.found().name(), shown.found().address()));
                about.setText(shown.about());
                box.selectedProperty().bindBidirectional(shown.ticked());
            }
            setGraphic(shown == null ? null : row);
        }
    }
}
