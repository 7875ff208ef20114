package lockstep.peer;

import java.util.List;
import java.util.stream.Stream;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;

/// A host on which every program is started by a line of shell of the test's own.
record ShellHost(Host host, String line) implements Host {
    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        Stream<String> before = Stream.of("sh", "-c", line + "; exec \"$@\"", "sh");
        return host.run(Stream.concat(before, argv.stream()).toList());
    }

    @Override
    public Link unixSocket(String path) throws FaultException {
        return host.unixSocket(path);
    }

    @Override
    public Link tcp(String address, int port) throws FaultException {
        return host.tcp(address, port);
    }
}
