package lockstep.cli;

import java.nio.file.Path;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.preflight.Findings;

/// Whoever can ask the nodes and balancers of a cluster file whether a run could begin; the
/// composition root provides it.
@FunctionalInterface
public interface Preflights {
    /// Opens the cluster, asks all of it and closes it.
    ///
    /// @throws FaultException `FileInvalid`, `UnsafeArgument`, `Cancelled`
    Findings check(Path file, Cancel cancel) throws FaultException;
}
