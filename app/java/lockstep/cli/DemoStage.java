package lockstep.cli;

import java.nio.file.Path;
import java.util.List;
import lockstep.fault.FaultException;

/// What a demonstration needs that the command line cannot make itself; the composition root
/// provides it.
public interface DemoStage {
    /// Starts a private cluster on this machine and opens it; without a balancer where there is no
    /// program for one.
    ///
    /// @throws FaultException what is missing, or what did not start
    Demonstration start(Size size) throws FaultException;

    /// Shows such a cluster in the window until the operator closes it.
    ///
    /// @throws FaultException when no window can be shown here
    void window(Size size) throws FaultException;

    /// Takes a photograph of every screen, without a display.
    ///
    /// @param directory is made when it is not there
    /// @return the files that were written
    /// @throws FaultException when that is not possible here
    List<Path> photograph(Path directory) throws FaultException;

    /// @param nodes from 2 to 12
    /// @param afterwards what becomes of its directory
    record Size(int nodes, Afterwards afterwards) {}

    /// What becomes of the cluster's directory at the end.
    enum Afterwards {
        REMOVE,
        KEEP
    }
}
