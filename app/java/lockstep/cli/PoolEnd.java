package lockstep.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.Patience;
import lockstep.run.Operations.Pools;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Cuts the sessions that are left on a node that is out.
@Command(
        name = "end",
        mixinStandardHelpOptions = true,
        description =
                "Ends the sessions that are left on a node that was taken out; their users see an"
                        + " error.")
final class PoolEnd implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private PoolTarget target = new PoolTarget();

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    PoolEnd(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        if (!yes && !terminal.asks()) {
            throw target.misused("There is nobody to ask here; say --yes.");
        }
        try (Operations cluster = clusters.open(target.file())) {
            target.check(cluster);
            if (!yes && !terminal.agreed("Cut every session on " + target.node() + "?")) {
                return ExitCode.REFUSED;
            }
            Pools pools = cluster.endSessions(target.node());
            Duration limit = target.limit();
            return limit == null
                    ? target.tell(pools, terminal)
                    : target.await(
                            cluster,
                            terminal,
                            (each, cancel) ->
                                    cluster.awaitZero(
                                            target.node(),
                                            new Patience(limit, AtLimit.STAY),
                                            each,
                                            cancel));
        }
    }
}
