package lockstep.cli;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import lockstep.cli.Table.Column;
import lockstep.fault.Visible;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.run.Report;

/// A report on a terminal, and the words that its other forms share.
final class ReportText {
    static final List<String> COLUMNS =
            List.of("node", "result", "sent", "saved", "out of pool", "failing");

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int LONGEST = 4_000;
    private static final String UNKNOWN = "unknown";

    private final Terminal terminal;

    ReportText(Terminal terminal) {
        this.terminal = terminal;
    }

    /// All of it, with who began the run and when.
    void print(Report report) {
        terminal.say(shown(report.sentence()));
        facts(report).forEach(fact -> terminal.say(Width.left(fact.name(), 9) + fact.text()));
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
        table.add(COLUMNS);
        report.nodes().forEach(node -> table.add(cells(node)));
        terminal.say("");
        table.print("");
        for (Report.Node node : report.nodes()) {
            node.troubles().forEach(t -> terminal.say(shown(node.name()) + ": " + shown(t)));
        }
        terminal.say(sum(report));
    }

    /// A fact about a run and its name.
    record Fact(String name, String text) {}

    /// Which run it is, and which plan it carries out.
    static List<Fact> facts(Report report) {
        RunHead head = report.head();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("run", head.id() + " of " + shown(head.cluster())));
        facts.add(new Fact("what", what(head)));
        facts.add(new Fact("who", shown(head.who())));
        if (!head.why().isEmpty()) {
            facts.add(new Fact("why", shown(head.why())));
        }
        String when = MOMENT.format(head.at().atZone(ZoneId.systemDefault()));
        facts.add(new Fact("when", when + ", " + Words.duration(report.took())));
        facts.add(new Fact("plan", shown(head.plan())));
        return facts;
    }

    /// What a run was to do, in short.
    static String what(RunHead head) {
        String course = head.course().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return course + ": " + shown(head.reference() + " to " + Words.list(head.nodes()));
    }

    /// A node's line under [#COLUMNS].
    static List<String> cells(Report.Node node) {
        Optional<NodeResult> figures = node.figures();
        return List.of(
                shown(node.name()),
                node.outcome(),
                cell(node, f -> Words.bytes(f.sent())),
                cell(node, f -> Words.bytes(f.saved())),
                cell(node, f -> f.outOfPool().isZero() ? "" : Words.duration(f.outOfPool())),
                figures.isPresent() && figures.get().asked() == 0
                        ? "not asked"
                        : cell(node, f -> f.failing() + " of " + f.asked()));
    }

    private static String cell(Report.Node node, Function<NodeResult, String> figure) {
        return node.figures().map(figure).orElse(node.begun() ? UNKNOWN : "");
    }

    /// How much it was together; what is not known does not count, and that is said.
    static String sum(Report report) {
        List<NodeResult> known =
                report.nodes().stream().flatMap(node -> node.figures().stream()).toList();
        boolean all = report.nodes().stream().allMatch(n -> !n.begun() || n.figures().isPresent());
        return "Sent %s of content, saved %s, in %s.%s"
                .formatted(
                        Words.bytes(known.stream().mapToLong(NodeResult::sent).sum()),
                        Words.bytes(known.stream().mapToLong(NodeResult::saved).sum()),
                        Words.duration(report.took()),
                        all ? "" : " What a console did that was killed is not counted.");
    }

    /// Text that may come from a node or a person: on one line, and harmless.
    static String shown(String text) {
        return Visible.text(text, LONGEST);
    }
}
