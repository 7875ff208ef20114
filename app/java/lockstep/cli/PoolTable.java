package lockstep.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import lockstep.cli.Table.Column;
import lockstep.fault.Fault;
import lockstep.journal.Absence;
import lockstep.pool.Member;
import lockstep.run.Operations.Pools;
import lockstep.run.Out;

/// The members of every pool, node by node: as a table, or for scripts.
final class PoolTable {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.TEXT,
                    Column.TEXT,
                    Column.MARK,
                    Column.NUMBER,
                    Column.NUMBER,
                    Column.NUMBER,
                    Column.TEXT);

    private PoolTable() {}

    static void print(Pools pools, Terminal terminal) {
        Table table = new Table(terminal, COLUMNS);
        table.add(List.of("node", "member", "state", "sessions", "queued", "weight", "why"));
        for (Map.Entry<String, List<Member>> node : pools.members().entrySet()) {
            String name = node.getKey();
            if (node.getValue().isEmpty()) {
                String place = pools.failures().isEmpty() ? "in no pool" : "not known";
                table.add(List.of(name, place, "", "", "", "", ""));
            }
            for (Member member : node.getValue()) {
                table.add(row(name, member));
                name = "";
            }
        }
        table.print("");
        Instant now = Instant.now();
        pools.outs().forEach(out -> terminal.say(out.text(now) + "."));
        troubles(pools, terminal);
    }

    /// What did not answer, and what was forgotten.
    static void troubles(Pools pools, Terminal terminal) {
        pools.failures().values().stream().map(Fault::message).forEach(terminal::note);
        pools.warnings().forEach(terminal::note);
    }

    private static List<String> row(String node, Member member) {
        return List.of(
                node,
                member.place(),
                member.state().name(),
                number(member.sessions()),
                number(member.queued()),
                member.weight().isPresent() ? number(member.weight()) : "",
                member.reason());
    }

    private static String number(OptionalInt count) {
        return count.isPresent() ? Words.number(count.getAsInt()) : "unknown";
    }

    static String json(Pools pools) {
        Json json = new Json().object();
        json.name("nodes").array();
        pools.members()
                .forEach(
                        (node, members) -> {
                            json.object().name("name").value(node).name("members").array();
                            members.forEach(member -> member(json, member));
                            json.end().end();
                        });
        json.end();
        json.name("outs").array();
        pools.outs().forEach(out -> out(json, out));
        json.end();
        json.name("failures").array();
        new ArrayList<>(pools.failures().values()).forEach(fault -> DriftJson.fault(json, fault));
        json.end();
        json.name("warnings").array();
        pools.warnings().forEach(json::value);
        json.end();
        return json.end().finished();
    }

    private static void out(Json json, Out out) {
        Instant now = Instant.now();
        json.object().name("node").value(out.node());
        json.name("seconds");
        out.age(now).ifPresentOrElse(age -> json.value(age.toSeconds()), json::nothing);
        json.name("who").value(out.absence().map(Absence::who).orElse(""));
        json.name("why").value(out.absence().map(Absence::why).orElse(""));
        Optional<Instant> until = out.absence().flatMap(Absence::until);
        json.name("until").value(until.map(Instant::toString).orElse(""));
        json.name("overdue").value(out.isOverdue(now));
        json.name("running").value(out.isOfARunningRun());
        json.name("forgotten").value(out.isForgotten(now));
        json.end();
    }

    private static void member(Json json, Member member) {
        json.object();
        json.name("balancer").value(member.balancer());
        json.name("backend").value(member.backend());
        json.name("server").value(member.server());
        json.name("state").value(member.state().name().toLowerCase(Locale.ROOT));
        json.name("reason").value(member.reason());
        count(json.name("sessions"), member.sessions());
        count(json.name("queued"), member.queued());
        count(json.name("weight"), member.weight());
        json.name("address").value(member.address());
        json.end();
    }

    private static void count(Json json, OptionalInt count) {
        if (count.isPresent()) {
            json.value(count.getAsInt());
        } else {
            json.nothing();
        }
    }
}
