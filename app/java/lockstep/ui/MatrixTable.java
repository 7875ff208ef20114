package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableColumn.SortType;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.present.MatrixCell;
import lockstep.present.MatrixModel;
import lockstep.present.MatrixView;
import lockstep.present.ScanModel;
import lockstep.present.Words;
import lockstep.tree.Kind;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The drift matrix: a row a path, a column a node, then size, time and reason.
final class MatrixTable {
    private static final double ROW_HEIGHT = 30;
    private static final int ROOMY_NODES = 6;
    private static final String KEY = "lockstep.order";

    private final TreeTableView<MatrixRows.Line> table = new TreeTableView<>();
    private final MatrixModel model;
    private final InstantSource clock;
    private final String rootName;
    private final Label empty = new Label();

    /// @param rootName what the root's row is called
    MatrixTable(ScanModel scans, List<String> nodes, String rootName, InstantSource clock) {
        this(
                scans.matrix(),
                new Columns("matrix", text("matrix.name"), text("matrix.empty"), nodes),
                rootName,
                clock);
        scans.scanningProperty()
                .subscribe(
                        (_, now) -> empty.setText(text(now ? "matrix.scanning" : "matrix.empty")));
        scans.baselineProperty().subscribe(held -> nameColumns(nodes, held));
    }

    /// What a matrix shows.
    ///
    /// @param name for assistive technology
    /// @param nothing what is said where there is no row
    /// @param nodes the titles of the columns
    record Columns(String id, String name, String nothing, List<String> nodes) {}

    /// @param rootName what the root's row is called
    MatrixTable(MatrixModel model, Columns columns, String rootName, InstantSource clock) {
        this.model = model;
        this.clock = clock;
        this.rootName = rootName;
        List<String> nodes = columns.nodes();
        table.setId(columns.id());
        table.setAccessibleText(columns.name());
        table.getStyleClass().add("matrix");
        table.setFixedCellSize(ROW_HEIGHT);
        empty.setText(columns.nothing());
        empty.getStyleClass().add("matrix-empty");
        table.setPlaceholder(empty);
        columns(nodes);
        if (nodes.size() <= ROOMY_NODES) {
            table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        }
        table.setSortPolicy(_ -> sort());
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::tickByKey);
        model.ticksProperty().subscribe((_, _) -> table.refresh());
        new MatrixRows(table, model, view -> empty.setText(emptyText(view, columns.nothing())));
    }

    private static String emptyText(MatrixView view, String nothing) {
        return view.matches() == 0 ? text("matrix.nothing") : nothing;
    }

    /// Gives the column of a node another title.
    void name(int node, String title) {
        table.getColumns().get(2 + node).setText(title);
    }

    TreeTableView<MatrixRows.Line> control() {
        return table;
    }

    /// Brings the selected row into view.
    void showSelected() {
        int row = table.getSelectionModel().getSelectedIndex();
        if (row >= 0) {
            table.scrollTo(Math.max(0, row - 1));
        }
    }

    /// Tells the listener what is selected, now and after each change; null for nothing.
    void onSelected(Consumer<MatrixRows.@Nullable Line> listener) {
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(item -> listener.accept(item == null ? null : item.getValue()));
    }

    private void columns(List<String> nodes) {
        TreeTableColumn<MatrixRows.Line, MatrixRows.Line> tick =
                column("", 36, TickCell::new, null);
        tick.setResizable(false);
        TreeTableColumn<MatrixRows.Line, MatrixRows.Line> name =
                column(
                        text("matrix.path"),
                        nodes.size() > ROOMY_NODES ? 250 : 320,
                        NameCell::new,
                        new MatrixView.Key.Name());
        table.getColumns().add(tick);
        table.getColumns().add(name);
        table.setTreeColumn(name);
        double width = nodes.size() > ROOMY_NODES ? 58 : 88;
        for (int i = 0; i < nodes.size(); i++) {
            int node = i;
            var column =
                    column(
                            nodes.get(i),
                            width,
                            () -> new SignCell(node),
                            new MatrixView.Key.Node(node));
            column.getStyleClass().add("sign-column");
            table.getColumns().add(column);
        }
        var size =
                column(
                        text("matrix.size"),
                        96,
                        () -> new TextCell("size-cell", this::size),
                        new MatrixView.Key.Size());
        size.getStyleClass().add("size-column");
        table.getColumns().add(size);
        table.getColumns()
                .add(
                        column(
                                text("matrix.changed"),
                                120,
                                () -> new TextCell("changed-cell", this::changed),
                                new MatrixView.Key.Changed()));
        table.getColumns()
                .add(
                        column(
                                text("matrix.why"),
                                240,
                                () -> new TextCell("why-cell", l -> l.tree().why(l.row())),
                                null));
    }

    private static TreeTableColumn<MatrixRows.Line, MatrixRows.Line> column(
            String title,
            double width,
            Supplier<TreeTableCell<MatrixRows.Line, MatrixRows.Line>> cell,
            MatrixView.@Nullable Key key) {
        TreeTableColumn<MatrixRows.Line, MatrixRows.Line> column = new TreeTableColumn<>(title);
        column.setPrefWidth(width);
        column.setReorderable(false);
        column.setCellValueFactory(f -> f.getValue().valueProperty());
        column.setCellFactory(_ -> cell.get());
        column.setSortable(key != null);
        if (key != null) {
            column.getProperties().put(KEY, key);
        }
        return column;
    }

    /// The model sorts, not the control.
    private boolean sort() {
        var order = table.getSortOrder();
        MatrixView.Order wanted = MatrixView.Order.BY_NAME;
        if (!order.isEmpty()
                && order.getFirst().getProperties().get(KEY) instanceof MatrixView.Key key) {
            wanted =
                    new MatrixView.Order(
                            key, order.getFirst().getSortType() == SortType.DESCENDING);
        }
        model.orderProperty().set(wanted);
        return true;
    }

    private void nameColumns(List<String> nodes, Baseline held) {
        for (int i = 0; i < nodes.size(); i++) {
            boolean reference = held.equals(new Baseline.Reference(i));
            FontIcon star = new FontIcon(Feather.STAR);
            star.getStyleClass().add("reference-star");
            table.getColumns().get(2 + i).setGraphic(reference ? star : null);
        }
    }

    private String size(MatrixRows.Line line) {
        return MatrixCell.kind(line.tree(), line.row()) != Kind.FILE
                ? ""
                : Words.bytes(line.tree().bytes(line.row()));
    }

    private String changed(MatrixRows.Line line) {
        boolean seen =
                IntStream.range(0, line.tree().nodes())
                        .anyMatch(node -> line.tree().listing(node) != null);
        if (!seen) {
            return "";
        }
        return Words.ago(Duration.between(line.tree().modified(line.row()), clock.instant()));
    }

    private static Feather icon(Kind kind) {
        return switch (kind) {
            case DIRECTORY -> Feather.FOLDER;
            case FILE -> Feather.FILE;
            case SYMLINK -> Feather.CORNER_DOWN_RIGHT;
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> Feather.CPU;
        };
    }

    private void tickByKey(KeyEvent e) {
        TreeItem<MatrixRows.Line> item = table.getSelectionModel().getSelectedItem();
        if (e.getCode() == KeyCode.SPACE && item != null) {
            tick(item.getValue());
            e.consume();
        }
    }

    private void tick(MatrixRows.Line line) {
        model.tick(path(line));
    }

    private static TreePath path(MatrixRows.Line line) {
        return line.tree().path(line.row());
    }

    /// A box to tick a row, so that a sync takes just the ticked ones.
    private final class TickCell extends MatrixCells.Drawn {
        private final FontIcon icon = new FontIcon(Feather.SQUARE);

        TickCell() {
            getStyleClass().add("tick-cell");
            setGraphic(icon);
            setOnMouseClicked(
                    _ -> {
                        if (getItem() != null) {
                            tick(getItem());
                        }
                    });
        }

        @Override
        void draw(MatrixRows.@Nullable Line line) {
            boolean on =
                    line != null
                            && model.tickedCountProperty().get() > 0
                            && model.isTicked(path(line));
            icon.setVisible(line != null);
            icon.setIconCode(on ? Feather.CHECK_SQUARE : Feather.SQUARE);
            pseudoClassStateChanged(MatrixCells.TICKED, on);
            setAccessibleText(text(on ? "matrix.ticked" : "matrix.unticked"));
        }
    }

    /// The name, with what kind of thing it is.
    private final class NameCell extends MatrixCells.Drawn {
        private final FontIcon icon = new FontIcon(Feather.FILE);

        NameCell() {
            getStyleClass().add("name-cell");
            setGraphic(icon);
        }

        @Override
        void draw(MatrixRows.@Nullable Line line) {
            icon.setVisible(line != null);
            if (line == null) {
                setText(null);
                return;
            }
            DriftTree tree = line.tree();
            boolean directory = tree.isDirectory(line.row());
            pseudoClassStateChanged(MatrixCells.DIRECTORY, directory);
            icon.setIconCode(icon(MatrixCell.kind(tree, line.row())));
            setText(line.row() == 0 ? rootName : tree.visibleName(line.row()));
        }
    }

    private static final class SignCell extends MatrixCells.Drawn {
        private final int node;

        SignCell(int node) {
            this.node = node;
            getStyleClass().add("sign-cell");
        }

        @Override
        void draw(MatrixRows.@Nullable Line line) {
            MatrixCells.drawSign(this, line, node);
        }
    }

    private static final class TextCell extends MatrixCells.Drawn {
        private final Function<MatrixRows.Line, String> words;

        TextCell(String style, Function<MatrixRows.Line, String> words) {
            this.words = words;
            getStyleClass().add(style);
        }

        @Override
        void draw(MatrixRows.@Nullable Line line) {
            setText(line == null ? null : words.apply(line));
        }
    }
}
