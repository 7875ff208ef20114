package lockstep.ui;

import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import lockstep.present.RunHistory;
import lockstep.present.RunHistory.Series;

/// The charts of a run: bytes a second sent against saved where anything is sent, sessions running
/// to zero, and entries done. The first chart of a program costs more than a second, so they are
/// made after the first frame.
final class RunCharts extends HBox {
    private final RunHistory history;
    private final List<ChartCard> cards;
    private int drawn = -1;

    /// @param sends whether content goes to the nodes
    RunCharts(RunHistory history, boolean sends) {
        this.history = history;
        getStyleClass().add("run-charts");
        ChartCard sessions = card("run.chart.sessions", Series.SESSIONS);
        ChartCard entries = card("run.chart.files", Series.ENTRIES);
        cards = sends ? List.of(throughput(), sessions, entries) : List.of(sessions, entries);
        cards.forEach(card -> setHgrow(card, Priority.ALWAYS));
        getChildren().addAll(cards);
    }

    private ChartCard throughput() {
        ChartCard throughput =
                new ChartCard(
                        "run.chart.throughput",
                        ChartCard.Unit.BYTES_A_SECOND,
                        line("run.chart.saved", Series.SAVED, Inks.Ink.PLAIN),
                        line("run.chart.sent", Series.SENT, Inks.Ink.SENT));
        throughput.setPrefWidth(560);
        return throughput;
    }

    /// Draws what has come since the last time, if anything.
    void refresh() {
        if (history.size() != drawn) {
            drawn = history.size();
            double seconds = drawn == 0 ? 0 : history.time(drawn - 1) / 1e9;
            cards.forEach(card -> card.refresh(seconds));
        }
    }

    private ChartCard.Line line(String key, Series series, Inks.Ink ink) {
        return new ChartCard.Line(key, HistoryDataset.rateOf(key, history, series), ink);
    }

    private ChartCard card(String title, Series series) {
        ChartCard card =
                new ChartCard(
                        title,
                        ChartCard.Unit.ENTRIES,
                        new ChartCard.Line(
                                "", HistoryDataset.of(title, history, series), Inks.Ink.PLAIN));
        card.setPrefWidth(300);
        return card;
    }
}
