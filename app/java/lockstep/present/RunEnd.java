package lockstep.present;

import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;

/// How a run ended.
public sealed interface RunEnd {
    /// It went through; what went wrong on a node is in the report.
    record Reported(RunReport report) implements RunEnd {}

    /// It stopped without a report: a guard before anything was done, or the operator.
    record Stopped(Fault fault) implements RunEnd {}

    /// What became of a node; empty when the run never got to report on it.
    default Optional<NodeReport> of(String node) {
        return switch (this) {
            case Reported r ->
                    r.report.nodes().stream().filter(n -> n.node().equals(node)).findFirst();
            case Stopped _ -> Optional.empty();
        };
    }

    /// The whole in one word.
    default Verdict verdict() {
        return switch (this) {
            case Reported r when r.report.nodes().stream().allMatch(NodeReport::identical) ->
                    Verdict.IDENTICAL;
            case Reported _ -> Verdict.NOT_IDENTICAL;
            case Stopped s ->
                    s.fault instanceof Fault.Cancelled ? Verdict.CANCELLED : Verdict.REFUSED;
        };
    }

    /// What it comes down to.
    enum Verdict {
        IDENTICAL,
        NOT_IDENTICAL,
        CANCELLED,
        REFUSED
    }
}
