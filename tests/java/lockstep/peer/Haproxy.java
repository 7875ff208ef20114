package lockstep.peer;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.link.Deadline;

/// A real HAProxy of our own on loopback. The first part of a request's path names the backend, or
/// else it goes to `shop`. Everything is in one directory and ends with [#close].
public final class Haproxy implements AutoCloseable {
    private static final long START_SECONDS = 15;

    /// Far more than a process needs that answers at all.
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final Path directory;
    private final Kind kind;
    private final int port = freePort();
    private final int controlPort = freePort();
    private final List<Process> processes = new ArrayList<>();

    /// Who is started.
    enum Kind {
        /// One process, which a reload replaces.
        WORKER,
        /// A master with workers; only its socket reaches all of them.
        MASTER
    }

    private Haproxy(Path directory, Kind kind) throws IOException {
        this.directory = directory;
        this.kind = kind;
    }

    /// Starts one before the given nodes, with the backends `shop` and `api`, and waits until it
    /// answers. Without HAProxy the test is skipped, or fails where `CI` is `true`.
    public static Haproxy before(Path directory, List<WebNode> nodes) throws Exception {
        return before(directory, Kind.WORKER, nodes);
    }

    /// As above, of either kind.
    static Haproxy before(Path directory, Kind kind, List<WebNode> nodes) throws Exception {
        String servers = "  option httpchk GET /health\n" + servers(nodes);
        return configured(directory, kind, "backend shop\n" + servers + "backend api\n" + servers);
    }

    /// As [#before], with other backends, one of which is `shop`.
    static Haproxy configured(Path directory, Kind kind, String backends) throws Exception {
        requireInstalled();
        Haproxy haproxy = new Haproxy(directory, kind);
        Files.writeString(haproxy.configuration(), haproxy.configuration(backends));
        haproxy.start(List.of());
        return haproxy;
    }

    /// The lines of a backend for a server for each node, checked ten times a second.
    static String servers(List<WebNode> nodes) {
        StringBuilder servers = new StringBuilder(CHECKED);
        for (WebNode node : nodes) {
            servers.append(server(node, ""));
        }
        return servers.toString();
    }

    /// How servers of a backend are checked unless they say otherwise.
    static final String CHECKED = "  default-server check inter 100 rise 2 fall 5\n";

    /// One server line.
    static String server(WebNode node, String options) {
        return "  server " + node.name() + " 127.0.0.1:" + node.port() + " " + options + "\n";
    }

    private static void requireInstalled() {
        boolean there =
                Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
                        .anyMatch(p -> Files.isExecutable(Path.of(p, "haproxy")));
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("haproxy is not installed");
        }
        assumeTrue(there, "haproxy is not installed");
    }

    /// The control socket at level admin.
    public Path admin() {
        return directory.resolve("admin.sock");
    }

    /// The control socket at level operator, on which servers cannot be switched.
    Path operator() {
        return directory.resolve("operator.sock");
    }

    /// The socket of the master, where there is one.
    Path master() {
        return directory.resolve("master.sock");
    }

    /// The control port on loopback, at level admin.
    int controlPort() {
        return controlPort;
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// Starts a new process that takes over from the old one, which ends when it is idle. Returns
    /// when the control socket is the new one's.
    void reload() throws Exception {
        switch (kind) {
            case WORKER -> start(List.of("-sf", Long.toString(processes.getLast().pid())));
            case MASTER -> {
                String before = pid();
                ask(master(), "reload");
                until(() -> !pid().isEmpty() && !pid().equals(before));
            }
        }
    }

    /// The process id of the worker that serves; empty while there is none.
    String pid() {
        String info =
                switch (kind) {
                    case WORKER -> ask("show info");
                    case MASTER -> ask(master(), "@1 show info");
                };
        return info.lines()
                .filter(line -> line.startsWith("Pid: "))
                .map(line -> line.substring("Pid: ".length()))
                .findFirst()
                .orElse("");
    }

    /// Writes the state of the servers to where the next reload reads it.
    void saveState() throws IOException {
        Files.writeString(directory.resolve("state"), ask("show servers state"));
    }

    /// Says something to it behind the back of whoever else does.
    void tell(String command) {
        ask(command);
    }

    /// As above, that a node is in a state wherever it serves.
    void tell(String node, String state) {
        for (String backend : List.of("shop", "api")) {
            tell("set server %s/%s state %s".formatted(backend, node, state));
        }
    }

    /// Kills it, as a crash would.
    void kill() {
        for (Process process : processes) {
            List<ProcessHandle> workers = process.descendants().toList();
            process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
            workers.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /// Starts it again after it was killed; what it was told before is forgotten.
    void comeBack() throws Exception {
        start(List.of());
    }

    @Override
    public void close() {
        kill();
    }

    private void start(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of("haproxy", "-db", "-f"));
        command.add(configuration().toString());
        command.addAll(options);
        if (kind == Kind.MASTER) {
            command.addAll(List.of("-W", "-S", master().toString()));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().merge("PATH", "/usr/sbin", (path, sbin) -> path + ":" + sbin);
        Path log = directory.resolve("haproxy" + processes.size() + ".log");
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        processes.add(process);
        until(
                () -> {
                    if (!process.isAlive()) {
                        throw new IOException("haproxy ended: " + Files.readString(log));
                    }
                    return kind == Kind.MASTER
                            ? !pid().isEmpty()
                            : pid().equals(Long.toString(process.pid()));
                });
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!condition.call()) {
            if (never.await(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IOException("haproxy did not start in time");
            }
        }
    }

    /// The reply to a command that somebody else gives at the admin socket; empty when nobody
    /// answers there.
    String ask(String command) {
        return ask(admin(), command);
    }

    private static String ask(Path socket, String command) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Deadline _ = Deadline.after(ANSWER, () -> hangUp(channel))) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Channels.newOutputStream(channel)
                    .write((command + "\n").getBytes(StandardCharsets.UTF_8));
            channel.shutdownOutput();
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private static void hangUp(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path configuration() {
        return directory.resolve("haproxy.cfg");
    }

    private String configuration(String backends) {
        return """
        global
          stats socket %s mode 600 level admin
          stats socket %s mode 600 level operator
          stats socket ipv4@127.0.0.1:%d level admin
          server-state-file %s
          hard-stop-after 30s
        defaults
          load-server-state-from-file global
          mode http
          timeout connect 2s
          timeout check 5s
          timeout client 20s
          timeout server 20s
          timeout tunnel 1h
        frontend web
          bind 127.0.0.1:%d
          use_backend %%[path,field(2,/)]
          default_backend shop
        """
                        .formatted(
                                admin(), operator(), controlPort, directory.resolve("state"), port)
                + backends;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
