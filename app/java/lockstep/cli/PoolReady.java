package lockstep.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import lockstep.run.Operations.Pools;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Puts a node back into every pool that it is in.
@Command(
        name = "ready",
        mixinStandardHelpOptions = true,
        description = "Puts a node back into every pool.")
final class PoolReady implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private PoolTarget target = new PoolTarget();

    PoolReady(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        try (Operations cluster = clusters.open(target.file())) {
            target.check(cluster);
            Pools pools = cluster.putBack(target.node());
            Duration limit = target.limit();
            return limit == null
                    ? target.tell(pools, terminal)
                    : target.await(
                            cluster,
                            terminal,
                            (each, cancel) -> cluster.awaitUp(target.node(), limit, each, cancel));
        }
    }
}
