package lockstep.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.pool.Member;
import lockstep.run.Operations;
import lockstep.run.Operations.Pools;
import lockstep.run.Operations.Switch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Takes a node out of, or puts it back into, every pool that it is in.
@Command(mixinStandardHelpOptions = true)
final class PoolSwitch implements Callable<ExitCode> {
    private final Switch to;
    private final Clusters clusters;
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "NODE", description = "A node's name in that file.")
    private String node = "";

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "5m",
            paramLabel = "TIME",
            converter = Span.class,
            description =
                    "Waits until it has had its effect: no session left on a node that is taken"
                            + " out, every member up on one that is put back. Gives up after TIME"
                            + " (90s, 5m, 1h; usually 5m) and ends with 3.")
    private @Nullable Duration limit;

    @Option(
            names = "--force",
            description = "Takes it out even if too few servers would be left in a pool.")
    private boolean force;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean asJson;

    private PoolSwitch(Switch to, Clusters clusters, Terminal terminal) {
        this.to = to;
        this.clusters = clusters;
        this.terminal = terminal;
    }

    static CommandLine of(Switch to, Clusters clusters, Terminal terminal) {
        CommandLine command = new CommandLine(new PoolSwitch(to, clusters, terminal));
        command.getCommandSpec().usageMessage().description(description(to));
        return command;
    }

    private static String description(Switch to) {
        return switch (to) {
            case DRAIN ->
                    "Takes a node out of every pool: new sessions go elsewhere, those that run may"
                            + " end.";
            case MAINTENANCE ->
                    "Takes a node out of every pool at once: no sessions, no health checks.";
            case READY -> "Puts a node back into every pool.";
        };
    }

    @Override
    public ExitCode call() throws FaultException {
        try (Operations cluster = clusters.open(file)) {
            checkNode(cluster);
            Pools pools = cluster.switchNode(node, to, force);
            Duration patience = limit;
            String note = patience == null ? "" : settle(cluster, patience);
            Pools now = patience == null ? pools : cluster.pools();
            print(now, note);
            return now.failures().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private void checkNode(Operations cluster) {
        List<String> names = cluster.cluster().nodes().stream().map(n -> n.name()).toList();
        if (!names.contains(node)) {
            CommandSpec known = java.util.Objects.requireNonNull(spec);
            throw new CommandLine.ParameterException(
                    known.commandLine(),
                    "There is no node of that name; there are " + Words.list(names) + ".");
        }
    }

    private String settle(Operations cluster, Duration patience) throws FaultException {
        Cancel cancel = new Cancel();
        try (Interrupt _ = new Interrupt(cancel, terminal)) {
            return cluster.settle(node, to, patience, this::show, cancel);
        } finally {
            terminal.quiet();
        }
    }

    private void show(List<Member> members) {
        OptionalInt sessions = lockstep.pool.Pools.sessions(members);
        long up = members.stream().filter(m -> m.state() == lockstep.pool.State.UP).count();
        terminal.progress(
                to == Switch.READY
                        ? "Waiting for " + node + ": " + up + " of " + members.size() + " up"
                        : "Waiting for "
                                + node
                                + ": "
                                + (sessions.isPresent() ? sessions.getAsInt() : "unknown")
                                + " sessions left");
    }

    private void print(Pools pools, String note) {
        if (asJson) {
            terminal.say(PoolTable.json(pools));
            PoolTable.troubles(pools, terminal);
            return;
        }
        if (!note.isEmpty()) {
            terminal.say(node + ": " + note);
        }
        PoolTable.print(pools, terminal);
    }
}
