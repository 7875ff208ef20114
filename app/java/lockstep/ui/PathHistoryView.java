package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.PathHistoryModel;
import lockstep.present.PathHistoryModel.Deed;
import lockstep.present.PathHistoryModel.History;
import lockstep.present.Problem;
import lockstep.present.Words;
import org.jspecify.annotations.Nullable;

/// What runs did to a path, a row each; a row leads to the report of its run.
final class PathHistoryView extends VBox {
    private static final int ROW_HEIGHT = 28;

    private final TableView<Deed> table = new TableView<>();
    private final Label note = new Label();
    private final Consumer<String> report;

    /// @param report shows the report of the run of that name
    PathHistoryView(PathHistoryModel model, Consumer<String> report) {
        this.report = report;
        getStyleClass().add("path-history");
        table.setId("path-history");
        table.getStyleClass().addAll("dense", "edge-to-edge");
        table.setFixedCellSize(ROW_HEIGHT);
        table.setAccessibleText(text("past.table"));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.getColumns()
                .setAll(
                        List.of(
                                column("past.when", 170, deed -> Words.moment(deed.at())),
                                column("past.node", 120, Deed::node),
                                column("past.what", 330, Deed::what),
                                column("past.who", 180, Deed::who),
                                column("past.run", 120, Deed::run)));
        table.setRowFactory(_ -> row());
        table.setOnKeyPressed(
                e -> {
                    if (e.getCode() == KeyCode.ENTER) {
                        open(table.getSelectionModel().getSelectedItem());
                    }
                });
        note.setId("path-history-note");
        note.getStyleClass().add("path-history-note");
        note.managedProperty().bind(note.visibleProperty());
        setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(note, table);
        model.historyProperty().subscribe(this::show);
    }

    private static TableColumn<Deed, String> column(
            String key, double width, Function<Deed, String> value) {
        TableColumn<Deed, String> column = new TableColumn<>(text(key));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    private TableRow<Deed> row() {
        TableRow<Deed> row = new TableRow<>();
        row.setOnMouseClicked(
                e -> {
                    if (e.getClickCount() == 2) {
                        open(row.getItem());
                    }
                });
        return row;
    }

    private void open(@Nullable Deed deed) {
        if (deed != null) {
            report.accept(deed.run());
        }
    }

    private void show(History now) {
        switch (now) {
            case History.None() -> put(List.of(), "");
            case History.Reading() -> put(List.of(), text("past.reading"));
            case History.Known(var deeds, String words) ->
                    put(deeds, deeds.isEmpty() || !words.isEmpty() ? words : text("past.hint"));
            case History.Failed(Problem problem) ->
                    put(
                            List.of(),
                            text(
                                    "content.failed",
                                    problem.where(),
                                    problem.what(),
                                    problem.remedy()));
        }
    }

    private void put(List<Deed> deeds, String words) {
        table.getItems().setAll(deeds);
        table.setVisible(!deeds.isEmpty());
        note.setText(words);
        note.setVisible(!words.isEmpty());
    }
}
