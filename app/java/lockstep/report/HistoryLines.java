package lockstep.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import lockstep.journal.Entry;
import lockstep.journal.History.Event;
import lockstep.journal.History.Topic;
import lockstep.journal.NodeResult;
import lockstep.journal.RunRecord;
import lockstep.report.HistoryLine.Outcome;
import lockstep.run.Report;
import lockstep.state.RunState;

/// Makes lines of what happened.
public final class HistoryLines {
    private static final String MADE = "made";

    private HistoryLines() {}

    /// A line for each; what was done to snapshots of several nodes at one go is one line.
    ///
    /// @param events the newest first
    public static List<HistoryLine> of(List<Event> events) {
        List<HistoryLine> lines = new ArrayList<>();
        String before = "";
        for (Event event : events) {
            HistoryLine line = of(event);
            String together = together(event);
            if (!together.isEmpty() && together.equals(before)) {
                lines.add(joined(lines.removeLast(), line.nodes()));
            } else {
                lines.add(line);
            }
            before = together;
        }
        return lines;
    }

    private static HistoryLine joined(HistoryLine newest, List<String> earlier) {
        return new HistoryLine(
                newest.event(),
                newest.kind(),
                Stream.concat(earlier.stream(), newest.nodes().stream()).distinct().toList(),
                newest.result(),
                newest.outcome(),
                newest.why(),
                newest.took(),
                newest.sent(),
                newest.saved());
    }

    private static HistoryLine of(Event event) {
        Entry entry = event.entry();
        return switch (event.topic()) {
            case RUN, ROLLBACK -> ran(event, event.run().orElseThrow());
            case SCAN -> scanned(event);
            case SNAPSHOT -> snapshot(event);
            case POOL -> pool(event);
            case CHOICE -> plain(event, "choice", said(entry), "");
            case OTHER ->
                    plain(
                            event,
                            "unknown",
                            "Written by a later Lockstep: "
                                    + shown((entry.word() + " " + said(entry)).strip()),
                            "");
        };
    }

    private static HistoryLine plain(Event event, String kind, String result, String why) {
        return new HistoryLine(
                event,
                kind,
                node(event.entry()),
                result,
                Outcome.PLAIN,
                why,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static HistoryLine ran(Event event, RunRecord run) {
        Report report = Report.of(run);
        long sent = run.results().values().stream().mapToLong(NodeResult::sent).sum();
        long saved = run.results().values().stream().mapToLong(NodeResult::saved).sum();
        boolean relays = event.topic() == Topic.RUN;
        return new HistoryLine(
                event,
                relays ? "run" : "rollback",
                run.head().nodes().stream().map(HistoryLines::shown).toList(),
                shown(report.sentence()),
                outcome(report, run),
                shown(run.head().why()),
                Optional.of(report.took()),
                relays ? OptionalLong.of(sent) : OptionalLong.empty(),
                relays ? OptionalLong.of(saved) : OptionalLong.empty());
    }

    private static Outcome outcome(Report report, RunRecord run) {
        if (run.story().state() instanceof RunState.Running) {
            return Outcome.UNDER_WAY;
        }
        boolean faultless = run.results().values().stream().allMatch(r -> r.fault().isEmpty());
        if (!report.settled() || !faultless) {
            return Outcome.FAILED;
        }
        boolean proven = report.nodes().stream().allMatch(n -> n.grade() == Report.Grade.PROVEN);
        return proven ? Outcome.GOOD : Outcome.PLAIN;
    }

    private static HistoryLine scanned(Event event) {
        if (event.scan().isEmpty()) {
            return plain(event, "scan", "Its figures are of a later Lockstep.", "");
        }
        ScanWords words = new ScanWords(event.scan().get());
        return new HistoryLine(
                event,
                "scan",
                List.of(),
                shown(words.sentence()),
                words.outcome(),
                "",
                Optional.of(event.scan().get().took()),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static HistoryLine snapshot(Event event) {
        Entry entry = event.entry();
        boolean made = entry.what().startsWith(MADE + " ");
        boolean damaged = entry.text().startsWith("damaged");
        boolean sound = entry.text().equals("sound");
        String result = made || entry.text().isEmpty() ? shown(entry.what()) : said(entry);
        return new HistoryLine(
                event,
                "snapshot",
                node(entry),
                result,
                damaged ? Outcome.FAILED : sound ? Outcome.GOOD : Outcome.PLAIN,
                "",
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /// What entries of snapshots have in common that were made at one go; empty for all others.
    private static String together(Event event) {
        Entry entry = event.entry();
        String[] words = entry.what().split(" ", 2);
        if (event.topic() != Topic.SNAPSHOT || words.length < 2) {
            return "";
        }
        String run = words[1].substring(words[1].indexOf('-') + 1);
        String said = words[0].equals(MADE) ? "" : entry.text();
        return String.join("\n", entry.who(), words[0], run, said);
    }

    private static HistoryLine pool(Event event) {
        Entry entry = event.entry();
        if (entry.kind() == Entry.Kind.BACK) {
            return plain(event, "put back", "told to come back into its pools", "");
        }
        String way = entry.what().toLowerCase(Locale.ROOT).replace('_', ' ');
        String until = entry.until().isEmpty() ? "" : ", until " + entry.until();
        String result = "told to leave its pools by " + shown(way + until);
        return plain(event, "taken out", result, shown(entry.text()));
    }

    private static List<String> node(Entry entry) {
        return entry.node().isEmpty() ? List.of() : List.of(shown(entry.node()));
    }

    private static String said(Entry entry) {
        return shown(entry.text().isEmpty() ? entry.what() : entry.what() + ": " + entry.text());
    }

    private static String shown(String text) {
        return ReportWords.shown(text);
    }

    /// How long it took, for a table; empty where that means nothing.
    public static String took(HistoryLine line) {
        return line.took().map(Figures::duration).orElse("");
    }

    /// Bytes for a table; empty where there are none to tell of.
    public static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? Figures.bytes(bytes.getAsLong()) : "";
    }

    /// The nodes, as far as not all are meant.
    public static String nodes(HistoryLine line) {
        return line.nodes().isEmpty() ? "all" : String.join(", ", line.nodes());
    }
}
