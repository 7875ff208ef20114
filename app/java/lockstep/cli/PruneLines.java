package lockstep.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lockstep.cli.Table.Column;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.report.ReportWords;
import lockstep.run.Operations;
import lockstep.run.SnapshotOperations.Pruning;
import lockstep.run.SnapshotOperations.Pruning.Fate;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Snapshot;

/// What becomes of snapshots, on a terminal, and their removal.
final class PruneLines {
    private final Terminal terminal;

    PruneLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The same of these nodes alone.
    static Pruning of(Pruning all, List<String> nodes) {
        return new Pruning(some(all.nodes(), nodes), some(all.failures(), nodes));
    }

    private static <T> Map<String, T> some(Map<String, T> all, List<String> names) {
        Map<String, T> some = new LinkedHashMap<>(all);
        some.keySet().retainAll(names);
        return some;
    }

    /// Prints what goes and what stays on every node, and why.
    void print(Pruning pruning) {
        Table table =
                new Table(terminal, List.of(Column.MARK, Column.TEXT, Column.MARK, Column.TEXT));
        pruning.nodes()
                .forEach(
                        (node, shelf) -> shelf.all().forEach(fate -> table.add(cells(node, fate))));
        table.print("");
        going(pruning);
    }

    private static List<String> cells(String node, Fate fate) {
        return List.of(
                fate.kept().snapshot().name(),
                node,
                fate.goes() ? "GOES" : "stays",
                ReportWords.shown(fate.why()));
    }

    /// Prints how much goes of each node.
    void going(Pruning pruning) {
        pruning.nodes()
                .forEach(
                        (node, shelf) -> {
                            int count = shelf.going().size();
                            terminal.say(
                                    count == 0
                                            ? node + ": nothing goes."
                                            : node
                                                    + ": "
                                                    + Words.count(count, "snapshot")
                                                    + " of "
                                                    + Words.number(shelf.all().size())
                                                    + (count == 1 ? " goes, " : " go, ")
                                                    + freed(shelf.freed())
                                                    + ".");
                        });
    }

    /// How much is freed.
    static String freed(Freed freed) {
        return switch (freed.certainty()) {
            case COUNTED -> "which frees " + Words.bytes(freed.bytes());
            case AT_MOST -> "which frees at most " + Words.bytes(freed.bytes());
        };
    }

    /// Those that go, of the nodes that have any.
    static Map<String, List<Snapshot>> going(Map<String, Pruning.Shelf> nodes) {
        Map<String, List<Snapshot>> going = new LinkedHashMap<>();
        nodes.forEach(
                (node, shelf) -> {
                    if (!shelf.going().isEmpty()) {
                        going.put(node, shelf.going());
                    }
                });
        return going;
    }

    /// Removes them, and tells what could not be.
    ///
    /// @return what failed, by the node's name
    Map<String, Fault> remove(Operations cluster, Map<String, List<Snapshot>> going, Cancel cancel)
            throws FaultException {
        Map<String, Fault> failed;
        try {
            failed = cluster.snapshots().remove(going, new SnapshotProgress(terminal), cancel);
        } finally {
            terminal.quiet();
        }
        going.forEach(
                (node, all) -> {
                    Fault fault = failed.get(node);
                    if (fault == null) {
                        terminal.say(
                                node + ": removed " + Words.count(all.size(), "snapshot") + ".");
                    } else {
                        terminal.note(fault.message());
                    }
                });
        return failed;
    }

    /// How a removal ends of which something failed: in part, unless nothing went.
    static ExitCode code(Map<String, List<Snapshot>> going, Map<String, Fault> failed) {
        return failed.keySet().containsAll(going.keySet())
                ? ExitCode.of(failed.values().iterator().next())
                : ExitCode.PARTIAL;
    }

    /// What a script is told of a removal, as members of an open object.
    static void json(Json json, Freed freed) {
        json.name("bytesFreed").value(freed.bytes());
        json.name("bytesFreedAtMost").value(freed.certainty() == Freed.Certainty.AT_MOST);
    }
}
