package lockstep.run;

import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.watch.ChangeReports;

/// Hearing from the nodes of a cluster that they change. Safe for use by many threads.
public interface WatchOperations {
    /// Listens to a node until it is cancelled or reports no more. Blocks.
    ///
    /// @throws FaultException as [ChangeReports#follow]
    void follow(String node, ChangeReports.Listener listener, Cancel cancel) throws FaultException;
}
