package lockstep.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.fault.FaultException;
import lockstep.link.Host;
import lockstep.link.Prompts;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// A private OpenSSH server for the user that runs the tests, with a key that logs in and a client
/// configuration that leads to it. Nothing of the user's own `.ssh` is read, nor the start files of
/// the user's shell: a node's home is an empty directory.
///
/// ```java
/// try (Sshd sshd = Sshd.start()) {
///     Host web1 = sshd.host("web1");
///     …
/// }
/// ```
///
/// Closing ends the server with all its connections and removes its directory.
public final class Sshd implements AutoCloseable {
    private static final String CONFIG = "sshd_config";
    private static final String HOME = "home";
    private static final int STARTS = 3;
    private static final Duration READY = Duration.ofSeconds(20);

    private final Path directory;
    private final int port;
    private volatile Process process;
    private final Queue<String> log;
    private final SshHosts hosts;

    private Sshd(Path directory, int port, Process process, Queue<String> log) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = process;
        this.log = log;
        writeKnownHosts(knownHosts());
        hosts = new SshHosts(options(), Prompts.refusing());
    }

    /// A server with an ed25519 host key.
    public static Sshd start() throws IOException {
        return start(List.of("ed25519"));
    }

    /// A server with host keys of these types (`ed25519`, `rsa`, `ecdsa`).
    ///
    /// @param lines further lines for its configuration; they win over the usual ones
    public static Sshd start(List<String> hostKeyTypes, String... lines) throws IOException {
        Path program = Peer.program("sshd");
        Path directory = Files.createTempDirectory("lockstep-sshd");
        makePrivilegeSeparationDirectory();
        for (String type : hostKeyTypes) {
            generateKey(directory.resolve("host_" + type), type, "");
        }
        generateKey(directory.resolve("client"), "ed25519", "");
        Files.copy(directory.resolve("client.pub"), directory.resolve("authorized_keys"));
        Files.createDirectory(directory.resolve(HOME));
        for (int i = 1; ; i++) {
            try {
                return start(program, directory, hostKeyTypes, List.of(lines));
            } catch (IOException e) {
                if (i == STARTS) { // another process may take the free port first
                    throw e;
                }
            }
        }
    }

    private static Sshd start(Path program, Path directory, List<String> types, List<String> lines)
            throws IOException {
        int port = freePort();
        List<String> config = new ArrayList<>(lines);
        config.addAll(
                List.of(
                        "ListenAddress 127.0.0.1",
                        "Port " + port,
                        "PidFile none",
                        "StrictModes no",
                        "UsePAM no",
                        "PermitRootLogin yes",
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        "AuthorizedKeysFile " + directory.resolve("authorized_keys"),
                        "MaxStartups 100",
                        "SetEnv HOME=" + directory.resolve(HOME),
                        "LogLevel VERBOSE"));
        types.forEach(type -> config.add("HostKey " + directory.resolve("host_" + type)));
        Path file = Files.write(directory.resolve(CONFIG), config);
        Queue<String> log = new ConcurrentLinkedQueue<>();
        return new Sshd(directory, port, listening(program, file, log), log);
    }

    private static Process listening(Path program, Path file, Queue<String> log)
            throws IOException {
        Process process =
                new ProcessBuilder(program.toString(), "-D", "-e", "-f", file.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        CountDownLatch ready = new CountDownLatch(1);
        Thread.ofVirtual().name("sshd log").start(() -> follow(process, log, ready));
        try {
            if (ready.await(READY.toMillis(), TimeUnit.MILLISECONDS) && process.isAlive()) {
                return process;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IOException("sshd did not start: " + log);
    }

    private static void follow(Process process, Queue<String> log, CountDownLatch ready) {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                if (line.startsWith("Server listening")) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            log.add(e.toString());
        }
        ready.countDown();
    }

    /// sshd refuses to start as root without it, and only a system's own start-up makes it.
    private static void makePrivilegeSeparationDirectory() throws IOException {
        if ("root".equals(System.getProperty("user.name"))) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
    }

    /// A port of 127.0.0.1 that was free a moment ago.
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Makes a key pair: `file` and `file.pub`.
    public static void generateKey(Path file, String type, String passphrase) throws IOException {
        Peer.program("ssh-keygen");
        Peer.run(
                "ssh-keygen",
                "-q",
                "-t",
                type,
                "-N",
                passphrase,
                "-C",
                "test",
                "-f",
                file.toString());
    }

    public int port() {
        return port;
    }

    /// The process that listens.
    public long pid() {
        return process.pid();
    }

    /// Waits until every connection has ended.
    ///
    /// @throws IOException when one has not after twenty seconds
    public void awaitQuiet() throws IOException {
        try {
            for (ProcessHandle session : process.children().toList()) {
                session.onExit().get(READY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a connection to port " + port + " does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Who logs in: the user that runs the tests.
    public String user() {
        return System.getProperty("user.name");
    }

    /// The private key that logs in, without a passphrase.
    public Path clientKey() {
        return directory.resolve("client");
    }

    /// Public keys that log in, one a line; tests may add theirs.
    public Path authorizedKeys() {
        return directory.resolve("authorized_keys");
    }

    /// Holds this server's host keys under `[127.0.0.1]:port`.
    public Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    /// A directory of the test's own, removed with the server.
    public Path directory() {
        return directory;
    }

    /// What the server has logged so far.
    public String log() {
        return String.join("\n", log);
    }

    /// The public host keys, as lines of `known_hosts`.
    public List<String> hostKeyLines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().matches(".*/host_.*\\.pub")).toList()) {
                lines.add("[127.0.0.1]:" + port + " " + Files.readString(file).strip());
            }
        }
        return lines;
    }

    private void writeKnownHosts(Path file) throws IOException {
        Files.write(file, hostKeyLines());
    }

    /// Options with which any host name leads here.
    ///
    /// @param lines of ssh_config; they win over the usual ones
    public SshOptions options(String... lines) throws IOException {
        List<String> config = new ArrayList<>(List.of(lines));
        config.add("Match all");
        config.addAll(clientLines());
        Path file = Files.createTempFile(directory, "ssh_config", "");
        Files.write(file, config);
        return SshOptions.standard().withConfig(file);
    }

    /// The lines of ssh_config that lead here, to be put under a `Host` of the test's own.
    public List<String> clientLines() {
        return List.of(
                "HostName 127.0.0.1",
                "Port " + port,
                "User " + user(),
                "IdentityFile " + clientKey(),
                "IdentitiesOnly yes",
                "IdentityAgent none",
                "UserKnownHostsFile " + knownHosts(),
                "GlobalKnownHostsFile /dev/null",
                "StrictHostKeyChecking yes");
    }

    /// A host that runs its programs through this server. Closed with it.
    public Host host(String name) {
        try {
            return hosts.host(name, "lockstep-test");
        } catch (FaultException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ends every connection at once, as a crash would; the server goes on.
    public void dropConnections() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /// Ends the server and all that it runs, as a machine that loses its power.
    void crash() throws InterruptedException {
        List<ProcessHandle> family =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        family.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(10, TimeUnit.SECONDS);
    }

    /// Starts the server that has crashed, on its port and with its keys.
    void comeBack() throws IOException {
        process = listening(Peer.program("sshd"), directory.resolve(CONFIG), log);
    }

    /// Stops the server's processes without ending a connection, as a machine that hangs.
    public void freeze() throws IOException {
        signal("-STOP");
    }

    /// Lets a frozen server go on.
    public void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        // Some of them may end meanwhile, which is no error.
        String pids =
                Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .map(p -> Long.toString(p.pid()))
                        .collect(Collectors.joining(" "));
        Peer.run("sh", "-c", "for p in " + pids + "; do kill " + signal + " $p || true; done");
    }

    @Override
    public void close() {
        hosts.close();
        try {
            crash();
            remove(directory);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
