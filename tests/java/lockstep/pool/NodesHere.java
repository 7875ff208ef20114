package lockstep.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;

/// Nodes that are this machine, each with a directory of its own where all have the same one.
final class NodesHere {
    /// What each node calls its directory.
    static final String ROOT = "/srv/shop";

    /// Every program that was run through `sudo -n`, by its name.
    final List<String> asRoot = new CopyOnWriteArrayList<>();

    private final Path directory;
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    NodesHere(Path directory, String... names) throws IOException {
        this.directory = directory;
        for (String name : names) {
            Files.createDirectories(directory.resolve(name));
        }
    }

    /// Where a path below [#ROOT] of that node really is.
    Path at(String node, String name) {
        return directory.resolve(node).resolve(name);
    }

    /// No connection is made to these any more.
    void lose(String... nodes) {
        gone.addAll(Set.of(nodes));
    }

    Host host(String node) {
        return new Moved(new LocalHost(node));
    }

    private final class Moved implements Host {
        private final Host here;

        Moved(Host here) {
            this.here = here;
        }

        @Override
        public String name() {
            return here.name();
        }

        private Host reached() throws FaultException {
            if (gone.contains(name())) {
                throw new FaultException(
                        new Fault.Unreachable(name(), name() + ":22", "no route to host"));
            }
            return here;
        }

        @Override
        public Link run(List<String> argv) throws FaultException {
            String root = directory.resolve(name()).toString();
            List<String> here = argv.stream().map(word -> word.replace(ROOT, root)).toList();
            if (here.subList(0, 2).equals(List.of("sudo", "-n"))) {
                asRoot.add(here.get(2));
                here = here.subList(2, here.size());
            }
            return reached().run(here);
        }

        @Override
        public Link unixSocket(String path) throws FaultException {
            return reached().unixSocket(path);
        }

        @Override
        public Link tcp(String address, int port) throws FaultException {
            return reached().tcp(address, port);
        }
    }
}
