package lockstep.ui;

import java.util.List;
import java.util.Locale;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.report.ReportWords;
import lockstep.run.Report;
import org.kordamp.ikonli.javafx.FontIcon;

/// One report: what came of it, a line a node with what is wrong there below it, and which run it
/// was.
final class ReportView extends VBox {
    private static final int TEXTS = 2;

    ReportView(Report report) {
        getStyleClass().add("report-view");
        Tone tone = tone(report);
        Label sentence = wrapped(ReportWords.shown(report.sentence()), "report-sentence");
        sentence.setId("report-sentence");
        sentence.setGraphic(new FontIcon(tone.icon()));
        sentence.pseudoClassStateChanged(tone.pseudoClass(), true);
        getChildren().addAll(sentence, wrapped(ReportWords.sum(report), "report-sum"));
        getChildren().addAll(nodes(report.nodes()), facts(report));
    }

    private static Tone tone(Report report) {
        if (!report.settled()) {
            return Tone.FAILED;
        }
        boolean proven = report.nodes().stream().allMatch(n -> n.grade() == Report.Grade.PROVEN);
        return proven ? Tone.GOOD : Tone.WARNING;
    }

    private static GridPane nodes(List<Report.Node> nodes) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("report-nodes");
        int columns = ReportWords.COLUMNS.size();
        for (int column = 0; column < columns; column++) {
            grid.getColumnConstraints().add(constraints(column));
            Label head = new Label(ReportWords.COLUMNS.get(column));
            head.getStyleClass().add("report-column");
            grid.add(head, column, 0);
        }
        int row = 1;
        for (Report.Node node : nodes) {
            List<String> cells = ReportWords.cells(node);
            for (int column = 0; column < columns; column++) {
                Label cell =
                        column < TEXTS ? wrapped(cells.get(column)) : new Label(cells.get(column));
                cell.getStyleClass().add("report-cell");
                if (column < TEXTS) {
                    cell.getStyleClass().add("report-" + word(node.grade()));
                }
                grid.add(cell, column, row);
            }
            row++;
            for (String trouble : node.troubles()) {
                grid.add(
                        wrapped(ReportWords.shown(trouble), "report-trouble"),
                        1,
                        row++,
                        columns - 1,
                        1);
            }
        }
        return grid;
    }

    private static ColumnConstraints constraints(int column) {
        ColumnConstraints constraints = new ColumnConstraints();
        constraints.setHalignment(column < TEXTS ? HPos.LEFT : HPos.RIGHT);
        constraints.setHgrow(column == 1 ? Priority.ALWAYS : Priority.NEVER);
        constraints.setMinWidth(column == 1 ? 160 : USE_PREF_SIZE);
        return constraints;
    }

    private static GridPane facts(Report report) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("report-facts");
        int row = 0;
        for (ReportWords.Fact fact : ReportWords.facts(report)) {
            Label name = new Label(fact.name());
            name.getStyleClass().add("report-fact");
            name.setMinWidth(USE_PREF_SIZE);
            GridPane.setValignment(name, VPos.TOP);
            grid.addRow(row++, name, wrapped(fact.text()));
        }
        return grid;
    }

    private static Label wrapped(String text, String... styles) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().addAll(styles);
        return label;
    }

    private static String word(Report.Grade grade) {
        return grade.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
