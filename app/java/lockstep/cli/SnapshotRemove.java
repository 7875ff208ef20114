package lockstep.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.run.Operations;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Removes snapshots that are named.
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = {
            "Removes snapshots, whatever the rules say, and tells how much that frees.",
            "One that is pinned, or that a run needs which waits, is refused before anything goes."
        },
        footer = {"", "Ends as prune."})
final class SnapshotRemove implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;
    private final Map<String, List<Snapshot>> going = new LinkedHashMap<>();
    private final Map<String, Freed> freed = new LinkedHashMap<>();
    private final Map<String, Fault> failures = new LinkedHashMap<>();

    @Mixin private NodesNamed named = new NodesNamed();

    @Parameters(
            index = "1",
            arity = "1..*",
            paramLabel = "SNAPSHOT",
            description = "A snapshot's name, or a run's.")
    private List<String> snapshots = new ArrayList<>();

    @Option(names = "--yes", description = "Agrees beforehand.")
    private boolean yes;

    SnapshotRemove(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        if (snapshots.stream().anyMatch(typed -> typed.contains(":"))) {
            throw named.misused("What is removed is named, not told by a time.");
        }
        return new Answer(clusters, terminal, named).of(this::removed, this::json);
    }

    private ExitCode removed(Answer.Desk desk) throws FaultException {
        Operations cluster = desk.cluster();
        Terminal told = desk.told();
        choose(new Choosing(desk), named.of(cluster.cluster()));
        for (Map.Entry<String, List<Snapshot>> node : going.entrySet()) {
            String name = node.getKey();
            Freed bytes = cluster.snapshots().freed(name, node.getValue(), desk.cancel());
            freed.put(name, bytes);
            node.getValue().forEach(one -> told.say(name + ": " + one.name()));
            String count = Words.count(node.getValue().size(), "snapshot");
            told.say(name + ": " + count + ", " + PruneLines.freed(bytes) + ".");
        }
        if (!desk.interrupt().asking(() -> SnapshotPrune.agreed(told, going, yes))) {
            return ExitCode.REFUSED;
        }
        failures.putAll(new PruneLines(told).remove(cluster, going, desk.cancel()));
        return failures.isEmpty() ? ExitCode.DONE : PruneLines.code(going, failures);
    }

    private void choose(Choosing choosing, List<String> nodes) throws FaultException {
        for (String typed : snapshots) {
            Map<String, Kept> found = choosing.named(nodes, typed, named.areGiven());
            found.forEach(
                    (node, kept) -> {
                        List<Snapshot> all = going.computeIfAbsent(node, _ -> new ArrayList<>());
                        if (!all.contains(kept.snapshot())) {
                            all.add(kept.snapshot());
                        }
                    });
        }
    }

    private void json(Json json) {
        json.name("nodes").array();
        going.forEach(
                (node, all) -> {
                    json.object().name("name").value(node);
                    PruneLines.json(
                            json, freed.getOrDefault(node, new Freed(0, Freed.Certainty.AT_MOST)));
                    json.name("snapshots").array();
                    all.forEach(one -> json.value(one.name()));
                    json.end().end();
                });
        json.end();
        ShelfTable.failures(json, failures);
    }
}
