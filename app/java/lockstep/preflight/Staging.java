package lockstep.preflight;

import lockstep.fault.FaultException;
import lockstep.link.Cancel;

/// Whether a node's tree can be made beside the live one and exchanged with it. Of use by many
/// threads.
public interface Staging {
    /// It is not to be.
    Staging NONE = (_, _) -> {};

    /// Limited in time by itself. May try on directories of its own, in the state directory.
    ///
    /// @throws FaultException why it cannot, or cannot be told
    void check(String node, Cancel cancel) throws FaultException;
}
