package lockstep.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import lockstep.cli.Table.Column;
import lockstep.fault.FaultException;
import lockstep.journal.Entry;
import lockstep.journal.History.Event;
import lockstep.journal.History.Question;
import lockstep.journal.History.Topic;
import lockstep.journal.RunRecord;
import lockstep.report.HistoryCsv;
import lockstep.report.HistoryLine;
import lockstep.report.HistoryLines;
import lockstep.report.ReportWords;
import lockstep.run.Operations;
import lockstep.run.Report;
import lockstep.state.RunState;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The runs and scans of a cluster, or the whole story of a run.
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "lockstep history FILE [--last=N] [--json | --csv]",
            "lockstep history FILE RUN [--files] [--json]",
            "lockstep history verify FILE"
        },
        description = {
            "Lists the runs and the scans of a cluster from this user's journal, the oldest first:"
                    + " when, who, why, what, how it ended and how long it took.",
            "With --csv lists what people did besides, too: snapshots, nodes that were taken out and"
                    + " put back, decisions.",
            "With RUN tells its whole story in order: each step of each node, every order to a"
                    + " balancer with its answer, what was decided."
        },
        footer = {"", "pool log lists what was done to pools outside of runs as well."})
public final class HistoryCommand implements Callable<ExitCode> {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int MOST_ENTRIES = 1_000_000;

    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private RunNamed named = new RunNamed();

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "So many runs at most, and so many scans; usually 20.")
    private int most = 20;

    @Option(names = "--files", description = "With RUN, tells also what was done to each file.")
    private boolean files;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean asJson;

    @Option(
            names = "--csv",
            description = "Prints a table for a spreadsheet, the newest first: exact times in UTC.")
    private boolean asCsv;

    private HistoryCommand(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    /// The command with the one below it.
    public static CommandLine of(Clusters clusters, Terminal terminal) {
        CommandLine history = new CommandLine(new HistoryCommand(clusters, terminal));
        history.addSubcommand(new HistoryVerify(clusters, terminal));
        return history;
    }

    @Override
    public ExitCode call() throws FaultException {
        if (asCsv && (asJson || named.isGiven())) {
            throw named.misused("--csv lists what happened; it tells of no single run, nor JSON.");
        }
        try (Operations cluster = clusters.open(named.file())) {
            if (asCsv) {
                HistoryCsv.of(HistoryLines.of(newest(cluster))).lines().forEach(terminal::say);
            } else if (named.isGiven()) {
                RunRecord run = named.of(cluster);
                List<Entry> story =
                        cluster.journalled(run.head().id(), MOST_ENTRIES).stream()
                                .filter(entry -> files || entry.kind() != Entry.Kind.FILE)
                                .toList();
                story(run, story);
            } else {
                list(cluster.runs(Math.max(0, most)), scans(cluster));
            }
            return ExitCode.DONE;
        }
    }

    private List<Event> newest(Operations cluster) throws FaultException {
        return cluster.history().page(Question.newest(most)).events();
    }

    /// The last scans, the oldest first.
    private List<Event> scans(Operations cluster) throws FaultException {
        Question scans =
                new Question(Set.of(Topic.SCAN), Instant.EPOCH, Long.MAX_VALUE, Math.max(0, most));
        return cluster.history().page(scans).events().reversed();
    }

    private void list(List<RunRecord> runs, List<Event> scans) {
        if (asJson) {
            terminal.say(to -> HistoryJson.list(to, runs, scans));
            return;
        }
        Table table =
                new Table(
                        terminal,
                        List.of(
                                Column.TEXT,
                                Column.TEXT,
                                Column.NUMBER,
                                Column.TEXT,
                                Column.TEXT,
                                Column.TEXT,
                                Column.TEXT));
        table.add(List.of("run", "when", "took", "who", "what", "how it ended", "why"));
        Map<Instant, List<List<String>>> rows = new TreeMap<>();
        scans.forEach(scan -> put(rows, scan.entry().at(), row(scan)));
        runs.forEach(run -> put(rows, run.head().at(), row(run)));
        rows.values().forEach(same -> same.forEach(table::add));
        table.print("");
    }

    private static void put(Map<Instant, List<List<String>>> rows, Instant at, List<String> cells) {
        rows.computeIfAbsent(at, _ -> new ArrayList<>()).add(cells);
    }

    private static List<String> row(RunRecord run) {
        return List.of(
                run.head().id(),
                moment(run.head().at()),
                Words.duration(Duration.between(run.head().at(), run.lastAt())),
                ReportWords.shown(run.head().who()),
                ReportWords.what(run.head()),
                end(run),
                ReportWords.shown(run.head().why()));
    }

    private static List<String> row(Event scan) {
        HistoryLine line = HistoryLines.of(List.of(scan)).getFirst();
        return List.of(
                "-",
                moment(line.at()),
                line.took().map(Words::duration).orElse(""),
                line.who(),
                line.kind(),
                line.result(),
                "");
    }

    private static String moment(Instant at) {
        return MOMENT.format(at.atZone(ZoneId.systemDefault()));
    }

    /// How a run ended, or that it did not.
    static String end(RunRecord run) {
        return switch (run.story().state()) {
            case RunState.Running _ ->
                    run.hand() == RunRecord.Hand.ELSEWHERE
                            ? "goes on on another machine, or was left there"
                            : "goes on";
            case RunState.Halted(String why) -> "WAITS: " + ReportWords.shown(why);
            case RunState.Over(String how) -> ReportWords.shown(how);
        };
    }

    private void story(RunRecord run, List<Entry> entries) {
        if (asJson) {
            terminal.say(to -> HistoryJson.story(to, run, entries));
            return;
        }
        ReportWords.facts(Report.of(run))
                .forEach(fact -> terminal.say(Width.left(fact.name(), 9) + fact.text()));
        terminal.say("");
        for (Entry entry : entries) {
            terminal.say(line(entry));
            if (entry.kind() != Entry.Kind.RUN) {
                entry.text()
                        .lines()
                        .filter(text -> !text.isBlank())
                        .forEach(text -> terminal.say("    | " + ReportWords.shown(text)));
            }
        }
        terminal.say("");
        terminal.say(ReportWords.shown(Report.of(run).sentence()));
    }

    private static String line(Entry entry) {
        String when = moment(entry.at());
        String where = entry.node().isEmpty() ? "" : " " + ReportWords.shown(entry.node());
        return when + " " + ReportWords.shown(entry.who()) + where + ": " + what(entry);
    }

    private static String what(Entry entry) {
        String said = ReportWords.shown(entry.what().strip());
        return switch (entry.kind()) {
            case OUT -> "taken out, " + lower(said);
            case BACK -> "put back";
            case ORDER -> "told: " + said;
            case RUN -> "the run began";
            case TURN -> "the run: " + lower(said);
            case MOVE -> move(said);
            case CHOICE -> "chose: " + said;
            case FILE -> said;
            case SNAPSHOT -> "snapshot " + said;
            case PROVEN -> "proven by content";
            case SCAN -> "scan by " + lower(said);
            case UNKNOWN -> "of a later version: " + ReportWords.shown(entry.word()) + " " + said;
            case HOOK -> "hook " + said;
            case RESULT -> "came to";
        };
    }

    /// `sync begins`, from `BEGIN ROLLING SYNC`.
    private static String move(String said) {
        String[] words = said.split(" ");
        return words.length == 3 ? lower(words[2]) + ": " + lower(words[0]) : lower(said);
    }

    private static String lower(String words) {
        return words.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
