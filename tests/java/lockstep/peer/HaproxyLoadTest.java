package lockstep.peer;

import static lockstep.peer.Shop.LIMIT;
import static lockstep.peer.Shop.leave;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import lockstep.pool.Pools;
import lockstep.pool.Way;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes leave and come back under load, and no request fails: clients that keep their connection,
/// clients with a sticky cookie, and requests that last for seconds.
class HaproxyLoadTest {
    private static final System.Logger LOG = System.getLogger("lockstep.peer.HaproxyLoadTest");

    @TempDir Path directory;

    @Test
    @Timeout(120)
    void eachNodeOnceInTurn() throws Exception {
        rounds(1, 5);
    }

    @Test
    @Tag("long")
    @Timeout(1200)
    void eachNodeTwentyTimesInTurn() throws Exception {
        rounds(20, 20);
    }

    /// @param pieces how long a stream lasts, in tenths of a second
    private void rounds(int rounds, int pieces) throws Exception {
        try (Shop shop = new Shop(directory, Haproxy.Kind.MASTER, HaproxyLoadTest::backends);
                Clients clients = new Clients(shop.haproxy.url("/"))) {
            Pools pools =
                    shop.ready(
                            1,
                            "shop/web1",
                            "shop/web2",
                            "shop/web3",
                            "table/web1",
                            "table/web2",
                            "table/web3");
            for (int i = 0; i < 3; i++) {
                clients.start("kept connection", "/x", Clients::plain);
                clients.start("sticky cookie", "/x", Shop::browser);
                clients.start("stream", "/stream?" + pieces, Clients::plain);
                clients.start("stick table", "/table/x", Clients::plain);
            }
            for (int round = 0; round < rounds; round++) {
                for (WebNode node : shop.nodes) {
                    // who is bound to it by cookie or table keeps coming while it drains
                    pools.takeOut(node.name(), leave(Way.DRAIN));
                    pools.takeOut(node.name(), leave(Way.MAINTENANCE));
                    pools.awaitZero(node.name(), LIMIT, _ -> {}, shop.cancel);
                    int served = node.served();
                    clients.more(100);
                    assertThat(node.served())
                            .as("requests of %s that is out", node)
                            .isEqualTo(served);
                    pools.ready(node.name());
                    pools.awaitUp(node.name(), LIMIT, _ -> {}, shop.cancel);
                }
            }
            clients.stop();
            LOG.log(System.Logger.Level.INFO, rounds + " rounds: " + clients);
            assertThat(clients.failures()).as(clients.toString()).isEmpty();
            assertThat(clients.sent()).hasSize(4).allSatisfy((_, n) -> assertThat(n).isPositive());
        }
    }

    private static String backends(List<WebNode> nodes) {
        StringBuilder text = new StringBuilder("backend shop\n  option redispatch\n");
        text.append("  option httpchk GET /health\n").append(Haproxy.CHECKED);
        text.append("  cookie SRV insert indirect nocache\n");
        nodes.forEach(n -> text.append(Haproxy.server(n, "cookie " + n.name())));
        text.append("backend table\n  option redispatch\n  stick-table type ip size 1k\n");
        text.append("  stick on src\n").append(Haproxy.servers(nodes));
        return text.toString();
    }

    /// Each asks again and again, one request at a time.
    private static final class Clients implements AutoCloseable {
        private final URI base;
        private final CountDownLatch stop = new CountDownLatch(1);
        private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();

        Clients(URI base) {
            this.base = base;
        }

        static HttpClient plain() {
            return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        }

        void start(String kind, String path, Supplier<HttpClient> maker) {
            AtomicInteger count = sent.computeIfAbsent(kind, _ -> new AtomicInteger());
            HttpRequest request =
                    HttpRequest.newBuilder(base.resolve(path))
                            .timeout(Duration.ofSeconds(15))
                            .build();
            threads.add(Thread.ofVirtual().start(() -> run(kind, maker, request, count)));
        }

        private void run(
                String kind, Supplier<HttpClient> maker, HttpRequest request, AtomicInteger count) {
            try (HttpClient client = maker.get()) {
                while (!stop.await(5, TimeUnit.MILLISECONDS)) {
                    count.incrementAndGet();
                    try {
                        int status =
                                client.send(request, HttpResponse.BodyHandlers.ofString())
                                        .statusCode();
                        if (status != 200) {
                            failures.add(kind + " got " + status);
                        }
                    } catch (IOException e) {
                        failures.add(kind + ": " + e);
                    }
                }
            } catch (InterruptedException e) {
                failures.add(kind + ": " + e);
            }
        }

        Map<String, Integer> sent() {
            Map<String, Integer> counts = new TreeMap<>();
            sent.forEach((kind, count) -> counts.put(kind, count.get()));
            return counts;
        }

        List<String> failures() {
            return List.copyOf(failures);
        }

        /// Waits until that many more have been sent.
        void more(int requests) throws Exception {
            int until = total() + requests;
            Shop.until(() -> total() >= until);
        }

        private int total() {
            return sent.values().stream().mapToInt(AtomicInteger::get).sum();
        }

        void stop() throws InterruptedException {
            stop.countDown();
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(20));
            }
        }

        @Override
        public void close() {
            stop.countDown();
        }

        @Override
        public String toString() {
            return total() + " requests " + sent() + ", " + failures.size() + " failed";
        }
    }
}
