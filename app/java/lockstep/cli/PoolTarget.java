package lockstep.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.pool.Member;
import lockstep.pool.State;
import lockstep.run.Operations;
import lockstep.run.Operations.Pools;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What every command that changes one node's place in its pools is told, and how it waits and
/// tells what came of it.
final class PoolTarget {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

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

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean asJson;

    Path file() {
        return file;
    }

    String node() {
        return node;
    }

    /// How long to wait; null when that was not asked for.
    @Nullable Duration limit() {
        return limit;
    }

    /// @throws CommandLine.ParameterException when the cluster has no such node
    void check(Operations cluster) {
        List<String> names = cluster.cluster().nodes().stream().map(n -> n.name()).toList();
        if (!names.contains(node)) {
            throw misused("There is no node of that name; there are " + Words.list(names) + ".");
        }
    }

    CommandLine.ParameterException misused(String text) {
        CommandSpec known = java.util.Objects.requireNonNull(spec);
        return new CommandLine.ParameterException(known.commandLine(), text);
    }

    /// A wait that tells what it saw.
    interface Wait {
        String of(Consumer<List<Member>> each, Cancel cancel) throws FaultException;
    }

    /// Waits, with progress and Ctrl+C; then tells what came of it.
    ExitCode await(Operations cluster, Terminal terminal, Wait wait) throws FaultException {
        Cancel cancel = new Cancel();
        String note;
        try (Interrupt _ = new Interrupt(cancel, terminal)) {
            note = wait.of(members -> terminal.progress(progress(members)), cancel);
        } finally {
            terminal.quiet();
        }
        if (!asJson) {
            terminal.say(node + ": " + note);
        }
        return tell(cluster.pools(), terminal);
    }

    ExitCode tell(Pools pools, Terminal terminal) {
        if (asJson) {
            terminal.say(PoolTable.json(pools));
            PoolTable.troubles(pools, terminal);
        } else {
            PoolTable.print(pools, terminal);
        }
        return pools.failures().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private String progress(List<Member> members) {
        OptionalInt sessions = lockstep.pool.Pools.sessions(members);
        long up = members.stream().filter(m -> m.state() == State.UP).count();
        boolean leaving = members.stream().anyMatch(m -> m.state().isOut());
        return "Waiting for "
                + node
                + ": "
                + (leaving
                        ? (sessions.isPresent() ? sessions.getAsInt() : "unknown")
                                + " sessions left"
                        : up + " of " + members.size() + " up");
    }
}
