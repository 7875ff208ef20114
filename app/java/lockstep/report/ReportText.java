package lockstep.report;

import java.util.ArrayList;
import java.util.List;
import lockstep.run.Report;

/// A report as plain text that keeps its shape in a mail or a chat, whatever the font: a paragraph
/// a node, no columns to be broken.
public final class ReportText {
    private static final String INDENT = "  ";

    private ReportText() {}

    /// All of it, in lines that end with a line feed.
    public static String of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(ReportWords.shown(report.sentence()));
        lines.add("");
        ReportWords.facts(report).forEach(fact -> lines.add(fact.name() + ": " + fact.text()));
        for (Report.Node node : report.nodes()) {
            lines.add("");
            node(node, lines);
        }
        lines.add("");
        lines.add(ReportWords.sum(report));
        return String.join("\n", lines) + "\n";
    }

    private static void node(Report.Node node, List<String> lines) {
        List<String> cells = ReportWords.cells(node);

        lines.add(cells.getFirst() + ": " + cells.get(1));
        List<String> figures = new ArrayList<>();
        for (int i = 2; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                figures.add(ReportWords.COLUMNS.get(i) + " " + cells.get(i));
            }
        }
        if (!figures.isEmpty()) {
            lines.add(INDENT + String.join(", ", figures));
        }
        node.troubles().forEach(t -> lines.add(INDENT + "- " + ReportWords.shown(t)));
    }
}
