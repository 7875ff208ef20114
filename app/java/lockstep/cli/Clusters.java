package lockstep.cli;

import java.nio.file.Path;
import lockstep.fault.FaultException;
import lockstep.run.Operations;

/// Where opened clusters come from; the composition root provides it.
@FunctionalInterface
public interface Clusters {
    /// Opens what a cluster file describes. Closing the result ends its connections.
    ///
    /// @throws FaultException `FileInvalid`, `UnsafeArgument`
    Operations open(Path file) throws FaultException;
}
