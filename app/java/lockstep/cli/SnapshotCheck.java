package lockstep.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.run.SnapshotOperations.Soundness;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Proves that snapshots are what they were.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads snapshots whole and holds them against their manifests.",
            "Without a name all of them are read, which may take long."
        },
        footer = {
            "",
            "Ends with 0 when all are sound, with 1 when one is damaged or nothing proves it, with 5"
                    + " when one could not be read. A damaged one is never written back."
        })
final class SnapshotCheck implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;
    private final List<Found> all = new ArrayList<>();

    @Mixin private NodesNamed named = new NodesNamed();

    @Parameters(
            index = "1",
            arity = "0..*",
            paramLabel = "SNAPSHOT",
            description = "A snapshot's name, a run's, or a time: each node's newest by then.")
    private List<String> snapshots = new ArrayList<>();

    SnapshotCheck(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    /// What was found of one.
    private sealed interface Found {
        String node();

        Snapshot snapshot();
    }

    private record Read(String node, Snapshot snapshot, Soundness soundness) implements Found {}

    private record Failed(String node, Snapshot snapshot, Fault fault) implements Found {}

    @Override
    public ExitCode call() throws FaultException {
        return new Answer(clusters, terminal, named).of(this::checked, this::json);
    }

    private ExitCode checked(Answer.Desk desk) throws FaultException {
        for (Map.Entry<String, List<Snapshot>> node : chosen(desk).entrySet()) {
            for (Snapshot snapshot : node.getValue()) {
                desk.cancel().check(node.getKey());
                Found found = found(desk, node.getKey(), snapshot);
                all.add(found);
                tell(found, desk.told());
            }
        }
        if (all.isEmpty()) {
            desk.told().say("There are no snapshots.");
        }
        return code();
    }

    private Map<String, List<Snapshot>> chosen(Answer.Desk desk) throws FaultException {
        Choosing choosing = new Choosing(desk);
        List<String> nodes = named.of(desk.cluster().cluster());
        Map<String, List<Snapshot>> chosen = new LinkedHashMap<>();
        if (snapshots.isEmpty()) {
            choosing.shelves(nodes)
                    .forEach(
                            (node, kept) ->
                                    chosen.put(node, kept.stream().map(Kept::snapshot).toList()));
        }
        for (String typed : snapshots) {
            choosing.named(nodes, typed, named.areGiven())
                    .forEach(
                            (node, kept) ->
                                    chosen.computeIfAbsent(node, _ -> new ArrayList<>())
                                            .add(kept.snapshot()));
        }
        return chosen;
    }

    private static Found found(Answer.Desk desk, String node, Snapshot snapshot)
            throws FaultException {
        try {
            Soundness soundness =
                    desk.cluster()
                            .snapshots()
                            .check(
                                    node,
                                    snapshot,
                                    new SnapshotProgress(desk.told()),
                                    desk.cancel());
            return new Read(node, snapshot, soundness);
        } catch (FaultException e) {
            if (e.fault() instanceof Fault.Cancelled) {
                throw e;
            }
            return new Failed(node, snapshot, e.fault());
        } finally {
            desk.told().quiet();
        }
    }

    private static void tell(Found found, Terminal told) {
        String which = found.node() + ": " + found.snapshot().name() + " ";
        switch (found) {
            case Read(_, _, Soundness read) when read.isSound() ->
                    told.say(which + "is sound, " + Words.entries(read.entries()) + ".");
            case Read(_, _, Soundness read) -> {
                told.say(which + "is DAMAGED, " + Words.entries(read.count()) + ":");
                read.damage().forEach(damage -> told.say("    " + damage));
            }
            case Failed(_, _, Fault fault) -> {
                told.say(which + "is NOT proven sound.");
                told.note(fault.message());
            }
        }
    }

    /// A refusal is one to vouch for the snapshot; other faults say nothing of it.
    private ExitCode code() {
        ExitCode code = ExitCode.DONE;
        for (Found found : all) {
            boolean damaged =
                    switch (found) {
                        case Read(_, _, Soundness read) -> !read.isSound();
                        case Failed(_, _, Fault fault) -> fault instanceof Fault.GuardTripped;
                    };
            if (damaged) {
                return ExitCode.DRIFT;
            }
            if (found instanceof Failed) {
                code = ExitCode.FAILED;
            }
        }
        return code;
    }

    private void json(Json json) {
        json.name("snapshots").array();
        for (Found found : all) {
            json.object().name("node").value(found.node());
            json.name("snapshot").value(found.snapshot().name());
            json.name("sound").value(found instanceof Read read && read.soundness().isSound());
            switch (found) {
                case Read(_, _, Soundness read) -> {
                    json.name("entries").value(read.entries());
                    json.name("damaged").value(read.count());
                    json.name("damage").array();
                    read.damage().forEach(json::value);
                    json.end();
                }
                case Failed(_, _, Fault fault) -> DriftJson.fault(json.name("fault"), fault);
            }
            json.end();
        }
        json.end();
    }
}
