package lockstep.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.preflight.Finding;
import lockstep.preflight.Findings;
import lockstep.run.Operations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Could a run begin? Changes nothing.
@Command(
        name = "preflight",
        mixinStandardHelpOptions = true,
        description = {
            "Asks every node and balancer of a cluster whether a run could begin:",
            "reachable, rsync, root, rights, space, clock, health, pools. Changes nothing."
        },
        footer = {
            "",
            "Ends with 0 when nothing stands against a run, with 3 when something does, and with 5"
                    + " when it could not be asked."
        })
public final class PreflightCommand implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean asJson;

    public PreflightCommand(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        Findings findings = ask();
        if (asJson) {
            terminal.say(to -> json(findings, new Json(to)));
        } else {
            FindingLines.print(findings, terminal);
        }
        return findings.blocks() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private Findings ask() throws FaultException {
        Cancel cancel = new Cancel();
        try (Operations cluster = clusters.open(file);
                Interrupt _ = new Interrupt(cancel, terminal)) {
            terminal.progress("Asking nodes and balancers ...");
            return cluster.preflight(cancel);
        } finally {
            terminal.quiet();
        }
    }

    private static void json(Findings findings, Json json) {
        json.object();
        json.name("blocks").value(findings.blocks());
        json.name("findings");
        findings(json, findings);
        json.end().finish();
    }

    /// Each of them.
    static void findings(Json json, Findings findings) {
        json.array();
        for (Finding finding : findings.all()) {
            json.object();
            json.name("node").value(finding.node());
            json.name("weight").value(word(finding.weight()));
            json.name("kind").value(word(finding.kind()));
            json.name("what").value(finding.what());
            json.name("remedy").value(finding.remedy());
            json.end();
        }
        json.end();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
