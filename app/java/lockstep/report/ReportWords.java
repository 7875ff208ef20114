package lockstep.report;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import lockstep.fault.Visible;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.run.Report;

/// The words that all forms of a report share. All of it is harmless to show: what came from a
/// node or a person is on one line, without what a terminal would obey.
public final class ReportWords {
    /// What [#cells] gives of a node.
    public static final List<String> COLUMNS =
            List.of("node", "result", "sent", "saved", "out of pool", "health failing");

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int LONGEST = 4_000;
    private static final String UNKNOWN = "unknown";

    private ReportWords() {}

    /// A fact about a run and its name.
    public record Fact(String name, String text) {}

    /// Which run it is, and which plan it carries out.
    public static List<Fact> facts(Report report) {
        RunHead head = report.head();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("run", head.id() + " of " + shown(head.cluster())));
        facts.add(new Fact("what", what(head)));
        facts.add(new Fact("who", shown(head.who())));
        if (!head.why().isEmpty()) {
            facts.add(new Fact("why", shown(head.why())));
        }
        facts.add(new Fact("when", began(head) + ", " + Figures.duration(report.took())));
        facts.add(new Fact("plan", shown(head.plan())));
        return facts;
    }

    /// When a run began, in the workstation's time zone.
    public static String began(RunHead head) {
        return MOMENT.format(head.at().atZone(ZoneId.systemDefault()));
    }

    /// What a run was to do, in short.
    public static String what(RunHead head) {
        String course = head.course().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String from = head.reference().isEmpty() ? "" : head.reference() + " to ";
        return course + ": " + shown(from + Figures.list(head.nodes()));
    }

    /// What is told of a node under [#COLUMNS].
    public static List<String> cells(Report.Node node) {
        Optional<NodeResult> figures = node.figures();
        return List.of(
                shown(node.name()),
                node.outcome(),
                cell(node, f -> Figures.bytes(f.sent())),
                cell(node, f -> Figures.bytes(f.saved())),
                cell(node, f -> f.outOfPool().isZero() ? "" : Figures.duration(f.outOfPool())),
                figures.isPresent() && figures.get().asked() == 0
                        ? "not asked"
                        : cell(node, f -> f.failing() + " of " + f.asked()));
    }

    private static String cell(Report.Node node, Function<NodeResult, String> figure) {
        return node.figures().map(figure).orElse(node.begun() ? UNKNOWN : "");
    }

    /// How much it was together; what is not known does not count, and that is said.
    public static String sum(Report report) {
        List<NodeResult> known =
                report.nodes().stream().flatMap(node -> node.figures().stream()).toList();
        boolean all = report.nodes().stream().allMatch(n -> !n.begun() || n.figures().isPresent());
        return "Sent %s of content, saved %s, in %s.%s"
                .formatted(
                        Figures.bytes(known.stream().mapToLong(NodeResult::sent).sum()),
                        Figures.bytes(known.stream().mapToLong(NodeResult::saved).sum()),
                        Figures.duration(report.took()),
                        all ? "" : " What a console did that was killed is not counted.");
    }

    /// Text that may come from a node or a person: on one line, and harmless.
    public static String shown(String text) {
        return Visible.text(text, LONGEST);
    }
}
