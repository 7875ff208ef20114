package lockstep.peer;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real HAProxy of our own on loopback: backends `shop` (default) and `api` (paths that begin
/// with `/api`), both with a server for each web node, checked ten times a second. It has three
/// control sockets. Everything is in one directory and ends with [#close].
final class Haproxy implements AutoCloseable {
    private static final long START_SECONDS = 15;

    private final Path directory;
    private final int port = freePort();
    private final int controlPort = freePort();
    private final List<Process> processes = new ArrayList<>();

    private Haproxy(Path directory) throws IOException {
        this.directory = directory;
    }

    /// Starts one before the given nodes and waits until it answers. Without HAProxy the test is
    /// skipped, or fails where `CI` is `true`.
    static Haproxy before(Path directory, List<WebNode> nodes) throws Exception {
        requireInstalled();
        Haproxy haproxy = new Haproxy(directory);
        Files.writeString(haproxy.configuration(), haproxy.configuration(nodes));
        haproxy.start(List.of());
        return haproxy;
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
    Path admin() {
        return directory.resolve("admin.sock");
    }

    /// The control socket at level operator, on which servers cannot be switched.
    Path operator() {
        return directory.resolve("operator.sock");
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
        start(List.of("-sf", Long.toString(processes.getLast().pid())));
    }

    /// Says something to it behind the back of whoever else does.
    void tell(String command) {
        ask(command);
    }

    /// Kills it, as a crash would.
    void kill() {
        for (Process process : processes) {
            process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void start(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of("haproxy", "-db", "-f"));
        command.add(configuration().toString());
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().merge("PATH", "/usr/sbin", (path, sbin) -> path + ":" + sbin);
        Path log = directory.resolve("haproxy" + processes.size() + ".log");
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        processes.add(process);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!ask("show info").contains("\nPid: " + process.pid() + "\n")) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IOException("haproxy did not start: " + Files.readString(log));
            }
        }
    }

    /// The reply of the admin socket; empty when nobody listens.
    private String ask(String command) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(admin()));
            Channels.newOutputStream(channel)
                    .write((command + "\n").getBytes(StandardCharsets.UTF_8));
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private Path configuration() {
        return directory.resolve("haproxy.cfg");
    }

    private String configuration(List<WebNode> nodes) {
        StringBuilder servers = new StringBuilder();
        for (WebNode node : nodes) {
            servers.append("  server ").append(node.name());
            servers.append(" 127.0.0.1:").append(node.port()).append('\n');
        }
        String backend =
                """
                  option httpchk GET /health
                  default-server check inter 100 rise 2 fall 5
                """
                        + servers;
        return """
        global
          stats socket %s mode 600 level admin
          stats socket %s mode 600 level operator
          stats socket ipv4@127.0.0.1:%d level admin
          hard-stop-after 5s
        defaults
          mode http
          timeout connect 2s
          timeout check 5s
          timeout client 20s
          timeout server 20s
        frontend web
          bind 127.0.0.1:%d
          use_backend api if { path_beg /api }
          default_backend shop
        """
                        .formatted(admin(), operator(), controlPort, port)
                + "backend shop\n"
                + backend
                + "backend api\n"
                + backend;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
