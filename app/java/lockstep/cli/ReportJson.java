package lockstep.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.run.Report;

/// A report for scripts. A figure that nobody wrote down is null.
final class ReportJson {
    private ReportJson() {}

    /// Writes it as one object.
    static void write(Json json, Report report) {
        json.object();
        head(json, report.head());
        json.name("sentence").value(report.sentence());
        json.name("settled").value(report.settled());
        json.name("tookMillis").value(report.took().toMillis());
        json.name("nodes").array();
        report.nodes().forEach(node -> node(json, node));
        json.end().end();
    }

    /// The names and values that tell which run it is.
    static void head(Json json, RunHead head) {
        json.name("run").value(head.id());
        json.name("cluster").value(head.cluster());
        json.name("began").value(head.at().toString());
        json.name("who").value(head.who());
        json.name("why").value(head.why());
        json.name("course").value(word(head.course()));
        json.name("reference").value(head.reference());
        json.name("plan").value(head.plan());
    }

    private static void node(Json json, Report.Node node) {
        Optional<NodeResult> known = node.figures();
        json.object().name("name").value(node.name());
        json.name("grade").value(word(node.grade()));
        json.name("outcome").value(node.outcome());
        json.name("identicalByContent").value(node.grade() == Report.Grade.PROVEN);
        figure(json.name("bytesSent"), known, NodeResult::sent);
        figure(json.name("bytesSaved"), known, NodeResult::saved);
        figure(json.name("filesSent"), known, NodeResult::files);
        figure(json.name("outOfPoolMillis"), known, f -> f.outOfPool().toMillis());
        figure(json.name("healthAsked"), known, NodeResult::asked);
        figure(json.name("healthFailing"), known, NodeResult::failing);
        json.name("troubles").array();
        node.troubles().forEach(json::value);
        json.end().end();
    }

    private static void figure(
            Json json, Optional<NodeResult> known, Function<NodeResult, Long> figure) {
        known.map(figure).ifPresentOrElse(json::value, json::nothing);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
