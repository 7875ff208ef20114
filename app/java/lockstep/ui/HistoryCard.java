package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import lockstep.journal.ScanResult;
import lockstep.present.Words;
import lockstep.report.Figures;
import lockstep.report.HistoryLine;
import lockstep.report.ReportWords;
import lockstep.report.ScanWords;

/// One thing that happened, above the window: of a scan the numbers of every node, of anything else
/// all that was written.
final class HistoryCard {
    private static final double TALLEST = 460;
    private static final int TEXTS = 2;

    private HistoryCard() {}

    static void show(HistoryLine line, Overlay overlay) {
        QuestionCard card =
                line.event().scan().map(result -> scan(line, result)).orElseGet(() -> plain(line));
        card.setId("history-card");
        card.offering("history-close", text("problem.close"), () -> overlay.close(card), "accent");
        overlay.show(card);
    }

    private static QuestionCard plain(HistoryLine line) {
        QuestionCard card =
                new QuestionCard(
                                HistoryTable.icon(line.topic()),
                                text("history.event.title", line.kind(), Words.moment(line.at())))
                        .saying(line.result());
        if (!line.why().isEmpty()) {
            card.saying(line.why());
        }
        String nodes = line.nodes().isEmpty() ? "" : Figures.list(line.nodes()) + " · ";
        return card.saying(nodes + line.who());
    }

    private static QuestionCard scan(HistoryLine line, ScanResult result) {
        ScanWords words = new ScanWords(result);
        ScrollPane scroll = new ScrollPane(grid(words));
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(TALLEST);
        scroll.getStyleClass().addAll("edge-to-edge", "report-scroll");
        QuestionCard card =
                new QuestionCard(
                                HistoryTable.icon(line.topic()),
                                text("history.scan.title", Words.moment(line.at())))
                        .saying(words.sentence())
                        .with(scroll)
                        .saying(
                                text(
                                        "history.scan.facts",
                                        line.who(),
                                        words.criterion(),
                                        Figures.duration(result.took()),
                                        Words.number(result.entries()),
                                        ReportWords.shown(result.against())));
        card.getStyleClass().add("history-scan");
        return card;
    }

    private static GridPane grid(ScanWords words) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("report-nodes");
        List<String> columns = ScanWords.COLUMNS;
        for (int column = 0; column < columns.size(); column++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setHalignment(column < TEXTS ? HPos.LEFT : HPos.RIGHT);
            constraints.setHgrow(column == 1 ? Priority.ALWAYS : Priority.NEVER);
            grid.getColumnConstraints().add(constraints);
            Label head = new Label(columns.get(column));
            head.getStyleClass().add("report-column");
            grid.add(head, column, 0);
        }
        int row = 1;
        for (ScanResult.Node node : words.result().nodes()) {
            List<String> cells = words.cells(node);
            for (int column = 0; column < cells.size(); column++) {
                Label cell = new Label(cells.get(column));
                cell.getStyleClass().add("report-cell");
                cell.setWrapText(column == 1);
                grid.add(cell, column, row);
            }
            row++;
        }
        return grid;
    }
}
