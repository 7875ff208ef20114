package lockstep.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A web server that answers every path with its name, `/health` with what it is told, `/slow`
/// when it is told, and `/long` after some time; `/stream?N` sends N pieces, ten a second, and
/// ends.
public final class WebNode implements AutoCloseable {
    private static final int LONG_MILLIS = 700;

    private final String name;
    private volatile HttpServer server;
    private final int port;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger health = new AtomicInteger(200);
    private final AtomicInteger served = new AtomicInteger();
    private final BlockingQueue<WebNode> slowOnes;
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param slowOnes gets this node when a slow request has arrived
    public WebNode(String name, BlockingQueue<WebNode> slowOnes) throws IOException {
        this.name = name;
        this.slowOnes = slowOnes;
        server = serve(0);
        port = server.getAddress().getPort();
    }

    private HttpServer serve(int at) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 50);
        server.setExecutor(threads);
        server.createContext("/health", e -> answer(e, health.get()));
        server.createContext("/slow", this::slow);
        server.createContext("/stream", this::stream);
        server.createContext("/long", this::slowly);
        server.createContext("/", this::quick);
        server.start();
        return server;
    }

    /// Ends at once, with every connection.
    void crash() {
        server.stop(0);
    }

    /// Serves again after a crash, on the same port.
    void comeBack() throws IOException {
        server = serve(port);
    }

    String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /// The status that checks get from now on.
    public void health(int status) {
        health.set(status);
    }

    /// Requests so far, checks not counted.
    int served() {
        return served.get();
    }

    /// Lets slow requests end.
    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        closed.countDown();
        server.stop(0);
        threads.close();
    }

    private void quick(HttpExchange exchange) throws IOException {
        served.incrementAndGet();
        answer(exchange, 200);
    }

    private void stream(HttpExchange exchange) throws IOException {
        served.incrementAndGet();
        int pieces = Integer.parseInt(exchange.getRequestURI().getQuery());
        CountDownLatch never = new CountDownLatch(1);
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < pieces; i++) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
                if (never.await(100, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void slow(HttpExchange exchange) throws IOException {
        slowOnes.add(this);
        try {
            answer(exchange, released.await(15, TimeUnit.SECONDS) ? 200 : 504);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void slowly(HttpExchange exchange) throws IOException {
        served.incrementAndGet();
        try {
            answer(exchange, closed.await(LONG_MILLIS, TimeUnit.MILLISECONDS) ? 503 : 200);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        byte[] body = name.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
