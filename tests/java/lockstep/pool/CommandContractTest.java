package lockstep.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.contract.PoolContract;
import lockstep.fleet.Balancer;
import lockstep.link.LocalHost;
import org.junit.jupiter.api.io.TempDir;

/// An operator's commands keep the contract when they keep theirs.
class CommandContractTest extends PoolContract {
    @TempDir Path directory;

    @Override
    protected Scene scene() throws Exception {
        return new Scripted(directory);
    }

    private static final class Scripted implements Scene {
        private static final List<String> NAMES = List.of("web1", "web2", "web3");

        private final PoolScript script;
        private final NodesHere hosts;
        private int next;

        Scripted(Path directory) throws IOException {
            script = new PoolScript(directory);
            hosts = new NodesHere(directory, "lb");
            for (String name : NAMES) {
                script.member("shop", name, "up 0").member("api", name, "up");
            }
        }

        @Override
        public Pool open(int floor, List<String> strangers, Exchange.Listener listener) {
            List<Balancer.Server> servers = new ArrayList<>();
            for (String backend : List.of("shop", "api")) {
                NAMES.forEach(n -> servers.add(new Balancer.Server(backend, n, n)));
            }
            strangers.forEach(s -> servers.add(new Balancer.Server("shop", s, "web1")));
            return Drivers.open(
                    new Balancer("own", script.dialect(), floor, servers),
                    new Pools.Access(hosts::host, LocalHost::new, listener));
        }

        @Override
        public Optional<AutoCloseable> busy(String node) throws Exception {
            script.busy("1");
            return Optional.of(() -> script.busy("0"));
        }

        @Override
        public Optional<String> serve() throws Exception {
            for (int i = 0; i < NAMES.size(); i++) {
                String name = NAMES.get(next++ % NAMES.size());
                if (script.line("shop", name).contains(" up")) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }

        /// Nothing of it runs between two commands.
        @Override
        public void restart() {}

        @Override
        public void kill() {
            hosts.lose("lb");
        }

        @Override
        public void close() {}
    }
}
