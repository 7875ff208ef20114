package lockstep.present;

import java.nio.file.Path;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.run.Operations;

/// Where opened clusters come from. The composition root provides it; every method blocks and is
/// called on a virtual thread.
public interface Clusters {
    /// Starts the private demo cluster and opens it.
    Operations demo() throws FaultException;

    /// Opens a cluster file.
    Operations open(Path file) throws FaultException;

    /// Writes a new cluster file and opens it. Never overwrites one.
    Operations create(Path file, Cluster cluster) throws FaultException;

    /// Opens once more what is open and has a file, as that file is now. What was open before
    /// stays so until it is closed.
    default Operations again(Operations opened) throws FaultException {
        return open(opened.file().orElseThrow());
    }
}
