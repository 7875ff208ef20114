package lockstep.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.link.LocalHost;
import lockstep.pool.Drivers;
import lockstep.pool.Exchange;
import lockstep.pool.Pool;
import lockstep.pool.Pools;

/// A real NGINX of our own on loopback: upstream `shop` in a file of its own, which holds a server
/// for each web node. Everything is in one directory and ends with [#close].
final class Nginx implements AutoCloseable {
    private static final long START_SECONDS = 15;

    private final Path program;
    private final Path directory;
    private final List<WebNode> nodes;
    private final int port = freePort();
    private String extra = "";

    private Nginx(Path program, Path directory, List<WebNode> nodes) throws IOException {
        this.program = program;
        this.directory = directory;
        this.nodes = nodes;
    }

    /// Starts the installed one before the given nodes. Without it the test is skipped, or fails
    /// where `CI` is `true`.
    static Nginx before(Path directory, List<WebNode> nodes) throws Exception {
        Nginx nginx = new Nginx(Peer.program("nginx"), directory, nodes);
        Files.createDirectories(nginx.file().getParent());
        nginx.configure("");
        String servers =
                nodes.stream()
                        .map(n -> "    server " + nginx.address(n) + ";\n")
                        .collect(Collectors.joining());
        Files.writeString(nginx.file(), "upstream shop {\n" + servers + "}\n");
        nginx.start();
        return nginx;
    }

    /// Where its server lines are; the directory is included with `*`.
    Path file() {
        return directory.resolve("upstreams/shop");
    }

    Path configuration() {
        return directory.resolve("nginx.conf");
    }

    Path errorLog() {
        return directory.resolve("error.log");
    }

    /// The name of a node in the upstream.
    String address(WebNode node) {
        return "127.0.0.1:" + node.port();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    int port() {
        return port;
    }

    Dialect.Nginx dialect() {
        return new Dialect.Nginx(
                "local",
                file().toString(),
                Optional.of(configuration().toString()),
                program.toString(),
                false);
    }

    /// Its nodes' servers, and strangers beside them, which are members of the first node.
    List<Balancer.Server> servers(List<String> strangers) {
        List<Balancer.Server> servers = new ArrayList<>();
        nodes.forEach(n -> servers.add(new Balancer.Server("shop", address(n), n.name())));
        strangers.forEach(
                s -> servers.add(new Balancer.Server("shop", s, nodes.getFirst().name())));
        return servers;
    }

    Pool open(int floor, Exchange.Listener listener) {
        return open(dialect(), floor, servers(List.of()), listener);
    }

    static Pool open(
            Dialect dialect, int floor, List<Balancer.Server> servers, Exchange.Listener listener) {
        return Drivers.open(
                new Balancer("lb1", dialect, floor, servers),
                new Pools.Access(LocalHost::new, LocalHost::new, listener));
    }

    /// Writes the main configuration anew, without a reload.
    ///
    /// @param more directives of the main context
    void configure(String more) throws IOException {
        extra = more;
        Path logs = directory;
        Files.writeString(
                configuration(),
                """
                %s
                daemon on;
                worker_processes 2;
                pid %s/nginx.pid;
                error_log %s notice;
                events { worker_connections 512; }
                http {
                    access_log off;
                    client_body_temp_path %s/body;
                    proxy_temp_path %s/proxy;
                    fastcgi_temp_path %s/fastcgi;
                    uwsgi_temp_path %s/uwsgi;
                    scgi_temp_path %s/scgi;
                    keepalive_timeout 60s;
                    include %s/upstreams/*;
                    server {
                        listen 127.0.0.1:%d;
                        location / {
                            proxy_pass http://shop;
                            proxy_read_timeout 20s;
                        }
                    }
                }
                """
                        .formatted(
                                extra, logs, errorLog(), logs, logs, logs, logs, logs, logs, port));
    }

    void start() throws Exception {
        Peer.run(program.toString(), "-c", configuration().toString());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!works() || !listening()) {
            if (System.nanoTime() > end) {
                throw new IOException("nginx did not start: " + Files.readString(errorLog()));
            }
        }
    }

    /// The socket is open before anybody serves it.
    private boolean works() throws IOException {
        for (ProcessHandle child : master().stream().flatMap(ProcessHandle::children).toList()) {
            Path title = Path.of("/proc/" + child.pid() + "/cmdline");
            if (Files.exists(title) && Files.readString(title).contains("worker process")) {
                return true;
            }
        }
        return false;
    }

    /// As somebody does by hand.
    void reload() throws IOException {
        Peer.run(program.toString(), "-c", configuration().toString(), "-s", "reload");
    }

    /// The master process, while it runs.
    Optional<ProcessHandle> master() throws IOException {
        Path pid = directory.resolve("nginx.pid");
        String digits = Files.exists(pid) ? Files.readString(pid).strip() : "";
        return digits.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(digits));
    }

    /// Ends it at once, workers too.
    void kill() throws IOException {
        Optional<ProcessHandle> master = master();
        if (master.isEmpty()) {
            return;
        }
        List<ProcessHandle> all = new ArrayList<>(master.get().descendants().toList());
        all.addFirst(master.get());
        all.forEach(ProcessHandle::destroyForcibly);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (listening()) { // a zombie is alive until its new parent cares
            if (System.nanoTime() > end) {
                throw new IOException("nginx did not end");
            }
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }

    private boolean listening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
