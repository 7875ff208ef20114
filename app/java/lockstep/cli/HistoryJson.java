package lockstep.cli;

import java.util.List;
import lockstep.journal.Entry;
import lockstep.journal.History.Event;
import lockstep.journal.RunRecord;
import lockstep.journal.ScanResult;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;

/// Runs, scans, and what was written of a run, for scripts.
final class HistoryJson {
    private HistoryJson() {}

    /// @param scans the oldest first
    static void list(Appendable to, List<RunRecord> runs, List<Event> scans) {
        Json json = new Json(to).object();
        json.name("runs").array();
        for (RunRecord run : runs) {
            json.object();
            run(json, run);
            json.end();
        }
        json.end();
        json.name("scans").array();
        scans.forEach(scan -> scan(json, scan));
        json.end().end().finish();
    }

    private static void scan(Json json, Event scan) {
        json.object().name("at").value(scan.entry().at().toString());
        json.name("who").value(scan.entry().who());
        json.name("readable").value(scan.scan().isPresent());
        scan.scan().ifPresent(result -> figures(json, result));
        json.end();
    }

    private static void figures(Json json, ScanResult result) {
        json.name("byContent").value(result.byContent());
        json.name("tookMillis").value(result.took().toMillis());
        json.name("entries").value(result.entries());
        json.name("against").value(result.against());
        json.name("nodes").array();
        for (ScanResult.Node node : result.nodes()) {
            json.object().name("name").value(node.name());
            if (node.isScanned()) {
                json.name("differing").value(node.differing());
                json.name("unreadable").value(node.unreadable());
                json.name("signs").object();
                node.bySign()
                        .forEach((sign, count) -> json.name(ReportJson.word(sign)).value(count));
                json.end();
            } else {
                json.name("fault").value(node.fault());
            }
            json.end();
        }
        json.end();
    }

    /// The run and its entries, the oldest first.
    static void story(Appendable to, RunRecord run, List<Entry> entries) {
        Json json = new Json(to).object();
        run(json, run);
        json.name("entries").array();
        for (Entry entry : entries) {
            json.object().name("number").value(entry.number());
            json.name("at").value(entry.at().toString());
            json.name("who").value(entry.who());
            json.name("kind").value(ReportJson.word(entry.kind()));
            json.name("node").value(entry.node());
            json.name("what").value(entry.what());
            json.name("text").value(entry.text()).end();
        }
        json.end().end().finish();
    }

    /// The names and values of a run: which it is, how it ended, and where its nodes stand.
    static void run(Json json, RunRecord run) {
        ReportJson.head(json, run.head());
        json.name("waits").value(run.waits());
        json.name("end").value(HistoryCommand.end(run));
        json.name("lastWho").value(run.lastWho());
        json.name("lastAt").value(run.lastAt().toString());
        json.name("nodes").array();
        run.story().nodes().forEach((name, story) -> node(json, name, story));
        json.end();
    }

    private static void node(Json json, String name, NodeStory story) {
        json.object().name("name").value(name);
        json.name("state").value(state(story.state()));
        json.name("changed").value(story.changed());
        json.name("kept").value(story.kept()).end();
    }

    private static String state(NodeState state) {
        return switch (state) {
            case NodeState.Waiting _ -> "waiting";
            case NodeState.Working _ -> "working";
            case NodeState.Between _ -> "between";
            case NodeState.Stuck _ -> "stuck";
            case NodeState.Done _ -> "done";
            case NodeState.AsBefore _ -> "as-before";
            case NodeState.Left _ -> "left";
        };
    }
}
