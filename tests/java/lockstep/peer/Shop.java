package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.LocalHost;
import lockstep.pool.Leave;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.State;
import lockstep.pool.Way;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Three web nodes before a HAProxy with backends of a test's own words, and the pools of a console
/// that leads it.
final class Shop implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);

    final List<WebNode> nodes = new ArrayList<>();
    final Haproxy haproxy;
    final Cancel cancel = new Cancel();
    private final BlockingQueue<WebNode> slowOnes = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Haproxy.Kind kind;

    /// @param backends makes the configuration from the nodes `web1`, `web2` and `web3`
    Shop(Path directory, Haproxy.Kind kind, Function<List<WebNode>, String> backends)
            throws Exception {
        for (String name : List.of("web1", "web2", "web3")) {
            nodes.add(new WebNode(name, slowOnes));
        }
        this.kind = kind;
        haproxy = Haproxy.configured(directory, kind, backends.apply(nodes));
    }

    /// Pools of a console of its own, by the master's socket where there is one.
    ///
    /// @param servers as `backend/server`; a server is the node of the same name
    Pools pools(int floor, String... servers) throws Exception {
        Path socket = kind == Haproxy.Kind.MASTER ? haproxy.master() : haproxy.admin();
        List<Balancer.Server> list = new ArrayList<>();
        for (String place : servers) {
            String[] parts = place.split("/");
            list.add(new Balancer.Server(parts[0], parts[1], parts[1]));
        }
        Balancer balancer =
                new Balancer("lb1", new Dialect.Haproxy("local", socket.toString()), floor, list);
        List<Node> all =
                nodes.stream()
                        .map(n -> new Node(n.name(), "local", "/srv/" + n.name(), false))
                        .toList();
        Cluster cluster = new Cluster("c", all, "web1", List.of(), List.of(balancer));
        assertThat(cluster.problems()).isEmpty();
        return Pools.open(cluster, new Pools.Access(LocalHost::new, LocalHost::new, _ -> {}));
    }

    /// As [#pools], when every member is up.
    Pools ready(int floor, String... servers) throws Exception {
        Pools pools = pools(floor, servers);
        until(
                () ->
                        pools.look().members().values().stream()
                                .flatMap(List::stream)
                                .allMatch(m -> m.state() == State.UP));
        return pools;
    }

    /// A request that runs on a node until all nodes are released.
    record Slow(WebNode node, CompletableFuture<HttpResponse<String>> answer) {}

    Slow slow(String path) throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request(path), HttpResponse.BodyHandlers.ofString());
        return new Slow(Objects.requireNonNull(slowOnes.poll(10, TimeUnit.SECONDS)), answer);
    }

    /// Who answers a request.
    String get(HttpClient by, String path) throws IOException, InterruptedException {
        return by.send(request(path), HttpResponse.BodyHandlers.ofString()).body();
    }

    /// A browser: keeps its connection and its cookies.
    static HttpClient browser() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .build();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(haproxy.url(path)).timeout(LIMIT).build();
    }

    WebNode node(String name) {
        return nodes.stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
    }

    static Leave leave(Way way) {
        return Leave.by(way, Leave.Floor.KEPT);
    }

    static Member member(Pools pools, String place) {
        return pools.look().members().values().stream()
                .flatMap(List::stream)
                .filter(m -> m.place().equals("lb1/" + place))
                .findFirst()
                .orElseThrow();
    }

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("condition within the limit").isLessThan(end);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }

    @Override
    public void close() {
        nodes.forEach(WebNode::release);
        client.shutdownNow();
        haproxy.close();
        nodes.forEach(WebNode::close);
    }
}
