package lockstep.ui;

import static lockstep.present.Strings.count;
import static lockstep.present.Strings.text;

import atlantafx.base.controls.Spacer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.present.ClusterModel;
import lockstep.present.NodeCard;
import lockstep.present.PoolBoard;
import lockstep.present.PoolBoard.Change;
import lockstep.present.PoolBoard.Event;
import lockstep.present.PoolRow;
import lockstep.present.SessionHistory.Reach;
import lockstep.present.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The pools: what needs an eye at the top, the sessions of each node, a row for each server of a
/// balancer with its switch, and what changed while the window looked.
final class PoolsView extends VBox {
    private static final int EVENTS_WIDTH = 360;

    private final PoolBoard board;
    private final NodeCardView.Actions actions;
    private final Consumer<String> said;
    private final SessionsChart chart = new SessionsChart();
    private final PoolTable table;
    private final Label told = new Label(null, new FontIcon(Feather.ALERT_TRIANGLE));
    private final Label hint = new Label(text("pools.choose"));
    private final Button out = new Button("", new FontIcon(Feather.LOG_OUT));
    private final Button back = new Button("", new FontIcon(Feather.LOG_IN));
    private final Button end = new Button(text("pools.end"), new FontIcon(Feather.SCISSORS));
    private Reach reach = Reach.QUARTER;
    private boolean looked;

    /// @param said tells what was done, for as long as it takes to read it
    /// @param adding opens where a balancer can be added
    PoolsView(
            ClusterModel cluster,
            NodeCardView.Actions actions,
            Consumer<String> said,
            Runnable adding) {
        board = cluster.board();
        this.actions = actions;
        this.said = said;
        table = new PoolTable(board, this::move);
        setId("pools");
        getStyleClass().addAll("history", "pools");
        getStylesheets().add(RunView.sheet());
        if (board.rows().isEmpty()) {
            getChildren().add(empty(adding));
            return;
        }
        told.setId("pools-told");
        told.getStyleClass().add("pools-told");
        LeftCard.whole(told);
        HBox charts = new HBox(chart.card(), events());
        charts.getStyleClass().add("history-charts");
        HBox.setHgrow(chart.card(), Priority.ALWAYS);
        VBox.setVgrow(table.control(), Priority.ALWAYS);
        getChildren().addAll(bar(), told, charts, table.control());
        board.told().addListener((ListChangeListener<String>) _ -> tell());
        tell();
        table.control().getSelectionModel().selectedItemProperty().subscribe(_ -> offer());
        board.lookedProperty().subscribe(_ -> renew());
    }

    /// Draws from now on, with each look.
    void open() {
        looked = true;
        renew();
    }

    /// Draws no more.
    void leave() {
        looked = false;
    }

    private HBox bar() {
        out.setId("pools-out");
        back.setId("pools-back");
        end.setId("pools-end");
        out.setOnAction(_ -> selected(actions::takeOut));
        back.setOnAction(_ -> selected(actions::putBack));
        end.setOnAction(_ -> selected(actions::endSessions));
        Button copy = TopBar.icon("pools-copy", Feather.COPY, text("pools.copy"), this::copy);
        HBox bar = new HBox(hint, out, back, end, new Spacer());
        ToggleGroup spans = new ToggleGroup();
        for (Reach each : Reach.values()) {
            bar.getChildren().add(span(each, spans));
        }
        bar.getChildren().add(copy);
        bar.getStyleClass().addAll("history-bar", "pools-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private ToggleButton span(Reach each, ToggleGroup spans) {
        ToggleButton button = new ToggleButton(text("pools.span." + each));
        button.setId("pools-" + each);
        button.getStyleClass().add("chip");
        button.setToggleGroup(spans);
        button.setSelected(each == reach);
        button.setOnAction(
                _ -> {
                    button.setSelected(true);
                    reach = each;
                    renew();
                });
        return button;
    }

    private VBox events() {
        Label title = new Label(text("pools.events"));
        title.getStyleClass().add("run-card-title");
        ListView<Event> list = new ListView<>(board.events());
        list.setId("pools-events");
        list.setAccessibleText(text("pools.events"));
        list.getStyleClass().add("pools-events");
        Label none = new Label(text("pools.events.none"));
        none.getStyleClass().add("trend-none");
        list.setPlaceholder(none);
        list.setCellFactory(_ -> new EventCell());
        VBox.setVgrow(list, Priority.ALWAYS);
        VBox card = new VBox(title, list);
        card.getStyleClass().addAll("run-card", "trend-card");
        card.setPrefWidth(EVENTS_WIDTH);
        card.setMinWidth(EVENTS_WIDTH / 2.0);
        return card;
    }

    private void renew() {
        if (looked && !board.rows().isEmpty()) {
            Instant at = board.lookedProperty().get();
            if (at.isAfter(Instant.MIN)) {
                chart.show(board, reach, at);
            }
            offer();
        }
    }

    private void tell() {
        List<String> all = board.told();
        told.setText(String.join("\n", all));
        place(told, !all.isEmpty());
    }

    private static void place(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }

    private @Nullable PoolRow selected() {
        return table.control().getSelectionModel().getSelectedItem();
    }

    private void selected(Consumer<NodeCard> deed) {
        PoolRow row = selected();
        if (row != null) {
            deed.accept(row.card());
        }
    }

    /// What the switch of the selected row's node would do.
    private void move() {
        PoolRow row = selected();
        if (row == null || row.card().switchingProperty().get()) {
            return;
        }
        if (row.card().poolProperty().get().isIn()) {
            actions.takeOut(row.card());
        } else if (row.card().poolProperty().get().isPooled()) {
            actions.putBack(row.card());
        }
    }

    private void offer() {
        PoolRow row = selected();
        boolean pooled = row != null && row.card().poolProperty().get().isPooled();
        boolean in = row != null && row.card().poolProperty().get().isIn();
        boolean moving = row != null && row.card().switchingProperty().get();
        place(hint, row == null || moving);
        hint.setText(
                row != null && moving ? text("pools.switching", row.node()) : text("pools.choose"));
        place(out, pooled && in && !moving);
        place(back, pooled && !in && !moving);
        place(end, pooled && !in && !moving);
        if (row != null) {
            out.setText(text("pools.out", row.node()));
            back.setText(text("pools.back", row.node()));
        }
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(
                board.rows().stream().map(PoolRow::copied).collect(Collectors.joining("\n")));
        Clipboard.getSystemClipboard().setContent(content);
        said.accept(count("pools.copied", board.rows().size()));
    }

    private static VBox empty(Runnable adding) {
        Label title = new Label(text("pools.empty.title"), new FontIcon(Feather.GIT_BRANCH));
        title.getStyleClass().add("snapshots-empty-title");
        Label words = new Label(text("pools.empty.text"));
        words.getStyleClass().add("snapshots-empty-text");
        words.setMaxWidth(560);
        LeftCard.whole(words);
        Button add = new Button(text("pools.empty.add"));
        add.setId("pools-add");
        add.getStyleClass().add("accent");
        add.setOnAction(_ -> adding.run());
        VBox box = new VBox(title, words, add);
        box.getStyleClass().add("snapshots-empty");
        box.setAlignment(Pos.CENTER);
        VBox.setVgrow(box, Priority.ALWAYS);
        return box;
    }

    /// When, and what.
    private static final class EventCell extends ListCell<Event> {
        private final FontIcon sign = new FontIcon(Feather.CIRCLE);

        EventCell() {
            setWrapText(true);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Event event, boolean empty) {
            super.updateItem(event, empty);
            pseudoClassStateChanged(
                    Tone.FAILED.pseudoClass(), event != null && event.change() == Change.FAILED);
            if (empty || event == null) {
                setText(null);
                setGraphic(null);
            } else {
                sign.setIconCode(sign(event.change()));
                setGraphic(sign);
                setText(Words.time(event.at()) + "  " + event.words());
            }
        }

        private static Ikon sign(Change change) {
            return switch (change) {
                case OUT -> Feather.LOG_OUT;
                case BACK -> Feather.LOG_IN;
                case FAILED -> Feather.ALERT_TRIANGLE;
                case OTHER -> Feather.INFO;
            };
        }
    }
}
