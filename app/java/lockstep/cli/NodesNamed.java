package lockstep.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The cluster file and the nodes that a command is about.
final class NodesNamed {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The cluster file.")
    private Path file = Path.of("");

    @Option(
            names = "--node",
            split = ",",
            paramLabel = "NODE",
            description = "Only these nodes; usually all.")
    private List<String> nodes = new ArrayList<>();

    @Option(
            names = "--json",
            description = "Prints one JSON object. All else goes to standard error.")
    private boolean asJson;

    Path file() {
        return file;
    }

    boolean asJson() {
        return asJson;
    }

    /// Whether any were named.
    boolean areGiven() {
        return !nodes.isEmpty();
    }

    /// Those that were named, or all, in the order of the cluster file.
    ///
    /// @throws CommandLine.ParameterException for a name that is none
    List<String> of(Cluster cluster) {
        List<String> names = cluster.nodes().stream().map(Node::name).toList();
        if (!names.containsAll(nodes)) {
            throw misused("There is no such node; there are " + Words.list(names) + ".");
        }
        return nodes.isEmpty() ? names : names.stream().filter(nodes::contains).toList();
    }

    CommandLine.ParameterException misused(String text) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), text);
    }
}
