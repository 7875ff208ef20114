package lockstep.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Serves one node's directory over HTTP on the loopback address, with the node's name in each
/// answer. `/health` answers 200 while the server lives; [#LENGTHY] answers after [#LENGTH], so
/// that a balancer has sessions to show.
final class WebNode implements AutoCloseable {
    /// The header that names the node.
    static final String NODE_HEADER = "X-Node";

    /// A page that takes its time.
    static final String LENGTHY = "checkout";

    private static final Duration LENGTH = Duration.ofMillis(1_500);
    private static final int GRACE_SECONDS = 1;

    private final String name;
    private final Path root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);

    private WebNode(String name, Path root, HttpServer server) {
        this.name = name;
        this.root = root;
        this.server = server;
    }

    /// Starts on a free port.
    static WebNode start(String name, Path root) throws IOException {
        // Read once by the JDK's server: without it each answer on a kept connection waits for
        // the client's delayed acknowledgement, some 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var node = new WebNode(name, root, HttpServer.create(here, 0));
        node.server.setExecutor(node.threads);
        node.server.createContext("/", node::answer);
        node.server.start();
        return node;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set(NODE_HEADER, name);
            String path = exchange.getRequestURI().getPath().substring(1);
            switch (path) {
                case "health" -> send(exchange, 200, "well\n");
                case LENGTHY -> {
                    var _ = closing.await(LENGTH.toMillis(), TimeUnit.MILLISECONDS);
                    send(exchange, 200, ShopTree.ending(LENGTHY));
                }
                default -> file(exchange, path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the node is ending", e);
        }
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
            send(exchange, 404, "not here\n");
            return;
        }
        // The size is asked of the open file: a sync may put another one in its place meanwhile.
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
            Channels.newInputStream(channel).transferTo(exchange.getResponseBody());
        } catch (NoSuchFileException _) {
            send(exchange, 404, "not here\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /// Takes no new connection, lets running requests end for a second, then ends.
    @Override
    public void close() {
        closing.countDown();
        server.stop(GRACE_SECONDS);
        threads.shutdownNow();
    }
}
