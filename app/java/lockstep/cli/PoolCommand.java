package lockstep.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Nodes and the pools they are in. Does nothing without one of its own commands.
@Command(
        name = "pool",
        mixinStandardHelpOptions = true,
        description = "Shows the pools that nodes are in, and takes nodes out of and into them.")
public final class PoolCommand implements Callable<ExitCode> {
    @Spec private @Nullable CommandSpec spec;

    private PoolCommand() {}

    /// The command with those below it.
    public static CommandLine of(Clusters clusters, Terminal terminal) {
        CommandLine pool = new CommandLine(new PoolCommand());
        pool.addSubcommand(new PoolList(clusters, terminal));
        pool.addSubcommand("drain", PoolTakeOut.drain(clusters, terminal));
        pool.addSubcommand("maint", PoolTakeOut.maintenance(clusters, terminal));
        pool.addSubcommand(new PoolEnd(clusters, terminal));
        pool.addSubcommand(new PoolReady(clusters, terminal));
        pool.addSubcommand(new PoolWatch(clusters, terminal));
        pool.addSubcommand(new PoolLog(clusters, terminal));
        return pool;
    }

    @Override
    public ExitCode call() {
        CommandSpec known = java.util.Objects.requireNonNull(spec);
        throw new CommandLine.ParameterException(
                known.commandLine(), "Which: list, drain, maint, end, ready, watch or log?");
    }
}
