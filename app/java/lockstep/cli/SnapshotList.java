package lockstep.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
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
    private final Map<String, List<Kept>> nodes = new LinkedHashMap<>();
    private final Map<String, Fault> failures = new LinkedHashMap<>();

    @Mixin private NodesNamed named = new NodesNamed();

    SnapshotList(Clusters clusters, Terminal terminal) {
        this.clusters = clusters;
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws FaultException {
        return new Answer(clusters, terminal, named).of(this::listed, this::json);
    }

    private ExitCode listed(Answer.Desk desk) throws FaultException {
        List<String> names = named.of(desk.cluster().cluster());
        Shelves all = desk.cluster().snapshots().shelves(desk.cancel());
        nodes.putAll(all.nodes());
        nodes.keySet().retainAll(names);
        failures.putAll(all.failures());
        failures.keySet().retainAll(names);
        failures.values().stream().map(Fault::message).forEach(desk.told()::note);
        if (!named.asJson()) {
            ShelfTable.print(desk.told(), nodes);
        }
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void json(Json json) {
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
    }
}
