package lockstep.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import lockstep.drift.Verdict;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Are my nodes identical? Changes nothing.
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the nodes of a cluster and prints what differs.",
            "Changes nothing."
        },
        footer = {
            "",
            "Ends with 0 when all nodes are identical, with 1 when a difference is proven, and with"
                    + " 5 when none is proven but something could not be scanned or read."
        })
public final class DriftCommand implements Callable<ExitCode> {
    private static final int USUAL_LIMIT = 200;

    private final Clusters clusters;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Option(
            names = "--content",
            description = "Compares every byte, by digests that rsync computes on the nodes.")
    private boolean content;

    @Option(names = "--json", description = "Prints one JSON object, with all rows.")
    private boolean asJson;

    @Option(names = "--all", description = "Shows what is the same everywhere, too.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Shows at most N rows; 0 for no limit. Usually 200.")
    private @Nullable Integer limit;

    public DriftCommand(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        try (Operations cluster = clusters.open(file)) {
            Criterion criterion = content ? Criterion.CONTENT : Criterion.METADATA;
            Comparison found = Scanning.of(cluster, criterion, terminal);
            Verdict verdict = found.drift().verdict();
            print(found, verdict);
            return code(verdict);
        }
    }

    private void print(Comparison found, Verdict verdict) {
        Matrix.Rows rows = all ? Matrix.Rows.ALL : Matrix.Rows.DIFFERENCES;
        if (asJson) {
            terminal.say(to -> new DriftJson(found, verdict, to).write(rows, limit(0)));
            return;
        }
        terminal.say(Sentence.of(found.drift(), verdict));
        verdict.reasons().forEach(terminal::note);
        new Matrix(terminal, found.drift()).print(rows, limit(USUAL_LIMIT));
    }

    private int limit(int usual) {
        int asked = limit == null ? usual : limit;
        return asked <= 0 ? Integer.MAX_VALUE : asked;
    }

    /// What a verdict means to a script.
    static ExitCode code(Verdict verdict) {
        return switch (verdict.kind()) {
            case IDENTICAL -> ExitCode.DONE;
            case DIFFERS -> ExitCode.DRIFT;
            case CANNOT_TELL -> ExitCode.FAILED;
        };
    }
}
