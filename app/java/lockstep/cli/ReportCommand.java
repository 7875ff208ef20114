package lockstep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.journal.RunRecord;
import lockstep.report.ReportHtml;
import lockstep.run.Operations;
import lockstep.run.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What came of a run, from the journal alone.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        customSynopsis = "lockstep report FILE [RUN] [--html=OUT] [--json]",
        description = {
            "Tells what came of a run on each node: what was sent and saved, how long it was out of"
                    + " its pools, what its health checks saw, and whether it is verified identical"
                    + " or what is not. Without RUN, of the last one.",
            "No node is asked: it is what the run has written down. Of a console that was killed"
                    + " some of that is unknown."
        })
public final class ReportCommand implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private RunNamed named = new RunNamed();

    @Option(
            names = "--html",
            paramLabel = "OUT",
            description = "Writes it to that file, to be looked at, sent and printed.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean asJson;

    public ReportCommand(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        try (Operations cluster = clusters.open(named.file())) {
            List<RunRecord> runs = named.isGiven() ? List.of(named.of(cluster)) : cluster.runs(1);
            if (runs.isEmpty()) {
                throw named.misused("There was no run of this cluster yet.");
            }
            return tell(Report.of(runs.getFirst()));
        }
    }

    private ExitCode tell(Report report) {
        Path out = html;
        if (out != null) {
            try {
                Files.writeString(out, ReportHtml.of(report));
            } catch (IOException e) {
                terminal.note("The report could not be written: " + Visible.text(e.toString()));
                return ExitCode.FAILED;
            }
        }
        if (asJson) {
            terminal.say(
                    to -> {
                        Json json = new Json(to);
                        ReportJson.write(json, report);
                        json.finish();
                    });
        } else if (out == null) {
            new ReportTable(terminal).print(report);
        }
        return ExitCode.DONE;
    }
}
