package lockstep.cli;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lockstep.cli.Table.Column;
import lockstep.fault.Fault;
import lockstep.report.ReportWords;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;

/// Snapshots in rows, and for scripts.
final class ShelfTable {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private ShelfTable() {}

    private record Row(String node, Kept kept) {}

    /// A row a snapshot, the newest moment first, those of one moment together.
    static void print(Terminal terminal, Map<String, List<Kept>> nodes) {
        List<Row> rows = new ArrayList<>();
        nodes.forEach((node, all) -> all.forEach(kept -> rows.add(new Row(node, kept))));
        rows.sort(Comparator.comparing((Row row) -> row.kept().snapshot().name()).reversed());
        if (rows.isEmpty()) {
            terminal.say("There are no snapshots.");
            return;
        }
        Table table =
                new Table(
                        terminal,
                        List.of(
                                Column.MARK,
                                Column.TEXT,
                                Column.MARK,
                                Column.TEXT,
                                Column.TEXT,
                                Column.TEXT,
                                Column.NUMBER,
                                Column.NUMBER,
                                Column.TEXT,
                                Column.TEXT));
        table.add(
                List.of(
                        "snapshot",
                        "node",
                        "when",
                        "why",
                        "who",
                        "method",
                        "entries",
                        "size",
                        "good",
                        "pinned"));
        rows.forEach(row -> table.add(cells(row.node(), row.kept())));
        table.print("");
    }

    private static List<String> cells(String node, Kept kept) {
        Optional<About> about = kept.about();
        return List.of(
                kept.snapshot().name(),
                node,
                MOMENT.format(kept.snapshot().at().atZone(ZoneId.systemDefault())),
                about.map(ShelfTable::why).orElse("unknown"),
                about.map(a -> ReportWords.shown(a.who())).orElse("unknown"),
                method(kept),
                about.map(a -> Words.number(a.entries())).orElse("unknown"),
                about.map(a -> Words.bytes(a.bytes())).orElse("unknown"),
                kept.good().map(ReportWords::shown).orElse("not proven"),
                kept.pin().map(ReportWords::shown).orElse(""));
    }

    private static String why(About about) {
        String reason =
                switch (about.reason()) {
                    case RUN -> "before a run";
                    case HAND -> "by hand";
                    case SCHEDULE -> "schedule";
                };
        return about.why().isEmpty() ? reason : reason + ": " + ReportWords.shown(about.why());
    }

    static String method(Kept kept) {
        return kept.method().name().toLowerCase(Locale.ROOT);
    }

    /// What a person is told who makes one: its name, how, and how much it holds.
    static String line(String node, Kept kept) {
        String holds =
                kept.about()
                        .map(a -> Words.entries(a.entries()) + ", " + Words.bytes(a.bytes()) + ", ")
                        .orElse("");
        String good = kept.good().map(by -> "good: " + ReportWords.shown(by)).orElse("not proven");
        return node + ": " + kept.snapshot().name() + ", " + method(kept) + ", " + holds + good;
    }

    /// The facts of a snapshot, into an open object.
    static void json(Json json, Kept kept) {
        json.name("snapshot").value(kept.snapshot().name());
        json.name("at").value(kept.snapshot().at().toString());
        json.name("run").value(kept.snapshot().run());
        json.name("method").value(method(kept));
        text(json.name("good"), kept.good());
        text(json.name("pinned"), kept.pin());
        Optional<About> about = kept.about();
        text(json.name("who"), about.map(About::who));
        text(json.name("reason"), about.map(a -> a.reason().name().toLowerCase(Locale.ROOT)));
        text(json.name("why"), about.map(About::why));
        number(json.name("entries"), about.map(About::entries));
        number(json.name("bytes"), about.map(About::bytes));
    }

    private static void text(Json json, Optional<String> value) {
        value.ifPresentOrElse(json::value, json::nothing);
    }

    private static void number(Json json, Optional<Long> value) {
        value.ifPresentOrElse(json::value, json::nothing);
    }

    /// What failed of nodes, as a member of an open object.
    static void failures(Json json, Map<String, Fault> failures) {
        json.name("failures").array();
        failures.forEach(
                (node, fault) -> {
                    json.object().name("node").value(node);
                    DriftJson.fault(json.name("fault"), fault);
                    json.end();
                });
        json.end();
    }
}
