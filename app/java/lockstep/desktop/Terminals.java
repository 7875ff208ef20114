package lockstep.desktop;

import lockstep.fault.FaultException;

/// Opens terminals on this workstation.
public interface Terminals {
    /// Opens a terminal in which that command runs. Blocks for a second, to see whether it stays.
    ///
    /// @return whether there is a terminal here at all
    /// @throws FaultException when there is one, and it does not start
    boolean open(Login login) throws FaultException;

    /// Those of this workstation.
    static Terminals ofThisMachine() {
        return new SystemTerminals(
                new TerminalFinder(
                        System.getenv(),
                        System.getProperty("os.name", ""),
                        ProgramPath::isProgram));
    }
}
