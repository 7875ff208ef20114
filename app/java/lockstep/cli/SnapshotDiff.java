package lockstep.cli;

import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.report.RollbackWords;
import lockstep.run.Rollback;
import lockstep.snapshot.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What nodes hold, held against what they held then.
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Compares nodes with a snapshot of them, by content: what rolling back would change.",
            "Changes nothing."
        },
        footer = {
            "",
            "Ends with 0 when nothing differs, with 1 when something does, with 5 when that cannot"
                    + " be told."
        })
final class SnapshotDiff implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;
    private final RollbackJson json = new RollbackJson();

    @Mixin private NodesNamed named = new NodesNamed();

    @Parameters(
            index = "1",
            paramLabel = "SNAPSHOT",
            description = "A snapshot's name, a run's, or a time: each node's newest by then.")
    private String snapshot = "";

    @Option(names = "--all", description = "Shows every path that differs.")
    private boolean all;

    SnapshotDiff(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        return new Answer(clusters, terminal, named).of(this::compared, json::members);
    }

    private ExitCode compared(Answer.Desk desk) throws FaultException {
        Choosing choosing = new Choosing(desk);
        Map<String, Snapshot> snapshots = new LinkedHashMap<>();
        choosing.named(named.of(desk.cluster().cluster()), snapshot, named.areGiven())
                .forEach((node, kept) -> snapshots.put(node, kept.snapshot()));
        Rollback preview = choosing.preview(snapshots);
        json.rollback(preview);
        if (!named.asJson()) {
            print(preview, all ? Integer.MAX_VALUE : 200);
        }
        return code(preview);
    }

    private static ExitCode code(Rollback preview) {
        List<Rollback.Target> targets = preview.targets();
        if (targets.stream().anyMatch(target -> !target.plan().rows().isEmpty())) {
            return ExitCode.DRIFT;
        }
        return targets.stream().allMatch(RollbackWords::isTold) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void print(Rollback preview, int limit) {
        Clock clock = Clock.system(ZoneId.systemDefault());
        List<Rollback.Target> targets = preview.targets();
        for (Rollback.Target target : targets) {
            terminal.say(RollbackWords.target(target, clock));
            target.drift().verdict().reasons().forEach(terminal::note);
            new Matrix(terminal, target.drift()).print(Matrix.Rows.DIFFERENCES, limit);
        }
        terminal.say("Going back: " + RollbackWords.sentence(preview, clock) + ".");
    }
}
