package lockstep.cli;

import java.util.Locale;
import lockstep.fault.Fault;
import lockstep.plan.Caution;
import lockstep.plan.Guards;
import lockstep.plan.Plan;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.plan.SpaceNeed;
import lockstep.preflight.Findings;
import org.jspecify.annotations.Nullable;

/// A plan for scripts: what would be done on each node and what that takes, the guards that ask
/// for a number, and what was not seen. Paths are as [Json#path] writes them.
final class PlanJson {
    private @Nullable Plan plan;
    private @Nullable Plan whole;
    private @Nullable Room room;
    private @Nullable String digest;
    private @Nullable Findings findings;

    /// The plan with everything in it, and the room there is.
    void plan(Plan now, @Nullable Room there) {
        whole = now;
        plan = now;
        room = there;
    }

    /// The plan with what is approved chosen.
    void approved(Plan now) {
        plan = now;
    }

    /// What a preflight of it found.
    void findings(Findings found) {
        findings = found;
    }

    /// The digest of the file that it was saved in.
    void saved(String sha256) {
        digest = sha256;
    }

    /// Writes it, without nodes where there was no plan yet.
    void write(Appendable to, ExitCode code, @Nullable Fault fault) {
        Json json = new Json(to).object();
        json.name("result").value(word(code));
        DriftJson.fault(json.name("fault"), fault);
        json.name("sha256");
        text(json, digest);
        Plan known = plan;
        Plan all = whole;
        if (known != null && all != null) {
            json.name("reference").value(known.reference());
            json.name("byContent").value(known.isByContent());
            json.name("nodes").array();
            known.targets().forEach(target -> node(json, target, all));
            json.end();
            json.name("cautions").array();
            Caution.of(known).forEach(caution -> caution(json, caution));
            json.end();
            Findings found = findings;
            if (found != null) {
                json.name("findings");
                PreflightCommand.findings(json, found);
            }
        }
        json.end().finish();
    }

    private void node(Json json, Plan.Target target, Plan all) {
        json.object().name("name").value(target.node());
        for (Action action : Action.values()) {
            json.name(word(action)).value(count(target, action));
        }
        json.name("bytesToSendAtMost").value(PlanLines.sends(target));
        json.name("spaceNeededAtMost").value(SpaceNeed.of(target).bytes());
        Long free = room == null ? null : room.free(target.node());
        json.name("spaceFree");
        if (free == null) {
            json.nothing();
        } else {
            json.value(free);
        }
        json.name("guards").array();
        Guards.of(all).stream()
                .filter(tripped -> tripped.node().equals(target.node()))
                .forEach(tripped -> guard(json, tripped));
        json.end();
        json.name("changes").array();
        target.rows().forEach(row -> SyncJson.change(json, row));
        json.end().end();
    }

    private static long count(Plan.Target target, Action action) {
        return target.rows().stream()
                .filter(row -> row.chosen() && row.action() == action)
                .mapToLong((Row _) -> 1)
                .sum();
    }

    private static void guard(Json json, Guards.Tripped tripped) {
        json.object().name("subject").value(word(tripped.subject()));
        json.name("number").value(tripped.number());
        json.name("entries").value(tripped.entries()).end();
    }

    private static void caution(Json json, Caution caution) {
        json.object().name("node").value(caution.node());
        json.name("kind").value(word(caution.kind()).replace('_', '-'));
        json.name("count").value(caution.count());
        json.name("first").array();
        caution.paths().forEach(path -> json.object().path(path).end());
        json.end().end();
    }

    private static void text(Json json, @Nullable String text) {
        if (text == null) {
            json.nothing();
        } else {
            json.value(text);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
