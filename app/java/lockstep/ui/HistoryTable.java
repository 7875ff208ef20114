package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import lockstep.journal.History.Topic;
import lockstep.present.HistoryModel;
import lockstep.present.Words;
import lockstep.report.HistoryLine;
import lockstep.report.HistoryLine.Outcome;
import lockstep.report.HistoryLines;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What happened, a row each, the newest first.
final class HistoryTable {
    private static final double ROW_HEIGHT = 32;
    private static final double RESULT_WIDTH = 380;

    private final TableView<HistoryLine> table = new TableView<>();
    private final HistoryModel model;
    private final Consumer<HistoryLine> opened;

    /// @param opened gets a line that is double-clicked, or on which Enter is pressed
    HistoryTable(HistoryModel model, Consumer<HistoryLine> opened) {
        this.model = model;
        this.opened = opened;
        table.setId("history-table");
        table.setAccessibleText(text("history.table"));
        table.getStyleClass().addAll("matrix", "history-table");
        table.setFixedCellSize(ROW_HEIGHT);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.setRowFactory(_ -> row());
        table.addEventHandler(KeyEvent.KEY_PRESSED, this::open);
        columns();
        model.linesProperty().subscribe(this::show);
        model.minuteProperty().subscribe((_, _) -> table.refresh());
    }

    TableView<HistoryLine> control() {
        return table;
    }

    void placeholder(Node nothing) {
        table.setPlaceholder(nothing);
    }

    private void columns() {
        column("when", 172, line -> Words.moment(line.at()));
        column("ago", 92, line -> model.ago(line.at())).getStyleClass().add("quiet-column");
        kind();
        column("who", 104, HistoryLine::who);
        column("nodes", 130, HistoryTable::nodes);
        TableColumn<HistoryLine, HistoryLine> result = result();
        result.setPrefWidth(RESULT_WIDTH);
        number("took", 88, HistoryLines::took);
        number("sent", 76, line -> HistoryLines.bytes(line.sent()));
        number("saved", 76, line -> HistoryLines.bytes(line.saved()));
    }

    private static String nodes(HistoryLine line) {
        return line.nodes().isEmpty() ? text("history.all") : String.join(", ", line.nodes());
    }

    private TableColumn<HistoryLine, HistoryLine> column(
            String id, double width, Function<HistoryLine, String> words) {
        TableColumn<HistoryLine, HistoryLine> column =
                new TableColumn<>(text("history.column." + id));
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 70));
        column.setCellValueFactory(cell -> new SimpleObjectProperty<>(cell.getValue()));
        column.setCellFactory(_ -> new TextCell(words));
        table.getColumns().add(column);
        return column;
    }

    private void number(String id, double width, Function<HistoryLine, String> words) {
        column(id, width, words).getStyleClass().add("number-column");
    }

    private void kind() {
        column("kind", 118, HistoryLine::kind)
                .setCellFactory(
                        _ ->
                                new TextCell(HistoryLine::kind) {
                                    private final FontIcon icon = new FontIcon(Feather.CIRCLE);

                                    @Override
                                    void draw(HistoryLine line) {
                                        icon.setIconCode(icon(line.topic()));
                                        setGraphic(icon);
                                    }
                                });
    }

    private TableColumn<HistoryLine, HistoryLine> result() {
        TableColumn<HistoryLine, HistoryLine> column = column("result", RESULT_WIDTH, _ -> "");
        column.setCellFactory(_ -> new ResultCell());
        return column;
    }

    /// The icon of a topic.
    static Ikon icon(Topic topic) {
        return switch (topic) {
            case RUN -> Feather.PLAY_CIRCLE;
            case ROLLBACK -> Feather.ROTATE_CCW;
            case SCAN -> Feather.SEARCH;
            case SNAPSHOT -> Feather.CAMERA;
            case POOL -> Feather.TOGGLE_LEFT;
            case CHOICE -> Feather.USER_CHECK;
            case OTHER -> Feather.HELP_CIRCLE;
        };
    }

    private TableRow<HistoryLine> row() {
        TableRow<HistoryLine> row = new TableRow<>();
        row.setOnMouseClicked(
                event -> {
                    HistoryLine line = row.getItem();
                    boolean twice =
                            event.getClickCount() == 2 && event.getButton() == MouseButton.PRIMARY;
                    if (twice && line != null) {
                        opened.accept(line);
                    }
                });
        return row;
    }

    private void open(KeyEvent event) {
        HistoryLine line = table.getSelectionModel().getSelectedItem();
        if (event.getCode() == KeyCode.ENTER && line != null) {
            event.consume();
            opened.accept(line);
        }
    }

    /// What is selected stays so, and in its place, when lines are read again.
    private void show(List<HistoryLine> lines) {
        HistoryLine selected = table.getSelectionModel().getSelectedItem();
        table.getItems().setAll(lines);
        if (selected != null) {
            long number = selected.event().entry().number();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).event().entry().number() == number) {
                    table.getSelectionModel().select(i);
                    return;
                }
            }
            table.getSelectionModel().clearSelection();
        }
    }

    private static class TextCell extends TableCell<HistoryLine, HistoryLine> {
        private final Function<HistoryLine, String> words;

        TextCell(Function<HistoryLine, String> words) {
            this.words = words;
        }

        @Override
        protected void updateItem(@Nullable HistoryLine line, boolean empty) {
            super.updateItem(line, empty);
            if (line == null || empty) {
                setText(null);
                setGraphic(null);
            } else {
                setText(words.apply(line));
                draw(line);
            }
        }

        void draw(HistoryLine line) {}
    }

    /// How it came out: a sign and a sentence, and all of it where one points.
    private static final class ResultCell extends TextCell {
        private final FontIcon icon = new FontIcon(Feather.CIRCLE);
        private final Tooltip whole = new Tooltip();

        ResultCell() {
            super(ResultCell::words);
            getStyleClass().add("result-cell");
            whole.setWrapText(true);
            whole.setMaxWidth(560);
        }

        private static String words(HistoryLine line) {
            return line.why().isEmpty() ? line.result() : line.result() + " · " + line.why();
        }

        @Override
        protected void updateItem(@Nullable HistoryLine line, boolean empty) {
            super.updateItem(line, empty);
            for (Tone tone : Tone.values()) {
                pseudoClassStateChanged(
                        tone.pseudoClass(), line != null && tone == tone(line.outcome()));
            }
            if (line == null || empty) {
                setTooltip(null);
            }
        }

        @Override
        void draw(HistoryLine line) {
            icon.setIconCode(sign(line.outcome()));
            setGraphic(icon);
            whole.setText(words(line));
            setTooltip(whole);
        }
    }

    /// How an outcome looks.
    static Tone tone(Outcome outcome) {
        return switch (outcome) {
            case GOOD -> Tone.GOOD;
            case DIFFERS -> Tone.WARNING;
            case FAILED -> Tone.FAILED;
            case UNDER_WAY, PLAIN -> Tone.PLAIN;
        };
    }

    private static Ikon sign(Outcome outcome) {
        return switch (outcome) {
            case GOOD -> Feather.CHECK_CIRCLE;
            case DIFFERS -> Feather.SHUFFLE;
            case FAILED -> Feather.ALERT_TRIANGLE;
            case UNDER_WAY -> Feather.ACTIVITY;
            case PLAIN -> Feather.MINUS;
        };
    }
}
