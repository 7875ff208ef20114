package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.tree.TreePath;
import lockstep.watch.ChangeReports;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node reports, by the real inotifywait, most of it behind the real sshd.
class ChangeReportsTest {
    private static final long LIMIT_S = 20;

    @TempDir private Path directory;

    private Path root = Path.of("/");

    @BeforeEach
    void plant() throws IOException {
        Peer.program("inotifywait");
        root = Files.createDirectories(directory.resolve("it's a root/live"));
        Files.createDirectories(root.resolve("cache/deep"));
        Files.createDirectories(root.resolve("docs"));
    }

    /// Somebody who listens, and what was heard.
    private static final class Ear implements ChangeReports.Listener, AutoCloseable {
        private final Cancel cancel = new Cancel();
        private final CompletableFuture<Boolean> established = new CompletableFuture<>();
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final CompletableFuture<Fault> end = new CompletableFuture<>();

        Ear(Host host, Path root, String... rules) {
            ChangeReports reports =
                    new ChangeReports(new Endpoint(host, root.toString(), false), List.of(rules));
            Thread.ofVirtual().name("ear").start(() -> listen(reports));
        }

        private void listen(ChangeReports reports) {
            try {
                reports.follow(this, cancel);
                end.completeExceptionally(new AssertionError("it came back"));
            } catch (FaultException e) {
                end.complete(e.fault());
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        }

        Ear ready() throws Exception {
            assertThat(established.get(LIMIT_S, TimeUnit.SECONDS)).isTrue();
            return this;
        }

        @Override
        public void established() {
            established.complete(true);
        }

        @Override
        public void changed(Optional<TreePath> path) {
            heard.add(path.map(TreePath::visible).orElse("?"));
        }

        /// All that is heard until that path is.
        List<String> until(String path) throws InterruptedException {
            List<String> all = new ArrayList<>();
            while (!all.contains(path)) {
                String next = heard.poll(LIMIT_S, TimeUnit.SECONDS);
                if (next == null) {
                    fail("nothing of %s in %s", path, all);
                } else {
                    all.add(next);
                }
            }
            return all;
        }

        Fault end() throws Exception {
            return end.get(LIMIT_S, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            cancel.set();
        }
    }

    private Ear local(String... rules) throws Exception {
        return new Ear(new LocalHost("web1"), root, rules).ready();
    }

    @Test
    void whateverChangesIsHeardAndNothingStaysBehindOnTheNode() throws Exception {
        try (Sshd sshd = Sshd.start()) {
            Set<ProcessHandle> others = watchers();
            try (Ear ear = new Ear(sshd.host("web1"), root).ready()) {
                Set<ProcessHandle> own = watchers();
                own.removeAll(others);
                assertThat(own).isNotEmpty();
                Files.writeString(root.resolve("docs/a.txt"), "one");
                ear.until("docs/a.txt");
                Files.createDirectories(root.resolve("new/below"));
                ear.until("new");
                Files.move(root.resolve("docs"), root.resolve("moved"));
                ear.until("moved");
                Files.delete(root.resolve("moved/a.txt"));
                ear.until("moved/a.txt");
                ear.cancel.set();
                assertThat(ear.end()).isInstanceOf(Fault.Cancelled.class);
                for (ProcessHandle process : own) {
                    process.onExit().get(LIMIT_S, TimeUnit.SECONDS);
                }
            }
        }
    }

    private static Set<ProcessHandle> watchers() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().command().orElse("").endsWith("/inotifywait"))
                .collect(Collectors.toSet());
    }

    @Test
    void whatTheRulesLeaveOutIsNotReported() throws Exception {
        try (Ear ear = local("- /cache/", "- *.log")) {
            Files.writeString(root.resolve("cache/deep/x"), "1");
            Files.writeString(root.resolve("docs/some.log"), "1");
            Files.createDirectories(root.resolve("cache/more"));
            Files.writeString(root.resolve("docs/b"), "1");
            assertThat(ear.until("docs/b")).containsOnly("docs/b");
        }
    }

    /// Whoever may write there chooses the names.
    @Test
    void hostileNamesAreNoMoreThanAChange() throws Exception {
        Path line = Files.createDirectory(root.resolve("line\nCLOSE ."));
        Path odd = Files.createDirectory(root.resolve("CREATE,ISDIR ."));
        try (Ear ear = local()) {
            Files.writeString(line.resolve("passwd"), "1");
            Files.writeString(root.resolve("-rf \u202e"), "1");
            Files.writeString(odd.resolve(" "), "1");
            Files.writeString(root.resolve("last"), "1");
            List<String> heard = ear.until("last");
            assertThat(heard).contains("line", "passwd", "CREATE,ISDIR ./ ");
            assertThat(heard).noneMatch(path -> path.startsWith("..") || path.contains("\u202e"));
        }
    }

    /// What belongs to no event, what leads out of the root, and what has no end.
    @Test
    void whatIsNoEventIsNoMoreThanAChangeOfSomething() throws Exception {
        String lines =
                "printf 'nonsense\\nCREATE ./../../etc/passwd\\nCREATE ./a//b\\nMOVE_SELF ./\\n\\n';"
                        + " head -c 100000 /dev/zero; printf '\\nCREATE ./last\\n'";
        try (Ear ear = new Ear(new Wrapped(List.of("sh", "-c", lines, "sh")), root)) {
            assertThat(ear.until("last")).containsExactly("?", "?", "?", "?", "?", "?", "last");
        }
    }

    @Test
    void aNodeWithoutTheProgramSaysSo() throws Exception {
        Host bare = new Wrapped(List.of("env", "PATH=" + withoutInotify()));
        assertThat(new Ear(bare, root).end())
                .isInstanceOfSatisfying(
                        Fault.GuardTripped.class,
                        fault -> assertThat(fault.remedy()).contains("inotify-tools"));
    }

    private String withoutInotify() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("sh"), Peer.program("sh"));
        return bin.toString();
    }

    @Test
    void aKernelThatLetsNobodyWatchSoMuchSaysSo() throws Exception {
        String line = "echo 2 >/proc/sys/user/max_inotify_watches && exec \"$@\"";
        Host full =
                new Wrapped(
                        List.of("unshare", "--user", "--map-root-user", "sh", "-c", line, "sh"));
        assertThat(new Ear(full, root).end())
                .isInstanceOfSatisfying(
                        Fault.LimitReached.class,
                        fault -> assertThat(fault.remedy()).contains("max_user_watches"));
    }

    @Test
    void aRootThatIsNotThereSaysSo() throws Exception {
        assertThat(new Ear(new LocalHost("web1"), root.resolve("gone")).end())
                .isEqualTo(new Fault.RootMissing("web1", root.resolve("gone").toString()));
    }

    @Test
    void aLineThatBreaksIsToldAndNotTakenForQuiet() throws Exception {
        try (Sshd sshd = Sshd.start();
                Ear ear = new Ear(sshd.host("web1"), root).ready()) {
            sshd.dropConnections();
            assertThat(ear.end()).isInstanceOfAny(Fault.LinkLost.class, Fault.ProgramFailed.class);
        }
    }

    /// Starts programs by way of another one.
    private record Wrapped(List<String> by) implements Host {
        @Override
        public String name() {
            return "web1";
        }

        @Override
        public Link run(List<String> argv) throws FaultException {
            List<String> all = new ArrayList<>(by);
            all.addAll(argv);
            return new LocalHost("web1").run(all);
        }

        @Override
        public Link unixSocket(String path) {
            throw new UnsupportedOperationException(path);
        }

        @Override
        public Link tcp(String address, int port) {
            throw new UnsupportedOperationException(address);
        }
    }
}
