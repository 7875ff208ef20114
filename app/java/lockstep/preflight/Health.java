package lockstep.preflight;

import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;

/// Whoever can say whether a node is well now.
@FunctionalInterface
public interface Health {
    /// Nobody can say.
    Health UNKNOWN = (_, _) -> Optional.empty();

    /// What is wrong with a node, as one sentence; empty when it is well. Limited in time by
    /// itself.
    ///
    /// @throws FaultException when it cannot be told
    Optional<String> trouble(String node, Cancel cancel) throws FaultException;
}
