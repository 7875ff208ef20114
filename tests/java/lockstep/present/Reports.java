package lockstep.present;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.run.Operations.Health;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.Step;

/// Reports of runs as they come from the real ones.
public final class Reports {
    private Reports() {}

    /// Of a run that is over where no node failed, and else waits.
    public static RunReport of(List<NodeReport> nodes, Duration took) {
        RunState state =
                nodes.stream()
                        .flatMap(node -> node.fault().stream())
                        .findFirst()
                        .<RunState>map(fault -> new RunState.Halted(fault.what()))
                        .orElse(new RunState.Over("every node is done"));
        return new RunReport("k3f9qa", state, nodes, took);
    }

    /// Where a node stands with that outcome.
    public static NodeState state(Optional<Fault> fault) {
        return fault.<NodeState>map(f -> new NodeState.Stuck(Step.SYNC, f.what()))
                .orElse(new NodeState.Done());
    }

    /// Of a node that went through, proven.
    static NodeReport identical(String node) {
        return node(node, new NodeState.Done(), true);
    }

    /// Of a node that is what it was.
    static NodeReport undone(String node) {
        return node(node, new NodeState.AsBefore(), false);
    }

    private static NodeReport node(String node, NodeState state, boolean identical) {
        return new NodeReport(
                node,
                state,
                identical,
                Optional.empty(),
                0,
                0,
                0,
                0,
                Duration.ofSeconds(4),
                Health.UNASKED,
                List.of());
    }
}
