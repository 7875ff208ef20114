package lockstep.present;

import java.nio.file.Path;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Imported;
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

    /// Opens a cluster that is in no file, to see how its nodes answer. Nothing is written down.
    ///
    /// @param like the file of a cluster that is open, whose nodes are reached as that one's are;
    ///     empty for a new one
    default Operations trial(Cluster cluster, Optional<Path> like) throws FaultException {
        throw new UnsupportedOperationException(cluster.name());
    }

    /// The servers that a running HAProxy has.
    ///
    /// @param like as of [#trial]
    default Imported servers(Dialect.Haproxy haproxy, Optional<Path> like) throws FaultException {
        throw new UnsupportedOperationException(haproxy.address());
    }

    /// The aliases of the operator's SSH configuration.
    default Imported aliases() {
        throw new UnsupportedOperationException("no SSH configuration");
    }

    /// Opens once more what is open and has a file, as that file is now. What was open before
    /// stays so until it is closed.
    default Operations again(Operations opened) throws FaultException {
        return open(opened.file().orElseThrow());
    }
}
