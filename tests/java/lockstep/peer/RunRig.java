package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lockstep.cli.Typed;
import lockstep.fault.FaultException;
import lockstep.fleet.ClusterFile;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.link.Prompts;
import lockstep.run.OpenCluster;
import lockstep.ssh.SshHosts;
import lockstep.ssh.SshOptions;

/// Three nodes behind OpenSSH servers and a real HAProxy, with visitors, a user's home, and trees
/// that differ. What runs is kept from one run to the next; trees, home and cluster file are made
/// anew.
final class RunRig implements AutoCloseable {
    static final List<String> NODES = List.of("web1", "web2", "web3");
    private static final int BIG = 3_000_000;
    private static final boolean AS_ROOT = "root".equals(System.getProperty("user.name"));
    private static final long LIMIT_SECONDS = 60;

    final Haproxy haproxy;
    final SteadyLoad load;
    final Ledger ledger;
    private final Path directory;
    private final Map<String, Sshd> servers = new LinkedHashMap<>();
    private final Map<String, WebNode> apps = new LinkedHashMap<>();
    private final List<Path> mounted = new ArrayList<>();
    private int count;

    /// @param name of its table of faults
    RunRig(String name, Path directory) throws Exception {
        Peer.program("rsync");
        this.directory = directory;
        for (String node : NODES) {
            servers.put(node, Sshd.start());
            apps.put(node, new WebNode(node, new LinkedBlockingQueue<>()));
        }
        haproxy = Haproxy.before(directory, List.copyOf(apps.values()));
        load = new SteadyLoad(haproxy.url("/shop/page"));
        ledger = new Ledger(name, load);
    }

    Sshd server(String node) {
        return Objects.requireNonNull(servers.get(node));
    }

    WebNode app(String node) {
        return Objects.requireNonNull(apps.get(node));
    }

    /// The home of the user of this run.
    Path home() {
        return directory.resolve("home" + count);
    }

    Path root(String node) {
        return disk(node).resolve("www");
    }

    /// Where a node has its root and what is beside it, as root a file system of its own.
    Path disk(String node) {
        return directory.resolve("trees" + count).resolve(node);
    }

    Path file() {
        return home().resolve("shop.toml");
    }

    /// What the consoles of this run's user write.
    Path journal() {
        return disk("journal").resolve("journal.db");
    }

    /// Begins anew.
    ///
    /// @param more lines of the cluster file
    void reset(String more) throws Exception {
        count++;
        Path bin = Files.createDirectories(home().resolve("bin"));
        List<String> config = new ArrayList<>();
        for (String node : NODES) {
            config.add("Host " + node);
            config.addAll(server(node).clientLines());
            app(node).health(200);
        }
        Path described = Files.write(home().resolve("ssh_config"), config);
        // OpenSSH finds the home of its user in the system's list of users, not in the environment.
        Path ssh = bin.resolve("ssh");
        Files.writeString(
                ssh, "#!/bin/sh\nexec %s -F %s \"$@\"\n".formatted(Peer.program("ssh"), described));
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        trees();
        HookScripts.write(home());
        Files.writeString(file(), cluster() + more);
        for (String node : NODES) {
            haproxy.tell(node, "ready");
            Files.writeString(home().resolve("port-" + node), Integer.toString(app(node).port()));
        }
        until(this::allAreUp);
        load.begin();
        ledger.begin();
    }

    private String cluster() {
        StringBuilder toml = new StringBuilder("name = \"shop\"\nreference = \"web1\"\n");
        toml.append("rules = [\"- /cache/\"]\n");
        for (String node : NODES) {
            toml.append("[[node]]\nname = \"%s\"\naddress = \"%s\"\n".formatted(node, node));
            toml.append("root = \"%s\"\n".formatted(root(node)));
        }
        toml.append("[[balancer]]\nname = \"lb1\"\naddress = \"local\"\n");
        toml.append("socket = \"%s\"\nfloor = 1\nservers = [\n".formatted(haproxy.admin()));
        for (String backend : List.of("shop", "api")) {
            for (String node : NODES) {
                toml.append(
                        "{ backend = \"%s\", name = \"%s\", node = \"%s\" },\n"
                                .formatted(backend, node, node));
            }
        }
        toml.append("]\n[health]\nfrom = \"node\"\ntimes = 1\nevery = \"1s\"\nlimit = \"5s\"\n");
        toml.append(
                "command = [\"bash\", \"%s\", \"{node}\"]\n".formatted(home().resolve("healthy")));
        return toml.toString();
    }

    /// A hook at that moment that runs one of the scripts.
    String hook(String moment, String node, String script) {
        return hook(count + 1, moment, node, script);
    }

    /// As [#hook], for consoles that start from now on in what was begun already.
    void hookNow(String moment, String node, String script) throws IOException {
        Files.writeString(file(), hook(count, moment, node, script), StandardOpenOption.APPEND);
    }

    private String hook(int number, String moment, String node, String script) {
        return """
               [[hook]]
               at = "%s"
               on = "workstation"
               nodes = ["%s"]
               command = ["sh", "%s"]
               """
                .formatted(moment, node, home(number).resolve(script));
    }

    private Path home(int number) {
        return directory.resolve("home" + number);
    }

    private void makeDisk(String name) throws IOException {
        Path disk = Files.createDirectories(disk(name));
        if (AS_ROOT) {
            Peer.run("mount", "-t", "tmpfs", "-o", "size=40m", "x", disk.toString());
            mounted.add(disk);
        }
    }

    private void trees() throws IOException {
        makeDisk("journal");
        Random random = new Random(7);
        byte[] big = new byte[BIG];
        random.nextBytes(big);
        for (String node : NODES) {
            makeDisk(node);
            Path root = root(node);
            Files.createDirectories(root.resolve("deep/er"));
            boolean old = !node.equals("web1");
            for (int i = 0; i < 20; i++) {
                String text = "file " + i + (old && i % 4 == 0 ? " of before" : "") + "\n";
                Files.writeString(root.resolve(i % 2 == 0 ? "f" + i : "deep/f" + i), text);
            }
            byte[] content = big.clone();
            if (old) {
                for (int at = 0; at < content.length; at += 10_000) {
                    content[at]++;
                }
                Files.writeString(root.resolve("deep/er/gone"), "only here\n");
            } else {
                Files.writeString(root.resolve("deep/er/new"), "new\n");
            }
            Files.write(root.resolve("big.bin"), content);
            Files.createDirectories(root.resolve("cache"));
            Files.writeString(root.resolve("cache/kept"), node);
        }
    }

    boolean isUp(String node) {
        String states = haproxy.ask("show servers state");
        long up =
                states.lines()
                        .map(line -> line.split(" "))
                        .filter(w -> w.length > 6 && w[3].equals(node))
                        .filter(w -> w[5].equals("2") && w[6].equals("0"))
                        .count();
        return up == 2;
    }

    /// Whether each node is up in each backend.
    boolean allAreUp() {
        return NODES.stream().allMatch(this::isUp);
    }

    ConsoleProcess console(String... arguments) throws IOException {
        return ConsoleProcess.start(home(), journal(), arguments);
    }

    /// What a command says to its user, in a pipe.
    ///
    /// @param code the exit code it has to end with
    String told(int code, String... arguments) {
        return told(journal(), code, arguments);
    }

    /// As [#told(int, String...)], of a user with another journal.
    String told(Path journal, int code, String... arguments) {
        Typed typed = Typed.piped(file -> open(file, journal));
        int ended = typed.run(arguments);
        assertThat(ended).as(typed.out() + typed.err()).isEqualTo(code);
        return typed.out() + typed.err();
    }

    /// Somebody with another journal breaks the locks of a run knowingly.
    void breakLocks(Path journal) {
        String holder = Author.of(System.getenv()).who();
        told(journal, 0, "resume", file().toString(), "--break-lock=" + holder);
    }

    /// What a console says that comes new: the run that waits, if one does.
    String left() {
        Typed typed = Typed.piped(file -> open(file, journal()));
        assertThat(typed.run("resume", file().toString())).isIn(0, 2);
        return typed.out() + typed.err();
    }

    /// What a console says of the pools.
    String pools() {
        Typed typed = Typed.piped(file -> open(file, journal()));
        assertThat(typed.run("pool", "list", file().toString())).isIn(0, 1);
        return typed.out() + typed.err();
    }

    /// Whether the balancer is there.
    boolean balancerAnswers() {
        return !haproxy.pid().isEmpty();
    }

    private OpenCluster open(Path cluster, Path journal) throws FaultException {
        SshOptions options = SshOptions.standard().withConfig(home().resolve("ssh_config"));
        SshHosts hosts = new SshHosts(options, Prompts.refusing());
        Author author = Author.of(System.getenv());
        return OpenCluster.open(ClusterFile.read(cluster), hosts::host)
                .ending(hosts::close)
                .recording(Journal.open(journal, author, InstantSource.system()));
    }

    /// A run that agrees to its plan.
    ConsoleProcess sync(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("sync", file().toString()));
        arguments.addAll(List.of("--yes", "--delete"));
        arguments.addAll(List.of(more));
        return console(arguments.toArray(String[]::new));
    }

    /// Whether a node's rsync has begun to write the large file.
    boolean receives(String node) throws IOException {
        try (Stream<Path> entries = Files.list(root(node))) {
            return entries.anyMatch(
                    entry -> entry.getFileName().toString().startsWith(".big.bin."));
        }
    }

    /// Kills what rsync runs on a node.
    void killRsync(String node) {
        ProcessHandle.of(server(node).pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(p -> p.info().command().orElse("").endsWith("/rsync"))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /// Waits until the run has come to where it meets.
    void met(ConsoleProcess console) throws Exception {
        until(
                () -> {
                    if (!console.isAlive()) {
                        throw new IOException("the console ended before: " + console.output());
                    }
                    return Files.exists(home().resolve("met"));
                });
    }

    /// Lets the run go on that has met.
    void go() throws IOException {
        Files.createFile(home().resolve("go"));
    }

    /// What the files of a node are: their paths and digests, rsync's rules left out.
    String state(String node) throws Exception {
        return Shell.run(
                root(node),
                "find . -path ./cache -prune -o -type f -exec sha256sum {} + | sort -k 2");
    }

    /// The application of these fails, and the balancer has seen it.
    void fail(String... nodes) throws Exception {
        for (String node : nodes) {
            app(node).health(503);
            until(() -> !isUp(node));
        }
    }

    /// The node's machine goes down: its SSH server, its application, all that runs there.
    void crash(String node) throws Exception {
        server(node).crash();
        app(node).crash();
    }

    /// The node's machine is back.
    void comeBack(String node) throws Exception {
        server(node).comeBack();
        app(node).comeBack();
    }

    static void until(Callable<Boolean> condition) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.call()) {
            if (never.await(30, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IOException("it did not come to that in time");
            }
        }
    }

    @Override
    public void close() {
        load.close();
        haproxy.close();
        apps.values().forEach(WebNode::close);
        servers.values().forEach(Sshd::close);
        for (Path disk : mounted) {
            Shell.run(directory, "umount -l " + disk);
        }
    }
}
