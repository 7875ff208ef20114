package lockstep.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import lockstep.run.Operations;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.Patience;
import lockstep.run.Operations.Pools;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Takes a node out of every pool that it is in.
@Command(mixinStandardHelpOptions = true)
final class PoolTakeOut implements Callable<ExitCode> {
    /// The longest reason that is kept, in characters.
    private static final int MAX_WHY = 200;

    private final Way usual;
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private PoolTarget target = new PoolTarget();

    @Option(
            names = "--then",
            paramLabel = "WHAT",
            description =
                    "What becomes of sessions that are left when --wait is over: stay (they go on,"
                            + " this ends with 3), maint (the node goes into maintenance, bound"
                            + " clients are sent elsewhere) or end (they are cut).")
    private @Nullable Afterwards then;

    @Option(
            names = "--by-weight",
            description = "Drains by a weight of 0, where a balancer knows weights.")
    private boolean byWeight;

    @Option(
            names = "--force",
            description = "Takes it out even if too few servers would be left in a pool.")
    private boolean force;

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            description = "The reason, for whoever finds it out.")
    private String why = "";

    @Option(
            names = "--until",
            paramLabel = "WHEN",
            converter = Moment.class,
            description =
                    "When it is to be back: 2h, 18:30, 2026-12-24T08:00. It is shown as overdue"
                            + " after that; nothing puts it back by itself.")
    private @Nullable Instant until;

    /// The words for [AtLimit].
    enum Afterwards {
        stay(AtLimit.STAY),
        maint(AtLimit.MAINTENANCE),
        end(AtLimit.END_SESSIONS);

        private final AtLimit meant;

        Afterwards(AtLimit meant) {
            this.meant = meant;
        }
    }

    private PoolTakeOut(Way usual, Clusters clusters, Terminal terminal) {
        this.usual = usual;
        this.clusters = clusters;
        this.terminal = terminal;
    }

    static CommandLine drain(Clusters clusters, Terminal terminal) {
        return of(
                Way.DRAIN,
                "Takes a node out of every pool: new sessions go elsewhere, those that run may"
                        + " end.",
                clusters,
                terminal);
    }

    static CommandLine maintenance(Clusters clusters, Terminal terminal) {
        return of(
                Way.MAINTENANCE,
                "Takes a node out of every pool at once: no sessions, no health checks.",
                clusters,
                terminal);
    }

    private static CommandLine of(
            Way way, String description, Clusters clusters, Terminal terminal) {
        CommandLine command = new CommandLine(new PoolTakeOut(way, clusters, terminal));
        command.getCommandSpec().usageMessage().description(description);
        return command;
    }

    @Override
    public ExitCode call() throws FaultException {
        Duration limit = target.limit();
        if (then != null && limit == null) {
            throw target.misused("--then says what is done after --wait.");
        }
        if (byWeight && usual != Way.DRAIN) {
            throw target.misused("--by-weight is a way to drain.");
        }
        Leave leave =
                new Leave(
                        byWeight ? Way.WEIGHT_ZERO : usual,
                        force ? Leave.Floor.IGNORED : Leave.Floor.KEPT,
                        "",
                        Visible.text(why, MAX_WHY),
                        Optional.ofNullable(until));
        try (Operations cluster = clusters.open(target.file())) {
            target.check(cluster);
            Pools pools = cluster.takeOut(target.node(), leave);
            if (limit == null) {
                return target.tell(pools, terminal);
            }
            Patience patience = new Patience(limit, then == null ? AtLimit.STAY : then.meant);
            return target.await(
                    cluster,
                    terminal,
                    (each, cancel) -> cluster.awaitZero(target.node(), patience, each, cancel));
        }
    }
}
