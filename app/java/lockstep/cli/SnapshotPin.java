package lockstep.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.snapshot.Kept;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Pins a snapshot, so that it is not removed.
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        description = "Pins a snapshot: no rule removes it, nor anybody who does not unpin it.")
final class SnapshotPin implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private NodesNamed named = new NodesNamed();

    @Parameters(
            index = "1",
            paramLabel = "SNAPSHOT",
            description = "A snapshot's name, a run's, or a time: each node's newest by then.")
    private String snapshot = "";

    @Option(
            names = "--why",
            required = true,
            paramLabel = "TEXT",
            description = "Why it is to stay.")
    private String why = "";

    SnapshotPin(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        if (why.isBlank()) {
            throw named.misused("--why must say something.");
        }
        return each(
                new Answer(clusters, terminal, named),
                named,
                snapshot,
                " pinned",
                (cluster, node, kept, cancel) ->
                        cluster.snapshots().pin(node, kept.snapshot(), why, cancel));
    }

    /// What is done to a snapshot.
    interface Work {
        void on(Operations cluster, String node, Kept kept, Cancel cancel) throws FaultException;
    }

    /// Does it to the snapshot of each node, and tells it.
    static ExitCode each(Answer answer, NodesNamed named, String typed, String done, Work work)
            throws FaultException {
        Map<String, Kept> all = new LinkedHashMap<>();
        return answer.of(
                desk -> {
                    Operations cluster = desk.cluster();
                    Map<String, Kept> found =
                            new Choosing(desk)
                                    .named(named.of(cluster.cluster()), typed, named.areGiven());
                    for (Map.Entry<String, Kept> node : found.entrySet()) {
                        Kept kept = node.getValue();
                        try {
                            work.on(cluster, node.getKey(), kept, desk.cancel());
                        } catch (FaultException e) {
                            if (all.isEmpty()) {
                                throw e;
                            }
                            desk.told().note(e.fault().message());
                            return ExitCode.PARTIAL;
                        }
                        all.put(node.getKey(), kept);
                        desk.told().say(node.getKey() + ": " + kept.snapshot().name() + done + ".");
                    }
                    return ExitCode.DONE;
                },
                json -> json(json, all));
    }

    /// Those to which it was done, also where another failed after them.
    private static void json(Json json, Map<String, Kept> all) {
        json.name("nodes").array();
        all.forEach(
                (node, kept) -> {
                    json.object().name("name").value(node);
                    json.name("snapshot").value(kept.snapshot().name()).end();
                });
        json.end();
    }
}
