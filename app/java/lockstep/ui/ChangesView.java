package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import lockstep.fault.Change;
import lockstep.fault.Fault;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What has changed since a plan was approved, path by path, with what to do about it.
final class ChangesView extends VBox {
    private static final double LINE = 28;
    private static final int LINES = 6;

    /// The head is higher than a line, and there is a frame.
    private static final double ROOM = 14;

    private final TableView<Change> table = new TableView<>();

    /// Another scan, to make a new plan from.
    ///
    /// @param busy while it cannot be begun
    record ScanAgain(Runnable action, ObservableBooleanValue busy) {}

    /// @param node whose lane this is, for ids
    ChangesView(String node, Fault.PlanOutdated outdated, ScanAgain scanAgain) {
        getStyleClass().add("run-changes");
        setId("changes-" + node);
        table.getStyleClass().addAll("dense", "run-changes-table");
        table.setFixedCellSize(LINE);
        table.setAccessibleText(text("run.changed.table", node));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        column("run.changed.node", Change::node, 90);
        column("run.changed.path", Change::path, 260);
        column("run.changed.approved", Change::approved, 300);
        column("run.changed.now", Change::now, 300);
        table.setItems(FXCollections.observableList(outdated.changes()));
        int lines = Math.min(LINES, outdated.changes().size());
        table.setPrefHeight(LINE * (lines + 1) + ROOM);
        table.setMinHeight(LINE * (lines + 1) + ROOM);
        Button again = new Button(text("run.changed.again"), new FontIcon(Feather.REFRESH_CW));
        again.setId("scan-again-" + node);
        again.getStyleClass().addAll("accent");
        again.setOnAction(_ -> scanAgain.action().run());
        again.disableProperty().bind(scanAgain.busy());
        Button copy = new Button(text("run.messages.copy"), new FontIcon(Feather.COPY));
        copy.setOnAction(_ -> copy(outdated));
        HBox buttons = new HBox(again, copy);
        buttons.getStyleClass().add("run-changes-buttons");
        getChildren().addAll(table, buttons);
    }

    private void column(String title, Function<Change, String> part, double width) {
        TableColumn<Change, String> column = new TableColumn<>(text(title));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(part.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        table.getColumns().add(column);
    }

    private static void copy(Fault.PlanOutdated outdated) {
        ClipboardContent clip = new ClipboardContent();
        long more = outdated.count() - outdated.changes().size();
        clip.putString(
                outdated.changes().stream().map(Change::text).collect(Collectors.joining("\n"))
                        + (more == 0 ? "" : "\n" + text("run.messages.more", more)));
        Clipboard.getSystemClipboard().setContent(clip);
    }
}
