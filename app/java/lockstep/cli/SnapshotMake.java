package lockstep.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Keeping;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.run.SnapshotOperations.Forecasts;
import lockstep.run.SnapshotOperations.Made;
import lockstep.run.SnapshotOperations.Pruning;
import lockstep.run.SnapshotOperations.Shelves;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Retention;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Keeps what nodes hold now.
@Command(
        name = "make",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a snapshot of each node, all under one name, and proves it by its manifest.",
            "Tells first what it needs; where there is no room none is made."
        },
        footer = {
            "",
            "Ends with 0 when all are made, or none was due; with 2 when some are, with 3 when there"
                    + " is no room or a run goes on, with 5 when none could be made."
        })
final class SnapshotMake implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;
    private final Map<String, Fault> failures = new LinkedHashMap<>();
    private final Map<String, Kept> made = new LinkedHashMap<>();
    private final Map<String, List<Snapshot>> removed = new LinkedHashMap<>();
    private Terminal told;

    @Mixin private NodesNamed named = new NodesNamed();

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, to be shown with it.")
    private String why = "";

    @Option(
            names = "--if-due",
            description =
                    "For cron: only of nodes whose newest snapshot is as old as every in"
                            + " [snapshots] of the cluster file says; then removes what its rules"
                            + " do not keep, also where none could be made.")
    private boolean ifDue;

    @Option(names = "--no-prune", description = "With --if-due: removes nothing.")
    private boolean unpruned;

    SnapshotMake(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
        told = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        return new Answer(clusters, terminal, named).of(this::answered, this::json);
    }

    private ExitCode answered(Answer.Desk desk) throws FaultException {
        Operations cluster = desk.cluster();
        Cancel cancel = desk.cancel();
        told = desk.told();
        List<String> nodes = named.of(cluster.cluster());
        if (ifDue) {
            nodes = due(cluster, nodes, cancel);
        }
        ExitCode code = nodes.isEmpty() ? unmade() : make(cluster, nodes, cancel);
        // Also where none could be made: a full disk stays full unless something goes.
        if (ifDue && !unpruned && !nodes.isEmpty()) {
            boolean clean = pruned(cluster, cancel);
            return code == ExitCode.DONE && !clean ? ExitCode.PARTIAL : code;
        }
        return code;
    }

    private ExitCode unmade() {
        if (failures.isEmpty()) {
            told.say("No snapshot is due.");
        }
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /// Those whose newest snapshot is old enough.
    private List<String> due(Operations cluster, List<String> nodes, Cancel cancel)
            throws FaultException {
        Keeping keeping = cluster.cluster().keeping();
        if (keeping.every().isEmpty()) {
            throw named.misused(
                    "The cluster file says no every in [snapshots]: no snapshot is ever due.");
        }
        Shelves shelves = cluster.snapshots().shelves(cancel);
        List<String> due = new ArrayList<>();
        for (String node : nodes) {
            Fault fault = shelves.failures().get(node);
            if (fault != null) {
                failed(node, fault);
            } else if (Retention.due(
                    keeping, shelves.nodes().getOrDefault(node, List.of()), Instant.now())) {
                due.add(node);
            }
        }
        return due;
    }

    private ExitCode make(Operations cluster, List<String> nodes, Cancel cancel)
            throws FaultException {
        List<String> fit = fitting(cluster.snapshots().forecast(nodes, cancel));
        if (!fit.isEmpty()) {
            About.Reason reason = ifDue ? About.Reason.SCHEDULE : About.Reason.HAND;
            Made all;
            try {
                all =
                        cluster.snapshots()
                                .make(fit, reason, why, new SnapshotProgress(told), cancel);
            } finally {
                told.quiet();
            }
            made.putAll(all.nodes());
            made.forEach((node, kept) -> told.say(ShelfTable.line(node, kept)));
            all.failures().forEach(this::failed);
        }
        if (failures.isEmpty()) {
            return ExitCode.DONE;
        }
        return made.isEmpty() ? ExitCode.of(failures.values().iterator().next()) : ExitCode.PARTIAL;
    }

    /// The nodes that have room.
    private List<String> fitting(Forecasts forecasts) {
        List<String> fit = new ArrayList<>();
        forecasts.failures().forEach(this::failed);
        forecasts
                .nodes()
                .forEach(
                        (node, space) -> {
                            told.say(node + ": " + words(space));
                            space.lack()
                                    .ifPresentOrElse(
                                            lack -> failed(node, lacking(node, lack)),
                                            () -> fit.add(node));
                        });
        return fit;
    }

    private static String words(Space space) {
        return "%s, needs about %s, %s free%s"
                .formatted(
                        space.method().name().toLowerCase(Locale.ROOT),
                        Words.bytes(space.estimatedBytes()),
                        Words.bytes(space.freeBytes()),
                        switch (space.placement()) {
                            case SAME_FILE_SYSTEM -> "";
                            case OTHER_FILE_SYSTEM -> " on another file system than the tree";
                        });
    }

    private static Fault lacking(String node, String lack) {
        return new Fault.GuardTripped(
                node,
                "There is too little room: " + lack + ".",
                "No snapshot was begun there. Free some space: lockstep snapshot prune FILE.");
    }

    private void failed(String node, Fault fault) {
        if (failures.putIfAbsent(node, fault) == null) {
            told.note(fault.message());
        }
    }

    /// Whether what the rules do not keep is gone.
    private boolean pruned(Operations cluster, Cancel cancel) throws FaultException {
        Pruning pruning =
                PruneLines.of(
                        cluster.snapshots().pruning(Instant.now(), cancel),
                        named.of(cluster.cluster()));
        PruneLines lines = new PruneLines(told);
        pruning.failures().forEach(this::failed);
        Map<String, List<Snapshot>> going = PruneLines.going(pruning.nodes());
        if (going.isEmpty()) {
            return pruning.failures().isEmpty();
        }
        lines.going(pruning);
        Map<String, Fault> kept = lines.remove(cluster, going, cancel);
        removed.putAll(going);
        removed.keySet().removeAll(kept.keySet());
        kept.forEach(failures::putIfAbsent);
        return kept.isEmpty() && pruning.failures().isEmpty();
    }

    private void json(Json json) {
        json.name("nodes").array();
        made.forEach(
                (node, kept) -> {
                    json.object().name("name").value(node);
                    ShelfTable.json(json, kept);
                    json.end();
                });
        json.end();
        ShelfTable.failures(json, failures);
        json.name("removed").array();
        removed.forEach(
                (node, all) -> {
                    json.object().name("name").value(node);
                    json.name("snapshots").array();
                    all.forEach(one -> json.value(one.name()));
                    json.end().end();
                });
        json.end();
    }
}
