package lockstep.cli;

import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Takes the pin of a snapshot away.
@Command(
        name = "unpin",
        mixinStandardHelpOptions = true,
        description = "Takes the pin of a snapshot away: the rules may remove it again.")
final class SnapshotUnpin implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private NodesNamed named = new NodesNamed();

    @Parameters(
            index = "1",
            paramLabel = "SNAPSHOT",
            description = "A snapshot's name, a run's, or a time: each node's newest by then.")
    private String snapshot = "";

    SnapshotUnpin(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        return SnapshotPin.each(
                new Answer(clusters, terminal, named),
                named,
                snapshot,
                " unpinned",
                (cluster, node, kept, cancel) ->
                        cluster.snapshots().unpin(node, kept.snapshot(), cancel));
    }
}
