package lockstep.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import lockstep.run.Operations.Pools;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Members of every pool as the balancers see them now.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists every node with its members in every pool.",
        footer = {"", "Ends with 0 when every balancer answered, else with 5."})
final class PoolList implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean asJson;

    PoolList(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        try (Operations cluster = clusters.open(file)) {
            Pools pools = cluster.pools();
            if (asJson) {
                terminal.say(PoolTable.json(pools));
                PoolTable.troubles(pools, terminal);
            } else {
                PoolTable.print(pools, terminal);
            }
            return pools.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }
}
