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

    /// The program itself went wrong; what became of the nodes is not known.
    record Broken(Problem problem) implements RunEnd {}

    /// What became of a node; empty when the run never got to report on it.
    default Optional<NodeReport> of(String node) {
        return switch (this) {
            case Reported r ->
                    r.report.nodes().stream().filter(n -> n.node().equals(node)).findFirst();
            case Stopped _, Broken _ -> Optional.empty();
        };
    }

    /// What the run is called; empty when it never got to report.
    default Optional<String> run() {
        return switch (this) {
            case Reported r -> Optional.of(r.report.run());
            case Stopped _, Broken _ -> Optional.empty();
        };
    }

    /// Whether the operator ended it.
    default boolean isCancelled() {
        return switch (this) {
            case Reported r ->
                    r.report.nodes().stream()
                            .flatMap(n -> n.fault().stream())
                            .anyMatch(Fault.Cancelled.class::isInstance);
            case Stopped s -> s.fault instanceof Fault.Cancelled;
            case Broken _ -> false;
        };
    }

    /// What the whole run, or a node's part in it, comes down to; the worst comes last.
    enum Result {
        /// Undone, and proved to be what it was before the run.
        AS_BEFORE,
        /// Proved by content: everything is as on the reference.
        IDENTICAL,
        /// What was chosen is, proved by content; what was left out still differs.
        AS_CHOSEN,
        /// Synced without an error, but nobody looked afterwards.
        UNVERIFIED,
        /// Nothing was written to it, so it differs as before.
        UNTOUCHED,
        /// Proved by content, but the run stopped there.
        NOT_THROUGH,
        /// It differs, or nobody can tell.
        NOT_IDENTICAL
    }
}
