package lockstep.cli;

import java.util.List;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Rollback;
import org.jspecify.annotations.Nullable;

/// A rollback for scripts: what each node is rolled back to, what that changes, and what became of
/// it. Paths are as [Json#path] writes them.
final class RollbackJson {
    private @Nullable Rollback rollback;
    private boolean agreed;
    private String run = "";
    private List<NodeReport> reports = List.of();

    /// What would be done, of which nobody has agreed to anything yet.
    void rollback(Rollback now) {
        rollback = now;
    }

    /// What was agreed to.
    void agreed(Rollback now) {
        rollback = now;
        agreed = true;
    }

    /// What came of the run.
    void run(String name, List<NodeReport> nodes) {
        run = name;
        reports = nodes;
    }

    /// Writes it into an object, without nodes where there was no preview yet.
    void members(Json json) {
        json.name("run").value(run);
        Rollback known = rollback;
        if (known != null) {
            json.name("nodes").array();
            known.targets().forEach(target -> node(json, target));
            json.end();
        }
    }

    private void node(Json json, Rollback.Target target) {
        json.object().name("name").value(target.node());
        json.name("to").object();
        ShelfTable.json(json, target.to());
        json.end();
        json.name("restored").value(target.restored());
        json.name("removed").value(target.removed());
        json.name("changes").array();
        target.plan()
                .rows()
                .forEach(row -> SyncJson.change(json, row.choose(agreed && row.chosen())));
        json.end();
        json.name("done");
        reports.stream()
                .filter(report -> report.node().equals(target.node()))
                .findFirst()
                .ifPresentOrElse(report -> SyncJson.done(json, report), json::nothing);
        json.end();
    }
}
