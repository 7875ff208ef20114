package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lockstep.contract.PoolContract;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.LocalHost;
import lockstep.pool.Drivers;
import lockstep.pool.Exchange;
import lockstep.pool.Pool;
import lockstep.pool.Pools;
import lockstep.pool.State;
import org.junit.jupiter.api.io.TempDir;

/// HAProxy keeps the contract.
class HaproxyContractTest extends PoolContract {
    @TempDir Path directory;

    @Override
    protected Scene scene() throws Exception {
        return new Real(directory, Haproxy.Kind.WORKER);
    }

    /// A real HAProxy, led by its own socket or by its master's.
    static final class Real implements Scene {
        private final BlockingQueue<WebNode> slowOnes = new LinkedBlockingQueue<>();
        private final List<WebNode> nodes = new ArrayList<>();
        private final Visitors visitors = new Visitors();
        private final Haproxy haproxy;
        private final Path socket;

        Real(Path directory, Haproxy.Kind kind) throws Exception {
            for (String name : List.of("web1", "web2", "web3")) {
                nodes.add(new WebNode(name, slowOnes));
            }
            haproxy = Haproxy.before(directory, kind, nodes);
            socket = kind == Haproxy.Kind.MASTER ? haproxy.master() : haproxy.admin();
            try (Pool pool = open(0, List.of(), _ -> {})) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (!pool.read().members().stream().allMatch(m -> m.state() == State.UP)) {
                    assertThat(System.nanoTime()).as("time until all are up").isLessThan(end);
                }
            }
        }

        @Override
        public Pool open(int floor, List<String> strangers, Exchange.Listener listener) {
            List<Balancer.Server> servers = new ArrayList<>();
            for (String backend : List.of("shop", "api")) {
                nodes.forEach(n -> servers.add(new Balancer.Server(backend, n.name(), n.name())));
            }
            strangers.forEach(s -> servers.add(new Balancer.Server("shop", s, "web1")));
            Dialect dialect = new Dialect.Haproxy("local", socket.toString());
            return Drivers.open(
                    new Balancer("lb1", dialect, floor, servers),
                    new Pools.Access(LocalHost::new, LocalHost::new, listener));
        }

        @Override
        public Optional<AutoCloseable> busy(String node) throws Exception {
            return Optional.of(visitors.busy(haproxy.url("/slow"), node, nodes, slowOnes));
        }

        @Override
        public Optional<String> serve() throws Exception {
            return Optional.of(visitors.ask(haproxy.url("/")));
        }

        @Override
        public void restart() throws Exception {
            haproxy.reload();
        }

        @Override
        public void kill() {
            haproxy.kill();
        }

        @Override
        public void close() {
            nodes.forEach(WebNode::release);
            visitors.close();
            haproxy.close();
            nodes.forEach(WebNode::close);
        }
    }
}
