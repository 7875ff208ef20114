package lockstep.cli;

import static lockstep.report.ReportWords.shown;

import java.util.List;
import lockstep.cli.Table.Column;
import lockstep.report.ReportWords;
import lockstep.run.Report;

/// A report on a terminal.
final class ReportTable {
    private final Terminal terminal;

    ReportTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /// All of it, with who began the run and when.
    void print(Report report) {
        terminal.say(shown(report.sentence()));
        ReportWords.facts(report)
                .forEach(fact -> terminal.say(Width.left(fact.name(), 9) + fact.text()));
        table(report);
    }

    /// What came of the nodes.
    void table(Report report) {
        Table table =
                new Table(
                        terminal,
                        List.of(
                                Column.TEXT,
                                Column.TEXT,
                                Column.NUMBER,
                                Column.NUMBER,
                                Column.NUMBER,
                                Column.NUMBER));
        table.add(ReportWords.COLUMNS);
        report.nodes().forEach(node -> table.add(ReportWords.cells(node)));
        terminal.say("");
        table.print("");
        for (Report.Node node : report.nodes()) {
            node.troubles().forEach(t -> terminal.say(shown(node.name()) + ": " + shown(t)));
        }
        terminal.say(ReportWords.sum(report));
    }
}
