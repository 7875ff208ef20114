package lockstep.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import lockstep.run.SnapshotOperations.Pruning;
import lockstep.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Removes the snapshots that the rules do not keep.
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = {
            "Removes the snapshots that the rules of the cluster file's [snapshots] do not keep.",
            "Shows what goes, what stays and why, and how much that frees, and asks."
        },
        footer = {
            "",
            "Ends with 0 when what goes is gone, with 2 when some of it is, with 3 when nobody"
                    + " agreed, with 5 when a node could not be seen or nothing could be removed."
        })
final class SnapshotPrune implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;
    private final Map<String, Fault> failures = new LinkedHashMap<>();
    private @Nullable Pruning pruning;

    @Mixin private NodesNamed named = new NodesNamed();

    @Option(names = "--dry-run", description = "Shows what would go, and removes nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Agrees beforehand.")
    private boolean yes;

    SnapshotPrune(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        return new Answer(clusters, terminal, named).of(this::pruned, this::json);
    }

    private ExitCode pruned(Answer.Desk desk) throws FaultException {
        Operations cluster = desk.cluster();
        Terminal told = desk.told();
        Pruning found =
                PruneLines.of(
                        cluster.snapshots().pruning(Instant.now(), desk.cancel()),
                        named.of(cluster.cluster()));
        pruning = found;
        failures.putAll(found.failures());
        found.failures().values().stream().map(Fault::message).forEach(told::note);
        new PruneLines(told).print(found);
        ExitCode seen = failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        Map<String, List<Snapshot>> going = PruneLines.going(found.nodes());
        if (going.isEmpty() || dryRun) {
            return seen;
        }
        if (!desk.interrupt().asking(() -> agreed(told, going, yes))) {
            return ExitCode.REFUSED;
        }
        Map<String, Fault> kept = new PruneLines(told).remove(cluster, going, desk.cancel());
        failures.putAll(kept);
        return kept.isEmpty() ? seen : PruneLines.code(going, kept);
    }

    /// Whether these may be removed.
    static boolean agreed(Terminal told, Map<String, List<Snapshot>> going, boolean beforehand) {
        if (beforehand) {
            return true;
        }
        if (!told.asks()) {
            told.note("Nothing was removed: nobody is here to agree. --yes agrees beforehand.");
            return false;
        }
        long count = going.values().stream().mapToLong(List::size).sum();
        boolean agreed =
                told.agreed(
                        "Remove "
                                + Words.count(count, "snapshot")
                                + " of "
                                + Words.list(List.copyOf(going.keySet()))
                                + "?");
        if (!agreed) {
            told.note("Nothing was removed.");
        }
        return agreed;
    }

    private void json(Json json) {
        json.name("dryRun").value(dryRun);
        json.name("nodes").array();
        Pruning known = pruning;
        if (known != null) {
            known.nodes().forEach((node, shelf) -> node(json, node, shelf));
        }
        json.end();
        ShelfTable.failures(json, failures);
    }

    private static void node(Json json, String node, Pruning.Shelf shelf) {
        json.object().name("name").value(node);
        PruneLines.json(json, shelf.freed());
        json.name("snapshots").array();
        for (Pruning.Fate fate : shelf.all()) {
            json.object();
            ShelfTable.json(json, fate.kept());
            json.name("goes").value(fate.goes());
            json.name("because").value(fate.why()).end();
        }
        json.end().end();
    }
}
