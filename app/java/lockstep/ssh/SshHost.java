package lockstep.ssh;

import java.util.List;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Arguments;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.ShellWords;

/// A node, or a balancer's machine, behind SSH.
///
/// @param name what the operator calls it
/// @param route the way to it, shared with others at the same address
record SshHost(String name, Route route) implements Host {
    @Override
    public Link run(List<String> argv) throws FaultException {
        Arguments.check(name, argv);
        return route.open(name, new Opening.Program(ShellWords.line(argv)), 0);
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        Arguments.check(name, List.of(path));
        return route.open(name, new Opening.UnixSocket(path), 0);
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        Arguments.check(name, List.of(address));
        if (port < 1 || port > 65_535) {
            throw new FaultException(
                    new Fault.UnsafeArgument(
                            name, address + ":" + port, "a port is from 1 to 65535"));
        }
        return route.open(name, new Opening.Tcp(address, port), 0);
    }
}
