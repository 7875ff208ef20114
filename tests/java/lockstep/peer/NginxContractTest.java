package lockstep.peer;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
        private final HttpClient client = HttpClient.newHttpClient();
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
            List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
            WebNode reached;
            do {
                running.add(
                        client.sendAsync(
                                HttpRequest.newBuilder(nginx.url("/slow")).build(),
                                HttpResponse.BodyHandlers.ofString()));
                reached = slowOnes.poll(10, TimeUnit.SECONDS);
            } while (reached != null && !reached.name().equals(node));
            return Optional.of(
                    () -> {
                        nodes.forEach(WebNode::release);
                        for (var answer : running) {
                            answer.get(10, TimeUnit.SECONDS);
                        }
                    });
        }

        @Override
        public Optional<String> serve() throws Exception {
            HttpRequest request = HttpRequest.newBuilder(nginx.url("/")).build();
            return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
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
            client.close();
            nginx.close();
            nodes.forEach(WebNode::close);
        }
    }
}
