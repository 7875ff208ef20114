package lockstep.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.snapshot.Kept;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Pins a snapshot, so that it is not removed.
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        description = "Pins a snapshot: no rule removes it, nor anybody who does not unpin it.")
final class SnapshotPin implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private NodesNamed named = new NodesNamed();

    @Parameters(
            index = "1",
            paramLabel = "SNAPSHOT",
            description = "A snapshot's name, a run's, or a time: each node's newest by then.")
    private String snapshot = "";

    @Option(
            names = "--why",
            required = true,
            paramLabel = "TEXT",
            description = "Why it is to stay.")
    private String why = "";

    SnapshotPin(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        if (why.isBlank()) {
            throw named.misused("--why must say something.");
        }
        return each(
                clusters,
                terminal,
                named,
                snapshot,
                (cluster, node, kept, cancel) -> {
                    cluster.snapshots().pin(node, kept.snapshot(), why, cancel);
                    return "pinned";
                });
    }

    /// What is done to a snapshot, and what it is called then.
    interface Work {
        String of(Operations cluster, String node, Kept kept, Cancel cancel) throws FaultException;
    }

    /// Does it to the snapshot of each node, and tells it.
    static ExitCode each(
            Clusters clusters, Terminal terminal, NodesNamed named, String typed, Work work)
            throws FaultException {
        Terminal told = named.asJson() ? terminal.aside() : terminal;
        Cancel cancel = new Cancel();
        try (Operations cluster = clusters.open(named.file());
                Interrupt _ = new Interrupt(cancel, told)) {
            Map<String, Kept> found =
                    new Choosing(cluster, told, cancel)
                            .named(named.of(cluster.cluster()), typed, named.areGiven());
            for (Map.Entry<String, Kept> node : found.entrySet()) {
                String done = work.of(cluster, node.getKey(), node.getValue(), cancel);
                told.say(
                        node.getKey()
                                + ": "
                                + node.getValue().snapshot().name()
                                + " "
                                + done
                                + ".");
            }
            if (named.asJson()) {
                terminal.say(to -> json(to, found));
            }
            return ExitCode.DONE;
        }
    }

    private static void json(Appendable to, Map<String, Kept> found) {
        Json json = new Json(to).object();
        json.name("result").value(ReportJson.word(ExitCode.DONE));
        json.name("nodes").array();
        found.forEach(
                (node, kept) -> {
                    json.object().name("name").value(node);
                    json.name("snapshot").value(kept.snapshot().name()).end();
                });
        json.end().end().finish();
    }
}
