package lockstep.link;

import java.util.List;
import lockstep.fault.FaultException;

/// A machine that can run programs and open sockets: this one, or a node behind SSH.
///
/// Safe for use by many threads; each call opens a channel of its own. A host whose connection
/// dropped makes a new one on the next call.
public interface Host {
    /// The name that the operator gave it, for messages.
    String name();

    /// Starts a program. `argv[0]` is looked up on the far side's path; every argument reaches the
    /// program byte for byte, whatever it holds (an SSH host quotes it for a POSIX shell).
    ///
    /// A program that does not exist shows as exit status 127, as from a shell.
    ///
    /// @throws FaultException `Unreachable`, `AuthenticationFailed`, `HostKeyUnknown`,
    ///     `HostKeyChanged`, `TimedOut`, or `UnsafeArgument` when an argument holds a NUL
    Link run(List<String> argv) throws FaultException;

    /// Opens a Unix socket on the far side, as the user that logged in.
    ///
    /// @throws FaultException as [#run]; `BalancerUnreachable` is not raised here: a refused socket
    ///     is `LinkLost` with the far side's reason
    Link unixSocket(String path) throws FaultException;

    /// Opens a TCP connection as seen from the far side.
    ///
    /// @throws FaultException as [#unixSocket]
    Link tcp(String address, int port) throws FaultException;
}
