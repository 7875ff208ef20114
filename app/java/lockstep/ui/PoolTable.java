package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.function.Function;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import lockstep.pool.Member;
import lockstep.pool.State;
import lockstep.present.PoolBoard;
import lockstep.present.PoolRow;
import lockstep.present.PoolRow.Sight;
import lockstep.present.PoolWords;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What the balancers say, a row for each of their servers. Rows keep their place and selection
/// while figures arrive.
final class PoolTable {
    private final TableView<PoolRow> table = new TableView<>();

    /// @param switched does what the switch of the selected row's node would, on a double click or
    ///     Enter
    PoolTable(PoolBoard board, Runnable switched) {
        table.setId("pools-table");
        table.setAccessibleText(text("pools.table"));
        table.getStyleClass().addAll("matrix", "history-table", "pools-table");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getItems().setAll(board.rows());
        table.setRowFactory(_ -> row(switched));
        table.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ENTER) {
                        event.consume();
                        switched.run();
                    }
                });
        columns();
    }

    TableView<PoolRow> control() {
        return table;
    }

    private void columns() {
        words("pool", 150, PoolRow::pool);
        words("server", 100, PoolRow::server);
        words("node", 90, PoolRow::node);
        column("state", 140, _ -> "").setCellFactory(_ -> new StateCell());
        seen("since", 100, PoolWords::since);
        seen("health", 90, PoolWords::health);
        number("sessions", member -> PoolWords.figure(member.sessions()));
        number("queued", member -> PoolWords.figure(member.queued()));
        number("weight", member -> PoolWords.figure(member.weight()));
        column("reason", 320, row -> row.sight().reason()).getStyleClass().add("quiet-column");
    }

    private void words(String id, double width, Function<PoolRow, String> words) {
        column(id, width, words);
    }

    private TableColumn<PoolRow, Sight> seen(
            String id, double width, Function<Member, String> words) {
        return column(id, width, row -> row.sight().said(words));
    }

    private void number(String id, Function<Member, String> words) {
        seen(id, 84, words).getStyleClass().add("number-column");
    }

    private TableColumn<PoolRow, Sight> column(
            String id, double width, Function<PoolRow, String> words) {
        TableColumn<PoolRow, Sight> column = new TableColumn<>(text("pools.column." + id));
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 64));
        column.setCellValueFactory(cell -> cell.getValue().sightProperty());
        column.setCellFactory(_ -> new WordsCell(words));
        table.getColumns().add(column);
        return column;
    }

    private static TableRow<PoolRow> row(Runnable switched) {
        TableRow<PoolRow> row = new TableRow<>();
        row.setOnMouseClicked(
                event -> {
                    boolean twice =
                            event.getClickCount() == 2 && event.getButton() == MouseButton.PRIMARY;
                    if (twice && !row.isEmpty()) {
                        switched.run();
                    }
                });
        return row;
    }

    private static class WordsCell extends TableCell<PoolRow, Sight> {
        private final Function<PoolRow, String> words;
        private final Tooltip whole = new Tooltip();

        WordsCell(Function<PoolRow, String> words) {
            this.words = words;
            whole.setWrapText(true);
            whole.setMaxWidth(560);
        }

        @Override
        protected void updateItem(@Nullable Sight sight, boolean empty) {
            super.updateItem(sight, empty);
            PoolRow row = getTableRow() == null ? null : getTableRow().getItem();
            if (empty || sight == null || row == null) {
                setText(null);
                setTooltip(null);
            } else {
                String said = words.apply(row);
                setText(said);
                whole.setText(said);
                setTooltip(said.isEmpty() ? null : whole);
            }
        }
    }

    /// A state by its sign, its colour and its word.
    private static final class StateCell extends TableCell<PoolRow, Sight> {
        private final FontIcon sign = new FontIcon(Feather.CIRCLE);
        private String style = "";

        @Override
        protected void updateItem(@Nullable Sight sight, boolean empty) {
            super.updateItem(sight, empty);
            getStyleClass().remove(style);
            if (empty || sight == null) {
                setText(null);
                setGraphic(null);
            } else {
                style = "pools-" + tone(sight);
                getStyleClass().add(style);
                sign.setIconCode(sign(sight));
                setGraphic(sign);
                setText(sight.state());
            }
        }
    }

    private static String tone(Sight sight) {
        State state = sight.member().map(Member::state).orElse(State.UNKNOWN);
        return switch (state) {
            case UP -> "in";
            case MAINT, DRAIN -> "out";
            case DOWN -> "failed";
            case STARTING, STOPPING, ABSENT, UNKNOWN -> "unsure";
        };
    }

    private static Ikon sign(Sight sight) {
        State state = sight.member().map(Member::state).orElse(State.UNKNOWN);
        return switch (state) {
            case UP -> Feather.CHECK_CIRCLE;
            case STARTING -> Feather.SUNRISE;
            case DRAIN -> Feather.LOG_OUT;
            case MAINT -> Feather.TOOL;
            case STOPPING -> Feather.SUNSET;
            case DOWN -> Feather.ALERT_TRIANGLE;
            case ABSENT, UNKNOWN -> Feather.HELP_CIRCLE;
        };
    }
}
