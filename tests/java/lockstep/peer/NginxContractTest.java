package lockstep.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import lockstep.contract.PoolContract;
import lockstep.pool.Exchange;
import lockstep.pool.Pool;
import org.junit.jupiter.api.io.TempDir;

/// NGINX keeps the contract.
class NginxContractTest extends PoolContract {
    @TempDir Path directory;

    @Override
    protected Scene scene() throws Exception {
        return new Real(directory);
    }

    private static final class Real implements Scene {
        private final BlockingQueue<WebNode> slowOnes = new LinkedBlockingQueue<>();
        private final List<WebNode> nodes = new ArrayList<>();
        private final Visitors visitors = new Visitors();
        private final Nginx nginx;

        Real(Path directory) throws Exception {
            for (String name : List.of("web1", "web2", "web3")) {
                nodes.add(new WebNode(name, slowOnes));
            }
            nginx = Nginx.before(directory, nodes);
        }

        @Override
        public Pool open(int floor, List<String> strangers, Exchange.Listener listener) {
            return Nginx.open(nginx.dialect(), floor, nginx.servers(strangers), listener);
        }

        @Override
        public Optional<AutoCloseable> busy(String node) throws Exception {
            return Optional.of(visitors.busy(nginx.url("/slow"), node, nodes, slowOnes));
        }

        @Override
        public Optional<String> serve() throws Exception {
            return Optional.of(visitors.ask(nginx.url("/")));
        }

        @Override
        public void restart() throws Exception {
            nginx.kill();
            nginx.start();
        }

        @Override
        public void kill() throws Exception {
            nginx.kill();
        }

        @Override
        public void close() throws IOException {
            nodes.forEach(WebNode::release);
            visitors.close();
            nginx.close();
            nodes.forEach(WebNode::close);
        }
    }
}
