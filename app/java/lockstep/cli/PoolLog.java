package lockstep.cli;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.cli.Table.Column;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.journal.Entry;
import lockstep.run.Operations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Who took nodes out and put them back, and what was said to balancers for that.
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Lists who took nodes out of their pools and put them back, with every order to a"
                    + " balancer and its answer, from this user's journal; the oldest first."
        },
        footer = {"", "Ends with 5 when an entry was changed or taken away since it was written."})
final class PoolLog implements Callable<ExitCode> {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int LONGEST = 200;

    private final Clusters clusters;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "So many entries at most; usually 50.")
    private int most = 50;

    PoolLog(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        try (Operations cluster = clusters.open(file)) {
            print(cluster.journalled(Math.max(0, most)));
            Optional<String> damage = cluster.journalDamage();
            damage.ifPresent(
                    what -> terminal.note("The journal is not as it was written: " + what + "."));
            return damage.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private void print(List<Entry> entries) {
        Table table =
                new Table(
                        terminal,
                        List.of(Column.TEXT, Column.TEXT, Column.TEXT, Column.TEXT, Column.TEXT));
        table.add(List.of("when", "who", "where", "what", "why, or what was answered"));
        for (Entry entry : entries) {
            table.add(
                    List.of(
                            MOMENT.format(entry.at().atZone(ZoneId.systemDefault())),
                            entry.who(),
                            entry.node(),
                            what(entry),
                            shown(text(entry))));
        }
        table.print("");
    }

    private static String what(Entry entry) {
        return switch (entry.kind()) {
            case OUT -> "out: " + lower(entry.what());
            case BACK -> "back";
            case ORDER -> shown(entry.what());
            case RUN -> "run " + entry.run() + " began";
            case TURN -> "run " + entry.run() + ": " + lower(entry.what());
            case MOVE, CHOICE -> lower(entry.what());
            case FILE, HOOK -> shown(entry.what());
            case RESULT -> "result";
            case SNAPSHOT -> "snapshot " + shown(entry.what());
            case PROVEN -> "proven";
            case SCAN -> "scan by " + lower(entry.what());
            case UNKNOWN -> "of a later version: " + shown(entry.word() + " " + entry.what());
        };
    }

    private static String lower(String words) {
        return words.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String text(Entry entry) {
        String until = entry.until().isEmpty() ? "" : "until " + entry.until();
        return Stream.of(entry.text(), until)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("; "));
    }

    private static String shown(String text) {
        return Visible.text(text.strip(), LONGEST);
    }
}
