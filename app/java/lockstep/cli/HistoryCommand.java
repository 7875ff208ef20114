package lockstep.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lockstep.cli.Table.Column;
import lockstep.fault.FaultException;
import lockstep.journal.Entry;
import lockstep.journal.RunRecord;
import lockstep.report.ReportWords;
import lockstep.run.Operations;
import lockstep.run.Report;
import lockstep.state.RunState;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The runs of a cluster, or the whole story of one.
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "lockstep history FILE [RUN] [--last=N] [--files] [--json]",
            "lockstep history verify FILE"
        },
        description = {
            "Lists the runs of a cluster from this user's journal, the oldest first: when, who, why,"
                    + " what, how it ended and how long it took.",
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

    @Option(names = "--last", paramLabel = "N", description = "So many runs at most; usually 20.")
    private int most = 20;

    @Option(names = "--files", description = "With RUN, tells also what was done to each file.")
    private boolean files;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean asJson;

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
        try (Operations cluster = clusters.open(named.file())) {
            if (named.isGiven()) {
                RunRecord run = named.of(cluster);
                List<Entry> story =
                        cluster.journalled(run.head().id(), MOST_ENTRIES).stream()
                                .filter(entry -> files || entry.kind() != Entry.Kind.FILE)
                                .toList();
                story(run, story);
            } else {
                list(cluster.runs(Math.max(0, most)));
            }
            return ExitCode.DONE;
        }
    }

    private void list(List<RunRecord> runs) {
        if (asJson) {
            terminal.say(to -> HistoryJson.list(to, runs));
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
        for (RunRecord run : runs) {
            Duration took = Duration.between(run.head().at(), run.lastAt());
            table.add(
                    List.of(
                            run.head().id(),
                            MOMENT.format(run.head().at().atZone(ZoneId.systemDefault())),
                            Words.duration(took),
                            ReportWords.shown(run.head().who()),
                            ReportWords.what(run.head()),
                            end(run),
                            ReportWords.shown(run.head().why())));
        }
        table.print("");
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
        String when = MOMENT.format(entry.at().atZone(ZoneId.systemDefault()));
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
