package lockstep.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Proves that the journal is as it was written.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Proves that no entry of this user's journal was changed, taken away or put in between"
                    + " since it was written: each holds the digest of the one before.",
            "Entries that were cut off at the end, and a journal that was made anew as a whole,"
                    + " cannot be told so."
        },
        footer = {"", "Ends with 5 and the first entry that is wrong."})
final class HistoryVerify implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    HistoryVerify(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        try (Operations cluster = clusters.open(file)) {
            Optional<String> damage = cluster.journalDamage();
            terminal.say(
                    damage.map(what -> "The journal is NOT as it was written: " + what + ".")
                            .orElse("The journal is as it was written."));
            return damage.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }
}
