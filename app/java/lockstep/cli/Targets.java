package lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.run.Operations.Comparison;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The nodes that are to become like the reference.
final class Targets {
    private Targets() {}

    /// Those that were named, in that order; all but the reference where none was.
    ///
    /// @throws CommandLine.ParameterException for a name that cannot be one
    static List<String> of(Cluster cluster, List<String> named, CommandSpec spec) {
        List<String> names = cluster.nodes().stream().map(Node::name).toList();
        for (String name : named) {
            if (!names.contains(name)) {
                throw misused(spec, "There is no such node; there are " + Words.list(names) + ".");
            }
            if (name.equals(cluster.reference())) {
                throw misused(spec, name + " is the reference, which everything comes from.");
            }
        }
        return named.isEmpty()
                ? names.stream().filter(n -> !n.equals(cluster.reference())).toList()
                : named.stream().distinct().toList();
    }

    private static CommandLine.ParameterException misused(CommandSpec spec, String problem) {
        return new CommandLine.ParameterException(spec.commandLine(), problem);
    }

    /// @throws FaultException the fault of the first node that could not be scanned
    static void checkScanned(Comparison found, String reference, List<String> targets)
            throws FaultException {
        List<String> needed = new ArrayList<>(targets);
        needed.addFirst(reference);
        for (String node : needed) {
            Fault fault = found.failures().get(node);
            if (fault != null) {
                throw new FaultException(fault);
            }
        }
    }

    /// Whether each of them was scanned and read in full, so that no row means no difference.
    static boolean areClear(Comparison found, Verdict verdict, List<String> targets) {
        return verdict.nodes().stream()
                .filter(n -> targets.contains(n.node()))
                .allMatch(n -> n.unreadable() == 0 && !found.failures().containsKey(n.node()));
    }
}
