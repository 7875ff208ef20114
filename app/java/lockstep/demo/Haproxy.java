package lockstep.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;

/// A real HAProxy before the nodes, as a child process that cannot outlive this one.
final class Haproxy implements AutoCloseable {
    /// The name of the balancer in the cluster file.
    static final String NAME = "lb1";

    /// The longest path of a Unix socket that Linux takes, without its final NUL.
    private static final int LONGEST_SOCKET = 107;

    private static final int ATTEMPTS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 50;

    /// Starts HAProxy in the background and ends it when standard input closes, which it does
    /// however this JVM ends. The shell alone reaps it, so no stale process id is ever signalled.
    private static final String LEASH =
            """
            exec 3<&0
            "$1" -db -f "$2" </dev/null 3<&- & child=$!
            { read -r _; kill "$child"; } <&3 & leash=$!
            wait "$child"; status=$?
            kill "$leash" 2>/dev/null
            exit "$status"
            """;

    private final Process process;
    private final Path socket;
    private final int port;

    private Haproxy(Process process, Path socket, int port) {
        this.process = process;
        this.socket = socket;
        this.port = port;
    }

    /// Starts it and waits until every server has passed its checks.
    ///
    /// @param directory takes the configuration, the log and the socket
    /// @param nodes the port of each node's web server, by name
    /// @throws FaultException `ProgramMissing`; `ProgramFailed` with what it wrote; `TimedOut`
    ///     when it runs but does not call every server healthy
    static Haproxy start(Path directory, Map<String, Integer> nodes)
            throws FaultException, IOException, InterruptedException {
        Path program = Programs.find(NAME, "haproxy");
        Path socket = directory.resolve("haproxy.sock");
        if (socket.toString().length() > LONGEST_SOCKET) {
            throw new FaultException(
                    new Fault.UnsafeArgument(
                            NAME, socket.toString(), "too long for a Unix socket"));
        }
        // Between choosing a free port and binding it, another program may take it: try again.
        for (int attempt = 1; ; attempt++) {
            Haproxy started = launch(program, directory, socket, nodes);
            if (started.awaitUp(nodes.size() * 2)) {
                return started;
            }
            boolean stuck = started.process.isAlive();
            started.close();
            if (stuck) {
                throw new FaultException(
                        new Fault.TimedOut(NAME, "every server to pass its checks", LIMIT));
            }
            if (attempt == ATTEMPTS) {
                String log = Visible.text(Files.readString(log(directory)));
                int status = started.process.exitValue();
                throw new FaultException(new Fault.ProgramFailed(NAME, "haproxy", status, log));
            }
        }
    }

    private static Haproxy launch(
            Path program, Path directory, Path socket, Map<String, Integer> nodes)
            throws IOException {
        int port = freePort();
        Path configuration = directory.resolve("haproxy.cfg");
        Files.writeString(configuration, configuration(socket, port, nodes));
        Process process =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                LEASH,
                                "sh",
                                program.toString(),
                                configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log(directory).toFile())
                        .start();
        return new Haproxy(process, socket, port);
    }

    private static String configuration(Path socket, int port, Map<String, Integer> nodes) {
        StringBuilder text = new StringBuilder(general(socket, port));
        for (String backend : DemoCluster.BACKENDS) {
            text.append("\nbackend ").append(backend).append('\n');
            text.append("    balance roundrobin\n    option httpchk GET /health\n");
            nodes.forEach(
                    (name, p) ->
                            text.append("    server %s 127.0.0.1:%d check\n".formatted(name, p)));
        }
        return text.toString();
    }

    private static String general(Path socket, int port) {
        return """
            global
                stats socket "%s" mode 600 level admin
                stats timeout 2m
                maxconn 1000

            defaults
                mode http
                option redispatch
                retries 3
                retry-on conn-failure empty-response
                timeout connect 2s
                timeout client 30s
                timeout server 30s
                timeout queue 5s
                timeout check 2s
                default-server inter 500ms rise 2 fall 3

            frontend shop
                bind 127.0.0.1:%d
                acl asset path_beg /assets/
                use_backend static if asset
                default_backend app
            """
                .formatted(socket, port);
    }

    private static Path log(Path directory) {
        return directory.resolve("haproxy.log");
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /// Waits for its servers.
    ///
    /// @return false when it ended, or did not come up in time
    private boolean awaitUp(int servers) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (passedChecks() == servers) {
                return true;
            }
        }
        return false;
    }

    private long passedChecks() {
        try {
            return ask("show stat").lines().filter(l -> l.contains(",L7OK,")).count();
        } catch (IOException _) {
            return 0;
        }
    }

    /// One command to the runtime API, from beside it.
    private String ask(String command) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(Programs.TEXT)));
            return new String(Channels.newInputStream(channel).readAllBytes(), Programs.TEXT);
        }
    }

    /// The runtime API at level admin.
    Path socket() {
        return socket;
    }

    /// The port of the shop on the loopback address.
    int port() {
        return port;
    }

    /// Ends it through its leash, by force if it does not obey.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
