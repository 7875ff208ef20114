package lockstep.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.run.SnapshotOperations.Shelves;
import lockstep.snapshot.Kept;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The snapshots that nodes have.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the snapshots of the nodes, the newest first.",
        footer = {"", "Ends with 0 when every node answered, else with 5."})
final class SnapshotList implements Callable<ExitCode> {
    private final Clusters clusters;
    private final Terminal terminal;

    @Mixin private NodesNamed named = new NodesNamed();

    SnapshotList(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        Cancel cancel = new Cancel();
        try (Operations cluster = clusters.open(named.file());
                Interrupt _ = new Interrupt(cancel, terminal)) {
            List<String> names = named.of(cluster.cluster());
            Shelves all = cluster.snapshots().shelves(cancel);
            Map<String, List<Kept>> nodes = new LinkedHashMap<>(all.nodes());
            nodes.keySet().retainAll(names);
            Map<String, Fault> failures = new LinkedHashMap<>(all.failures());
            failures.keySet().retainAll(names);
            failures.values().stream().map(Fault::message).forEach(terminal::note);
            if (named.asJson()) {
                terminal.say(to -> json(to, nodes, failures));
            } else {
                ShelfTable.print(terminal, nodes);
            }
            return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static void json(
            Appendable to, Map<String, List<Kept>> nodes, Map<String, Fault> failures) {
        Json json = new Json(to).object();
        json.name("nodes").array();
        nodes.forEach(
                (node, all) -> {
                    json.object().name("name").value(node);
                    json.name("snapshots").array();
                    for (Kept kept : all) {
                        json.object();
                        ShelfTable.json(json, kept);
                        json.end();
                    }
                    json.end().end();
                });
        json.end();
        ShelfTable.failures(json, failures);
        json.end().finish();
    }
}
