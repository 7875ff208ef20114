package lockstep.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
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
        Terminal told = named.asJson() ? terminal.aside() : terminal;
        Cancel cancel = new Cancel();
        try (Operations cluster = clusters.open(named.file());
                Interrupt interrupt = new Interrupt(cancel, told)) {
            Map<String, List<Snapshot>> going = going(cluster, told, cancel);
            Map<String, Freed> freed = new LinkedHashMap<>();
            for (Map.Entry<String, List<Snapshot>> node : going.entrySet()) {
                Freed bytes = cluster.snapshots().freed(node.getKey(), node.getValue(), cancel);
                freed.put(node.getKey(), bytes);
                node.getValue().forEach(one -> told.say(node.getKey() + ": " + one.name()));
                told.say(
                        node.getKey()
                                + ": "
                                + Words.count(node.getValue().size(), "snapshot")
                                + ", "
                                + PruneLines.freed(bytes)
                                + ".");
            }
            ExitCode code =
                    interrupt.asking(() -> SnapshotPrune.agreed(told, going, yes))
                            ? removed(cluster, going, told, cancel)
                            : ExitCode.REFUSED;
            if (named.asJson()) {
                terminal.say(to -> json(to, going, freed, code));
            }
            return code;
        }
    }

    private Map<String, List<Snapshot>> going(Operations cluster, Terminal told, Cancel cancel)
            throws FaultException {
        Choosing choosing = new Choosing(cluster, told, cancel);
        List<String> nodes = named.of(cluster.cluster());
        Map<String, List<Snapshot>> going = new LinkedHashMap<>();
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
        return going;
    }

    private static ExitCode removed(
            Operations cluster, Map<String, List<Snapshot>> going, Terminal told, Cancel cancel)
            throws FaultException {
        Map<String, Fault> failed = new PruneLines(told).remove(cluster, going, cancel);
        return failed.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static void json(
            Appendable to,
            Map<String, List<Snapshot>> going,
            Map<String, Freed> freed,
            ExitCode code) {
        Json json = new Json(to).object();
        json.name("result").value(ReportJson.word(code));
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
        json.end().end().finish();
    }
}
