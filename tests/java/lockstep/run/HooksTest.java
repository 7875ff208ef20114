package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Hook;
import lockstep.fleet.Machine;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.Link;
import lockstep.link.LocalHost;
import lockstep.peer.Peer;
import lockstep.peer.Sshd;
import lockstep.state.Step;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real programs, on this machine and on a node behind a real sshd.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HooksTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path directory;
    private final List<Hooks.Ended> ended = new CopyOnWriteArrayList<>();
    private final List<List<String>> started = new CopyOnWriteArrayList<>();
    private Cancel cancel = new Cancel();
    private Sshd sshd;

    @BeforeAll
    void start() throws IOException {
        sshd = Sshd.start();
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    @BeforeEach
    void begin() {
        ended.clear();
        started.clear();
        cancel = new Cancel();
    }

    @Test
    void thoseOfAMomentRunInTheOrderOfTheFile() throws Exception {
        Hooks hooks =
                hooks(
                        echo("before sync", Machine.NODE, "1"),
                        echo("after sync", Machine.NODE, "never"),
                        echo("before sync", Machine.WORKSTATION, "2", "web1", "web2"),
                        echo("before sync", Machine.NODE, "never", "web2"),
                        echo("before sync", Machine.NODE, "3"));
        hooks.before("sync", "web1", cancel);
        assertThat(said()).containsExactly("web1 1", "web1 2", "web1 3");
        ended.clear();
        hooks.after("verify", "web1", cancel);
        assertThat(ended).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyPlaceIsFilledInAndStaysOneArgument(Machine on) throws Exception {
        String all = "{node}|{address}|{root}|{run}|{step}|{cluster}|{who}";
        Hooks hooks = hooks(echo("after zero sessions", on, all));
        hooks.after("zero sessions", "web2", cancel);
        assertThat(said())
                .containsExactly(
                        "web2 web2|127.0.0.1|/srv/a b|$(id) 'x'|zero sessions|-n *; ü|{who}");
        assertThat(ended.getFirst().hook())
                .startsWith("\"after zero sessions\" (printf %s web2|")
                .endsWith(", on the " + on.word() + ")");
    }

    @Test
    void aRunHasItsOwnMoments() throws Exception {
        Hooks hooks =
                hooks(
                        echo("before run", Machine.WORKSTATION, "{run} {step}"),
                        echo("before run", Machine.NODE, "all {node} {step}"),
                        echo("after run", Machine.NODE, "one", "web2"),
                        echo("failed", Machine.WORKSTATION, "{step} of {node}"));
        hooks.beforeRun(List.of("web2", "web1"), cancel);
        assertThat(said())
                .containsExactly("-n *; ü $(id) 'x' run", "web2 all web2 run", "web1 all web1 run");
        ended.clear();
        hooks.afterRun(List.of("web1", "web2"), cancel);
        hooks.failed("verify", "web1", cancel);
        assertThat(said()).containsExactly("web2 one", "web1 verify of web1");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatFailsIsToldAndEndsTheMoment(Machine on) {
        Hooks hooks =
                hooks(
                        sh(on, LONG, "echo out; echo \"err\u001b\" >&2; exit 3"),
                        echo("before sync", on, "never"));
        Fault fault = fault(() -> hooks.before("sync", "web1", cancel));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.where()).isEqualTo("web1");
        assertThat(fault.what())
                .startsWith("The hook \"before sync\" (sh -c echo out; echo")
                .endsWith(
                        ", on the "
                                + on.word()
                                + ") ended with status 3: \"out\", on standard error \"err␛\".");
        assertThat(fault.remedy()).contains("on the " + on.word());
        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst().end()).startsWith("ended with status 3: ");
    }

    @ParameterizedTest
    @EnumSource
    void aMissingProgramIsToldAsOne(Machine on) {
        Hook missing = hook(on, LONG, "/no/such/program", "x");
        assertThat(fault(() -> hooks(missing).before("sync", "web1", cancel)).what())
                .contains("(/no/such/program x, on the " + on.word() + ")")
                .contains("ended with status 127, as where there is no such program: on standard")
                .containsPattern("not found|No such file")
                .endsWith("\".");
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void aFloodIsReadToItsEndAndTheLastOfItKept(Machine on) throws Exception {
        String flood = "head -c 30000000 /dev/zero | tr '\\0' ";
        hooks(sh(on, LONG, flood + "x; " + flood + "y >&2; echo the end"))
                .before("sync", "web1", cancel);
        assertThat(ended.getFirst().end())
                .startsWith("ended with status 0: \"…")
                .contains("xthe end\", on standard error \"…yyy")
                .hasSizeBetween(2_000, 2_200);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatReadsFindsNothing(Machine on) throws Exception {
        hooks(sh(on, LONG, "cat; echo done")).before("sync", "web1", cancel);
        assertThat(said()).containsExactly("web1 done");
    }

    /// With its children: here because they are looked for, on a node as a process group.
    @ParameterizedTest
    @EnumSource
    void oneThatHangsIsEndedWithWhatItStarted(Machine on) throws Exception {
        Path pids = fifo();
        String script = "echo begun; sleep 40 & echo $$ $! > " + pids + "; wait; echo never";
        CompletableFuture<List<ProcessHandle>> family = family(pids);
        Hooks hooks = hooks(sh(on, Duration.ofSeconds(1), script));
        Fault fault = fault(() -> hooks.before("sync", "web1", cancel));
        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what()).endsWith("did not end within 1s and was stopped: \"begun\".");
        assertGone(family);
    }

    @ParameterizedTest
    @EnumSource
    void aCancelIsHeardWhileOneRuns(Machine on) throws Exception {
        Path pids = fifo();
        String script = "trap '' TERM; sleep 40 & echo $$ $! > " + pids + "; wait";
        CompletableFuture<List<ProcessHandle>> family = family(pids);
        var _ = family.thenRun(cancel::set);
        Hooks hooks = hooks(sh(on, Duration.ofHours(1), script), echo("before sync", on, "never"));
        assertThat(fault(() -> hooks.before("sync", "web1", cancel)))
                .isInstanceOf(Fault.Cancelled.class);
        assertThat(ended).isEmpty();
        assertGone(family);
    }

    @ParameterizedTest
    @EnumSource
    void aCancelIsHeardWhileOneStarts(Machine on) {
        CompletableFuture<Link> never = new CompletableFuture<>();
        Host slow =
                new PlayedHost(
                        "web1",
                        _ -> {
                            cancel.set();
                            return never.orTimeout(30, TimeUnit.SECONDS).join();
                        });
        Hooks hooks =
                new Hooks(
                        cluster(echo("before sync", on, "x")),
                        "r",
                        new Hooks.Hosts(slow, _ -> slow),
                        ended::add);
        assertThat(fault(() -> hooks.before("sync", "web1", cancel)))
                .isInstanceOf(Fault.Cancelled.class);
        Late late = new Late();
        never.complete(late);
        assertThat(late.closed).succeedsWithin(LONG);
    }

    /// As when a hook starts a service that keeps its output: the service is to stay.
    @ParameterizedTest
    @EnumSource
    void aChildThatHoldsTheOutputIsLeftAloneAndNotWaitedFor(Machine on) throws Exception {
        Path pids = fifo();
        String script = "sleep 40 & echo $! > " + pids + "; echo started";
        CompletableFuture<List<ProcessHandle>> family = family(pids);
        hooks(sh(on, LONG, script)).before("sync", "web1", cancel);
        ProcessHandle child = family.get(20, TimeUnit.SECONDS).getFirst();
        assertThat(child.isAlive()).isTrue();
        child.destroyForcibly();
        assertThat(said()).containsExactly("web1 started");
    }

    @Test
    void aLineThatIsLostIsNoFailureOfTheHook() throws Exception {
        Path pids = fifo();
        CompletableFuture<List<ProcessHandle>> family = family(pids);
        var _ = family.thenRun(sshd::dropConnections);
        Hooks hooks = hooks(sh(Machine.NODE, LONG, "echo $$ > " + pids + "; exec sleep 40"));
        assertThat(fault(() -> hooks.before("sync", "web1", cancel)))
                .isInstanceOf(Fault.LinkLost.class);
        family.get(20, TimeUnit.SECONDS).forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void everyStepButTheLastHasItsMoments() {
        for (Step step : Step.values()) {
            List<String> both = List.of(Hook.before(step.words()), Hook.after(step.words()));
            assertThat(Hook.moments().containsAll(both))
                    .as(step.words())
                    .isEqualTo(step != Step.SETTLE);
        }
    }

    @Test
    void sudoIsUsedWhereTheHookSaysSo() {
        Hook plain = hook(Machine.NODE, LONG, "a", "{run}");
        Hook sudo =
                new Hook("before sync", Machine.NODE, List.of("a", "{run}"), true, LONG, List.of());
        for (Hook hook : List.of(plain, sudo)) {
            Host noted = new PlayedHost("web1", this::noted);
            Hooks hooks =
                    new Hooks(cluster(hook), "r7", new Hooks.Hosts(noted, _ -> noted), ended::add);
            fault(() -> hooks.before("sync", "web1", cancel));
        }
        assertThat(started)
                .containsExactly(List.of("a", "r7"), List.of("sudo", "-n", "--", "a", "r7"));
    }

    private Path fifo() throws IOException {
        Path fifo = directory.resolve("pids" + System.nanoTime());
        Peer.run("mkfifo", fifo.toString());
        return fifo;
    }

    /// The processes whose ids a hook writes into that pipe.
    private static CompletableFuture<List<ProcessHandle>> family(Path fifo) {
        CompletableFuture<List<ProcessHandle>> family = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            List<ProcessHandle> handles = new ArrayList<>();
                            try {
                                for (String pid : Files.readString(fifo).strip().split(" ")) {
                                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(handles::add);
                                }
                                family.complete(handles);
                            } catch (IOException e) {
                                family.completeExceptionally(e);
                            }
                        });
        return family;
    }

    private static void assertGone(CompletableFuture<List<ProcessHandle>> family) throws Exception {
        List<ProcessHandle> handles = family.get(20, TimeUnit.SECONDS);
        assertThat(handles).hasSize(2);
        for (ProcessHandle handle : handles) {
            try {
                handle.onExit().get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
            assertThat(handle.isAlive()).isFalse();
        }
    }

    private List<String> said() {
        return ended.stream()
                .map(e -> e.where() + " " + e.end().replaceAll("^ended with status 0: \"|\"$", ""))
                .toList();
    }

    private static Hook echo(String at, Machine on, String text, String... nodes) {
        return new Hook(at, on, List.of("printf", "%s", text), false, LONG, List.of(nodes));
    }

    private static Hook sh(Machine on, Duration limit, String script) {
        return hook(on, limit, "sh", "-c", script);
    }

    private static Hook hook(Machine on, Duration limit, String... command) {
        return new Hook("before sync", on, List.of(command), false, limit, List.of());
    }

    private Hooks hooks(Hook... hooks) {
        Hooks.Hosts hosts = new Hooks.Hosts(new LocalHost("here"), sshd::host);
        return new Hooks(cluster(hooks), "$(id) 'x'", hosts, ended::add);
    }

    private static Cluster cluster(Hook... hooks) {
        List<Node> nodes =
                List.of(
                        new Node("web1", "local", "/srv/www", false),
                        new Node("web2", "op@127.0.0.1:22", "/srv/a b", false));
        Cluster cluster =
                new Cluster(
                        "-n *; ü",
                        nodes,
                        "web1",
                        List.of(),
                        List.of(),
                        false,
                        Optional.empty(),
                        List.of(hooks));
        assertThat(cluster.problems()).isEmpty();
        return cluster;
    }

    /// Notes what a hook starts, and starts nothing of it.
    private Link noted(List<String> argv) throws FaultException {
        started.add(argv.subList(argv.lastIndexOf("sh") + 1, argv.size()));
        return new LocalHost("web1").run(List.of("false"));
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException e = catchThrowableOfType(FaultException.class, call);
        assertThat(e).isNotNull();
        return e.fault();
    }

    /// A link that comes when nobody waits for it any more.
    private static final class Late implements Link {
        final CompletableFuture<Boolean> closed = new CompletableFuture<>();

        @Override
        public java.io.InputStream in() {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.io.OutputStream out() {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.io.InputStream err() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int awaitExit(Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed.complete(true);
        }
    }
}
