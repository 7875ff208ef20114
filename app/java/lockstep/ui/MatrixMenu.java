package lockstep.ui;

import static lockstep.present.Strings.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCombination;
import lockstep.fault.Visible;
import lockstep.present.MatrixModel;

/// What can be done with the rows of a matrix beside ticking them: copied, and exported.
final class MatrixMenu {
    private static final int MOST_COPIED = 10_000;

    private final TreeTableView<MatrixRows.Line> table;
    private final MatrixModel model;
    private final Function<String, Optional<Path>> choosing;
    private final Consumer<String> told;

    /// @param choosing asks where a file of that name is to be written
    /// @param told what was done
    MatrixMenu(
            TreeTableView<MatrixRows.Line> table,
            MatrixModel model,
            Function<String, Optional<Path>> choosing,
            Consumer<String> told) {
        this.table = table;
        this.model = model;
        this.choosing = choosing;
        this.told = told;
        MenuItem path = item("copy-path", this::copyPath);
        path.setAccelerator(KeyCombination.valueOf("Shortcut+C"));
        path.disableProperty().bind(table.getSelectionModel().selectedItemProperty().isNull());
        MenuItem rows = item("copy-rows", this::copyRows);
        MenuItem export = item("export", this::export);
        rows.disableProperty().bind(model.viewProperty().isNull());
        export.disableProperty().bind(model.viewProperty().isNull());
        table.setContextMenu(new ContextMenu(path, rows, new SeparatorMenuItem(), export));
        table.addEventFilter(ContextMenuEvent.CONTEXT_MENU_REQUESTED, this::choose);
    }

    /// The menu is of the row that it is opened on.
    private void choose(ContextMenuEvent e) {
        Node node = e.isKeyboardTrigger() ? null : e.getPickResult().getIntersectedNode();
        while (node != null && !(node instanceof TreeTableRow<?>)) {
            node = node.getParent();
        }
        if (node instanceof TreeTableRow<?> row
                && !row.isEmpty()
                && !table.getSelectionModel().isSelected(row.getIndex())) {
            table.getSelectionModel().clearAndSelect(row.getIndex());
        }
    }

    /// Offers something more, for the selected row.
    MatrixMenu offering(List<MenuItem> more) {
        ContextMenu menu = table.getContextMenu();
        menu.getItems().add(new SeparatorMenuItem());
        menu.getItems().addAll(more);
        return this;
    }

    /// Offers to leave out the selected row. There is nothing to leave out of the root.
    MatrixMenu ignoring(Consumer<MatrixRows.Line> ignored) {
        MenuItem ignore =
                item(
                        "ignore",
                        () -> {
                            TreeItem<MatrixRows.Line> item =
                                    table.getSelectionModel().getSelectedItem();
                            if (item != null) {
                                ignored.accept(item.getValue());
                            }
                        });
        ignore.disableProperty()
                .bind(
                        table.getSelectionModel()
                                .selectedItemProperty()
                                .map(item -> item.getValue().row() == 0)
                                .orElse(true));
        table.getContextMenu().getItems().addAll(new SeparatorMenuItem(), ignore);
        return this;
    }

    private static MenuItem item(String name, Runnable action) {
        MenuItem item = new MenuItem(text("matrix." + name));
        item.setId("matrix-" + name);
        item.setOnAction(_ -> action.run());
        return item;
    }

    private void copyPath() {
        TreeItem<MatrixRows.Line> item = table.getSelectionModel().getSelectedItem();
        if (item != null) {
            MatrixRows.Line line = item.getValue();
            copy(line.tree().path(line.row()).visible());
        }
    }

    private void copyRows() {
        model.asText(MOST_COPIED, this::copy);
    }

    private void copy(String words) {
        ClipboardContent content = new ClipboardContent();
        content.putString(words);
        Clipboard.getSystemClipboard().setContent(content);
        told.accept(text("matrix.copied"));
    }

    private void export() {
        choosing.apply(text("matrix.export.name") + ".csv")
                .ifPresent(
                        file ->
                                model.saveAsCsv(
                                        file,
                                        () -> told.accept(text("matrix.exported", shown(file)))));
    }

    private static String shown(Path file) {
        return Visible.text(file.toString());
    }
}
