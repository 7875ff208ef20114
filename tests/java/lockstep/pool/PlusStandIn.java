package lockstep.pool;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the documents of `ngx_http_api_module` (version 9) say of one upstream `shop`, on loopback:
/// versions, errors as objects, ids that a reload changes, states that a restart forgets. It also
/// gives requests to its servers, of which there are only the names.
public final class PlusStandIn implements AutoCloseable {
    private static final Pattern SERVER =
            Pattern.compile("/api/9/http/upstreams/shop/servers/(\\d+)");

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Peer> peers = new ArrayList<>();
    private boolean writable = true;
    private boolean zone = true;
    private int generation = 1;
    private int loads = 1;
    private int worker = 100;
    private int turn;
    private Runnable beforeNextPatch = () -> {};

    private static final class Peer {
        private final String server;
        private int id;
        private String state = "up";
        private String health = "{\"checks\":0,\"fails\":0,\"unhealthy\":0}";
        private boolean backup;
        private int active;
        private long responses;

        Peer(int id, String server) {
            this.id = id;
            this.server = server;
        }

        String json() {
            return """
            {"id":%d,"server":"%s","name":"%s","backup":%b,"weight":1,"state":"%s","active":%d,\
            "requests":%d,"responses":{"1xx":0,"2xx":%d,"total":%d},"sent":0,"received":0,\
            "fails":0,"unavail":0,"health_checks":%s,"downtime":0}\
            """
                    .formatted(
                            id,
                            server,
                            server,
                            backup,
                            state,
                            active,
                            responses + active,
                            responses,
                            responses,
                            health);
        }
    }

    /// @param servers their addresses
    public PlusStandIn(List<String> servers) throws IOException {
        for (String server : servers) {
            peers.add(new Peer(peers.size(), server));
        }
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    /// The URL of its API.
    public String api() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/api";
    }

    /// The location has no `write=on`.
    public synchronized void readOnly() {
        writable = false;
    }

    /// The upstream has no `zone`.
    public synchronized void withoutZone() {
        zone = false;
    }

    /// Puts a server into a state of the API's own words.
    public synchronized void state(String server, String state, String health) {
        peer(server).state = state;
        peer(server).health = health;
    }

    /// Makes a server one that serves when no other does.
    public synchronized void backup(String server) {
        peer(server).backup = true;
    }

    /// Happens once, after the request for the next change has arrived.
    public synchronized void beforeNextPatch(Runnable action) {
        beforeNextPatch = action;
    }

    /// New workers, new ids; states stay in the zone.
    public synchronized void reload() {
        generation++;
        loads++;
        peers.addFirst(peers.removeLast());
        for (int i = 0; i < peers.size(); i++) {
            peers.get(i).id = i;
        }
    }

    /// A new process; without a `state` file it knows only its configuration.
    public synchronized void restart() {
        generation = 1;
        loads++;
        peers.forEach(peer -> peer.state = "up");
    }

    /// One request; the address that answered it.
    public synchronized Optional<String> serve() {
        List<Peer> up = peers.stream().filter(p -> p.state.equals("up")).toList();
        if (up.isEmpty()) {
            return Optional.empty();
        }
        Peer next = up.get(turn++ % up.size());
        next.responses++;
        return Optional.of(next.server);
    }

    /// A request that runs on a server until it is closed.
    public synchronized AutoCloseable begin(String server) {
        Peer busy = peer(server);
        busy.active++;
        return () -> end(busy);
    }

    private synchronized void end(Peer busy) {
        busy.active--;
        busy.responses++;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }

    private Peer peer(String server) {
        return peers.stream().filter(p -> p.server.equals(server)).findFirst().orElseThrow();
    }

    private record Answer(int status, String body) {}

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        Answer answer = exchange.getRequestMethod().equals("PATCH") ? patch(path, body) : get(path);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Answer get(String path) {
        worker++;
        return switch (path) {
            case "/api/" -> new Answer(200, "[1,2,3,4,5,6,7,8,9]");
            case "/api/9/nginx" ->
                    new Answer(
                            200,
                            """
                            {"version":"1.29.0","build":"nginx-plus-r35","address":"127.0.0.1",\
                            "generation":%d,"load_timestamp":"2026-11-22T13:40:%02d.000Z",\
                            "timestamp":"2026-11-22T14:00:00.000Z","pid":%d,"ppid":99}"""
                                    .formatted(generation, loads, worker));
            case "/api/9/http/upstreams/shop" ->
                    zone
                            ? new Answer(200, "{\"peers\":[" + all() + "],\"keepalive\":0}")
                            : error(404, "UpstreamNotFound", "upstream not found");
            default -> error(404, "PathNotFound", "path not found");
        };
    }

    private String all() {
        return peers.stream().map(Peer::json).collect(Collectors.joining(","));
    }

    private synchronized Answer patch(String path, String body) {
        Runnable first = beforeNextPatch;
        beforeNextPatch = () -> {};
        first.run();
        if (!writable) {
            return error(405, "MethodDisabled", "method disabled");
        }
        Matcher server = SERVER.matcher(path);
        if (!server.matches()) {
            return error(404, "PathNotFound", "path not found");
        }
        if (!zone) {
            return error(400, "UpstreamStatic", "upstream is static");
        }
        Optional<Peer> found =
                peers.stream().filter(p -> p.id == Integer.parseInt(server.group(1))).findFirst();
        if (found.isEmpty()) {
            return error(404, "UpstreamServerNotFound", "server not found");
        }
        Peer peer = found.get();
        switch (body) {
            case "{\"drain\":true}" -> peer.state = "draining";
            case "{\"down\":true}" -> peer.state = "down";
            case "{\"drain\":false,\"down\":false}" -> peer.state = "up";
            default -> {
                return error(400, "UpstreamConfFormatError", "unknown parameter");
            }
        }
        return new Answer(
                200,
                "{\"id\":%d,\"server\":\"%s\",\"weight\":1,\"backup\":%b,\"down\":%b}"
                        .formatted(peer.id, peer.server, peer.backup, peer.state.equals("down")));
    }

    private static Answer error(int status, String code, String text) {
        return new Answer(
                status,
                """
                {"error":{"status":%d,"text":"%s","code":"%s"},\
                "request_id":"b2e1c4","href":"https://nginx.org/en/docs/http/ngx_http_api_module.html"}"""
                        .formatted(status, text, code));
    }
}
