package lockstep.peer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;

/// A host whose line breaks once: a program has done its work there, and its answer is lost.
final class LostAnswer implements Host {
    private final Host host;
    private final AtomicInteger left;

    /// @param program which one it is of those that are run there, from 1
    LostAnswer(Host host, int program) {
        this.host = host;
        left = new AtomicInteger(program);
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public Link run(List<String> argv) throws FaultException {
        Link link = host.run(argv);
        if (left.decrementAndGet() != 0) {
            return link;
        }
        try (link) {
            link.awaitExit(Duration.ofSeconds(20));
        }
        throw new FaultException(new Fault.LinkLost(name(), "the line broke"));
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
