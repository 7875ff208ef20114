package lockstep.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.lock.Holder;
import lockstep.lock.NodeLock;
import lockstep.rsync.Endpoint;
import lockstep.run.OpenCluster;
import lockstep.run.RunControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Consoles, their nodes and their balancer, made anew for each test.
abstract class ConsoleSuite {
    @TempDir Path directory;

    Consoles consoles;

    @BeforeEach
    void start() throws Exception {
        consoles = new Consoles(directory);
    }

    @AfterEach
    void stop() {
        if (consoles != null) {
            consoles.close();
        }
    }

    /// Another console of the same user.
    OpenCluster next() throws FaultException {
        return consoles.open("ann@desk", Instant.now());
    }

    String page(String node) throws IOException {
        return Files.readString(consoles.root(node).resolve("page"));
    }

    Endpoint endpoint(String node) {
        return new Endpoint(new LocalHost(node), consoles.root(node).toString(), false);
    }

    /// Who has locked a node.
    Optional<Holder> holder(String node) throws FaultException {
        return new NodeLock(endpoint(node)).inspect();
    }

    static RunControl control() {
        return new RunControl(new Cancel());
    }
}
