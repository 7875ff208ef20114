package lockstep.pool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lockstep.contract.PoolContract;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.fleet.Dialect.HealthFile.Presence;
import lockstep.link.LocalHost;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// Files on nodes keep the contract, before a balancer that looks for them.
class HealthFileContractTest {
    @Nested
    class OutWhenPresent extends PoolContract {
        @TempDir Path directory;

        @Override
        protected Scene scene() throws Exception {
            return new Kept(directory, Presence.PRESENT);
        }
    }

    @Nested
    class OutWhenAbsent extends PoolContract {
        @TempDir Path directory;

        @Override
        protected Scene scene() throws Exception {
            return new Kept(directory, Presence.ABSENT);
        }
    }

    private static final class Kept implements PoolContract.Scene {
        private static final List<String> NAMES = List.of("web1", "web2", "web3");

        private final NodesHere nodes;
        private final Presence out;
        private final ServerSocket server =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private int next;

        Kept(Path directory, Presence out) throws IOException {
            this.nodes = new NodesHere(directory, NAMES.toArray(String[]::new));
            this.out = out;
            for (String name : NAMES) {
                if (out == Presence.ABSENT) {
                    Files.writeString(nodes.at(name, "file"), "OK\n");
                }
            }
        }

        @Override
        public Pool open(int floor, List<String> strangers, Exchange.Listener listener) {
            List<Balancer.Server> servers = new ArrayList<>();
            NAMES.forEach(name -> servers.add(new Balancer.Server("any", name, name)));
            strangers.forEach(s -> servers.add(new Balancer.Server("any", s, home())));
            Dialect dialect =
                    new Dialect.HealthFile(
                            NodesHere.ROOT + "/file",
                            out,
                            Optional.empty(),
                            Optional.of(server.getLocalPort()),
                            Duration.ZERO,
                            false);
            return Drivers.open(
                    new Balancer("any", dialect, floor, servers),
                    new Pools.Access(LocalHost::new, nodes::host, listener));
        }

        /// A server has no name of its own here: what is not there is a node's directory.
        @Override
        public String home() {
            return "web9";
        }

        @Override
        public Optional<AutoCloseable> busy(String node) throws Exception {
            Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
            Socket accepted = server.accept();
            return Optional.of(
                    () -> {
                        client.close();
                        accepted.close();
                    });
        }

        @Override
        public Optional<String> serve() {
            for (int i = 0; i < NAMES.size(); i++) {
                String name = NAMES.get(next++ % NAMES.size());
                if (Files.exists(nodes.at(name, "file")) == (out == Presence.ABSENT)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }

        /// A file stays.
        @Override
        public void restart() {}

        @Override
        public void kill() {
            nodes.lose("web1", "web2", "web3");
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
