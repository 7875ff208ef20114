package lockstep.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is agreed to beforehand on a command line that shows a plan.
final class AgreedNumbers {
    @Option(
            names = "--delete",
            arity = "0..1",
            fallbackValue = "-1",
            paramLabel = "N",
            description =
                    "Agrees to deletions. More than 1,000 on a node, or more than half of it, need"
                            + " their number: --delete=N.")
    private @Nullable Long delete;

    @Option(
            names = "--changes",
            paramLabel = "N",
            description =
                    "Agrees to changes of more than half of a node, or of more than 20,000"
                            + " entries: how many are created, updated and deleted in all.")
    private @Nullable Long changes;

    /// Whether anything was said.
    boolean areGiven() {
        return delete != null || changes != null;
    }

    /// @param yes the rest is agreed to
    Approval.Said said(boolean yes) {
        return new Approval.Said(yes, delete, changes);
    }
}
