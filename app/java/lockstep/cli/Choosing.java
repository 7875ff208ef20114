package lockstep.cli;

import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.report.RollbackWords;
import lockstep.run.Operations;
import lockstep.run.Rollback;
import lockstep.run.SnapshotOperations.Shelves;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;

/// Snapshots of an opened cluster by what was typed, and what going back to them would change.
final class Choosing {
    private final Operations cluster;
    private final Terminal terminal;
    private final Cancel cancel;

    Choosing(Answer.Desk desk) {
        cluster = desk.cluster();
        terminal = desk.told();
        cancel = desk.cancel();
    }

    /// The snapshots of these nodes.
    ///
    /// @throws FaultException the fault of the first where they cannot be seen
    Map<String, List<Kept>> shelves(List<String> nodes) throws FaultException {
        terminal.progress("Connecting ...");
        try {
            Shelves all = cluster.snapshots().shelves(cancel);
            Map<String, List<Kept>> shelves = new LinkedHashMap<>();
            for (String node : nodes) {
                Fault fault = all.failures().get(node);
                if (fault != null) {
                    throw new FaultException(fault);
                }
                shelves.put(node, all.nodes().getOrDefault(node, List.of()));
            }
            return shelves;
        } finally {
            terminal.quiet();
        }
    }

    /// The snapshot of each node by what was typed; see [BackTo].
    ///
    /// @param byName whether the nodes were named, so that each of them must have it
    Map<String, Kept> named(List<String> nodes, String typed, boolean byName)
            throws FaultException {
        BackTo.Nodes which = byName ? BackTo.Nodes.ALL : BackTo.Nodes.THOSE_THAT_HAVE_IT;
        return new BackTo(shelves(nodes), Clock.system(ZoneId.systemDefault())).of(typed, which);
    }

    /// What going back would change.
    Rollback preview(Map<String, Snapshot> to) throws FaultException {
        try {
            return cluster.snapshots().preview(to, new SnapshotProgress(terminal), cancel);
        } finally {
            terminal.quiet();
        }
    }

    /// The same of each node's newest good snapshot that is not what it holds now.
    ///
    /// @throws FaultException `GuardTripped` for a node that has nothing to go back to
    Rollback before(List<String> nodes) throws FaultException {
        Map<String, List<Kept>> tried = new LinkedHashMap<>();
        shelves(nodes).forEach((node, all) -> tried.put(node, BackTo.before(all)));
        for (Map.Entry<String, List<Kept>> node : tried.entrySet()) {
            if (node.getValue().isEmpty()) {
                throw nothing(node.getKey());
            }
        }
        Map<String, Snapshot> newest = new LinkedHashMap<>();
        tried.forEach((node, all) -> newest.put(node, all.getFirst().snapshot()));
        Rollback first = preview(newest);
        Map<String, Snapshot> older = new LinkedHashMap<>();
        for (Rollback.Target target : first.targets()) {
            List<Kept> all = Objects.requireNonNull(tried.get(target.node()));
            // One that cannot be told from its newest may well differ from it.
            if (!target.plan().rows().isEmpty() || !RollbackWords.isTold(target)) {
                continue;
            }
            if (all.size() < 2) {
                throw nothing(target.node());
            }
            older.put(target.node(), all.getLast().snapshot());
        }
        if (older.isEmpty()) {
            return first;
        }
        Map<String, Rollback.Target> second = new LinkedHashMap<>();
        preview(older).targets().forEach(target -> second.put(target.node(), target));
        return first.with(
                first.targets().stream().map(t -> second.getOrDefault(t.node(), t)).toList());
    }

    private static FaultException nothing(String node) {
        return new FaultException(
                new Fault.GuardTripped(
                        node,
                        "There is nothing to go back to: no snapshot that was proven good holds"
                                + " anything else than the node does.",
                        "Nothing was changed. lockstep snapshot list FILE shows what there is;"
                                + " --to names one."));
    }
}
