package lockstep.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import lockstep.run.Operations.Pools;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Puts a node back into every pool that it is in.
@Command(
        name = "ready",
        mixinStandardHelpOptions = true,
        description = "Puts a node back into every pool.")
final class PoolReady implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private PoolTarget target = new PoolTarget();

    @Option(
            names = "--unproven",
            paramLabel = "NODE",
            description =
                    "Puts it back though a run has changed it and not proven it to be like the"
                            + " others, or though nobody can tell. Its name must be typed again;"
                            + " it is written down.")
    private @Nullable String unproven;

    PoolReady(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        try (Operations cluster = clusters.open(target.file())) {
            target.check(cluster);
            Pools pools = back(cluster);
            Duration limit = target.limit();
            return limit == null
                    ? target.tell(pools, terminal)
                    : target.await(
                            cluster,
                            terminal,
                            (each, cancel) -> cluster.awaitUp(target.node(), limit, each, cancel));
        }
    }

    private Pools back(Operations cluster) throws FaultException {
        String typed = unproven;
        if (typed == null) {
            return cluster.putBack(target.node());
        }
        if (!typed.equals(target.node())) {
            throw target.misused("--unproven needs the name of the node: " + target.node() + ".");
        }
        return cluster.putBackUnproven(target.node(), typed);
    }
}
