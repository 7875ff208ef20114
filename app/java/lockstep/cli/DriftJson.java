package lockstep.cli;

import java.util.Locale;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.run.Operations.Comparison;

/// A comparison for scripts. Paths are as [Json#path] writes them.
final class DriftJson {
    private final Comparison found;
    private final DriftTree drift;
    private final Verdict verdict;
    private final Json json;

    DriftJson(Comparison found, Verdict verdict, Appendable to) {
        this.found = found;
        this.drift = found.drift();
        this.verdict = verdict;
        this.json = new Json(to);
    }

    void write(Matrix.Rows which, int limit) {
        json.object();
        json.name("verdict").value(word(verdict.kind()));
        json.name("sentence").value(Sentence.of(drift, verdict));
        json.name("byContent").value(verdict.byContent());
        json.name("at").value(found.at().toString());
        json.name("tookMillis").value(found.took().toMillis());
        nodes();
        json.name("reasons").array();
        verdict.reasons().forEach(json::value);
        json.end();
        json.name("entries").array();
        Matrix.rows(drift, which).limit(limit).forEach(this::entry);
        json.end();
        json.end().finish();
    }

    private void nodes() {
        json.name("nodes").array();
        for (Verdict.NodeCounts node : verdict.nodes()) {
            json.object().name("name").value(node.node());
            json.name("differing").value(node.differing());
            json.name("unreadable").value(node.unreadable());
            fault(json.name("fault"), found.failures().get(node.node()));
            json.end();
        }
        json.end();
    }

    /// A fault as a value, or null where there is none.
    static void fault(Json json, @org.jspecify.annotations.Nullable Fault fault) {
        if (fault == null) {
            json.nothing();
            return;
        }
        json.object();
        json.name("where").value(fault.where());
        json.name("what").value(fault.what());
        json.name("remedy").value(fault.remedy());
        json.end();
    }

    private void entry(int row) {
        json.object();
        json.path(drift.path(row));
        json.name("directory").value(drift.isDirectory(row));
        json.name("bytes").value(drift.bytes(row));
        json.name("why").value(drift.why(row));
        json.name("signs").object();
        for (int node = 0; node < drift.nodes(); node++) {
            json.name(drift.nodeNames().get(node)).array();
            for (Sign sign : drift.signs(row, node)) {
                json.value(word(sign));
            }
            json.end();
        }
        json.end();
        json.end();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
