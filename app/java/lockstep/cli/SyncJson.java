package lockstep.cli;

import java.util.List;
import java.util.Locale;
import lockstep.fault.Fault;
import lockstep.plan.Plan;
import lockstep.run.Operations.NodeReport;
import org.jspecify.annotations.Nullable;

/// A sync for scripts: what was planned on each node, what of it was agreed to, and what became of
/// the node. Paths are as [Json#path] writes them.
final class SyncJson {
    private @Nullable Plan plan;
    private boolean agreed;
    private String run = "";
    private List<NodeReport> reports = List.of();

    /// The plan, of which nobody has agreed to anything yet.
    void plan(Plan now) {
        plan = now;
    }

    /// The plan with what was agreed to chosen.
    void agreed(Plan now) {
        plan = now;
        agreed = true;
    }

    /// What the run is called in the journal.
    void run(String name) {
        run = name;
    }

    /// What became of the nodes that the run has got to report on.
    void reports(List<NodeReport> nodes) {
        reports = nodes;
    }

    /// Writes it, without nodes where there was no plan yet.
    ///
    /// @param code how the command ends
    /// @param fault what ended it before there was a report; null where nothing did
    void write(Appendable to, ExitCode code, @Nullable Fault fault) {
        Json json = new Json(to).object();
        json.name("result").value(code.name().toLowerCase(Locale.ROOT));
        DriftJson.fault(json.name("fault"), fault);
        json.name("run").value(run);
        Plan known = plan;
        if (known != null) {
            json.name("reference").value(known.reference());
            json.name("nodes").array();
            known.targets().forEach(target -> node(json, target));
            json.end();
        }
        json.end().finish();
    }

    private void node(Json json, Plan.Target target) {
        json.object().name("name").value(target.node());
        json.name("changes").array();
        target.rows().forEach(row -> change(json, row.choose(agreed && row.chosen())));
        json.end();
        json.name("done");
        reports.stream()
                .filter(report -> report.node().equals(target.node()))
                .findFirst()
                .ifPresentOrElse(report -> done(json, report), json::nothing);
        json.end();
    }

    /// One row, as it is to be told.
    static void change(Json json, Plan.Row row) {
        json.object().path(row.path());
        json.name("action").value(row.action().name().toLowerCase(Locale.ROOT));
        json.name("bytes");
        switch (row.action()) {
            case CREATE, UPDATE, DELETE -> json.value(row.bytes());
            case ATTRIBUTES -> json.nothing();
        }
        json.name("why").value(row.reason());
        json.name("chosen").value(row.chosen()).end();
    }

    /// What became of a node.
    static void done(Json json, NodeReport report) {
        json.object();
        json.name("identicalByContent").value(report.identical());
        DriftJson.fault(json.name("fault"), report.fault().orElse(null));
        json.name("filesSent").value(report.files());
        json.name("bytesSent").value(report.literalBytes());
        json.name("bytesSaved").value(report.matchedBytes());
        json.name("outOfPoolMillis").value(report.outOfPool().toMillis());
        json.name("remarks").array();
        report.remarks().forEach(json::value);
        json.end().end();
    }
}
