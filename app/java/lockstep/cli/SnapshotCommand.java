package lockstep.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Snapshots of nodes. Does nothing without one of its own commands.
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "Makes, shows, proves and removes snapshots of what nodes hold.",
            "They lie on the nodes, beside their roots; lockstep rollback brings one back."
        })
public final class SnapshotCommand implements Callable<ExitCode> {
    @Spec private @Nullable CommandSpec spec;

    private SnapshotCommand() {}

    /// The command with those below it.
    public static CommandLine of(Clusters clusters, Terminal terminal) {
        CommandLine snapshot = new CommandLine(new SnapshotCommand());
        snapshot.addSubcommand(new SnapshotMake(clusters, terminal));
        snapshot.addSubcommand(new SnapshotList(clusters, terminal));
        snapshot.addSubcommand(new SnapshotDiff(clusters, terminal));
        snapshot.addSubcommand(new SnapshotCheck(clusters, terminal));
        snapshot.addSubcommand(new SnapshotPrune(clusters, terminal));
        snapshot.addSubcommand(new SnapshotRemove(clusters, terminal));
        snapshot.addSubcommand(new SnapshotPin(clusters, terminal));
        snapshot.addSubcommand(new SnapshotUnpin(clusters, terminal));
        return snapshot;
    }

    @Override
    public ExitCode call() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "Which: make, list, diff, check, prune, remove, pin or unpin?");
    }
}
