package lockstep.run;

import java.util.List;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;

/// A host that starts programs as a test says, and opens no sockets.
record PlayedHost(String name, Programs programs) implements Host {
    /// Starts one.
    @FunctionalInterface
    interface Programs {
        Link start(List<String> argv) throws FaultException;
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        return programs.start(argv);
    }

    @Override
    public Link unixSocket(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }
}
