package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything but the console fails in the middle of a rolling run: programs, lines, disks, the
/// balancer, health, other people. No request is lost, and what was left is told, finished or
/// undone.
@Tag("long")
@Timeout(180)
class RunTroubleTest {
    @TempDir static Path directory;
    private static RunRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new RunRig(directory);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    /// What happens in the middle of a run.
    private interface Trouble {
        void happens() throws Exception;
    }

    /// A run that meets trouble at a hook.
    ///
    /// @return what the console said
    private static String met(String moment, String node, Trouble trouble, Integer... codes)
            throws Exception {
        rig.reset(rig.hook(moment, node, "meet"));
        try (ConsoleProcess console = rig.sync()) {
            rig.met(console);
            trouble.happens();
            rig.go();
            assertThat(console.await()).as(console.output()).isIn((Object[]) codes);
            return console.output();
        }
    }

    /// A run that meets trouble while web2's large file is on its way.
    private static String inTransfer(Trouble trouble, Integer... codes) throws Exception {
        rig.reset("");
        try (ConsoleProcess console = rig.sync("--limit-rate=200k")) {
            RunRig.until(() -> rig.receives("web2"));
            trouble.happens();
            assertThat(console.await()).as(console.output()).isIn((Object[]) codes);
            return console.output();
        }
    }

    private static String told(int code, String... arguments) throws Exception {
        try (ConsoleProcess console = rig.console(arguments)) {
            assertThat(console.await()).as(console.output()).isEqualTo(code);
            return console.output();
        }
    }

    private static void finish() throws Exception {
        told(0, "resume", rig.file().toString(), "--finish");
        allIsWell();
    }

    private static void undo(String before) throws Exception {
        told(0, "resume", rig.file().toString(), "--undo");
        assertThat(rig.state("web2")).isEqualTo(before);
        nothingIsLost();
    }

    private static void allIsWell() throws Exception {
        for (String node : List.of("web2", "web3")) {
            assertThat(rig.state(node)).as(node).isEqualTo(rig.state("web1"));
        }
        nothingIsLost();
    }

    private static void nothingIsLost() throws Exception {
        RunRig.until(rig::allAreUp);
        assertThat(rig.load.failed()).isEmpty();
        told(0, "history", "verify", rig.file().toString());
    }

    @Test
    void theRsyncOfTheTargetIsKilled() throws Exception {
        inTransfer(() -> rig.killRsync("web2"), 2);
        finish();
    }

    @Test
    void theRsyncOfTheReferenceIsKilled() throws Exception {
        inTransfer(() -> rig.killRsync("web1"), 2);
        finish();
    }

    @Test
    void theLineToTheTargetIsCut() throws Exception {
        inTransfer(() -> rig.server("web2").dropConnections(), 2);
        finish();
    }

    @Test
    void theLineToTheReferenceIsCut() throws Exception {
        inTransfer(() -> rig.server("web1").dropConnections(), 2);
        finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before drain", "before snapshot", "before verify", "before ready"})
    void theLinesToTheTargetAreCutBetweenTwoSteps(String moment) throws Exception {
        met(moment, "web2", () -> rig.server("web2").dropConnections(), 0, 2, 5);
        if (!rig.state("web3").equals(rig.state("web1"))) {
            finish();
        }
        allIsWell();
    }

    @Test
    void theConsoleIsInterruptedInATransfer() throws Exception {
        rig.reset("");
        try (ConsoleProcess console = rig.sync("--limit-rate=200k")) {
            RunRig.until(() -> rig.receives("web2"));
            console.interrupt();
            assertThat(console.await()).as(console.output()).isEqualTo(143);
        }
        finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--finish", "--undo"})
    void theConsoleIsKilledInATransfer(String then) throws Exception {
        rig.reset("");
        String before = rig.state("web2");
        try (ConsoleProcess console = rig.sync("--limit-rate=200k")) {
            RunRig.until(() -> rig.receives("web2"));
            console.kill();
            assertThat(console.await()).isEqualTo(137);
        }
        if (then.equals("--finish")) {
            finish();
        } else {
            undo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after drain",
                "after zero sessions",
                "before sync",
                "after sync",
                "before health",
                "before ready"
            })
    void theBalancerReloads(String moment) throws Exception {
        met(moment, "web2", rig.haproxy::reload, 0);
        allIsWell();
    }

    @Test
    void theReferenceChangesBeforeTheNextNode() throws Exception {
        Trouble change = () -> Files.writeString(rig.root("web1").resolve("f0"), "changed\n");
        met("before preflight", "web3", change, 2);
        RunRig.until(rig::allAreUp);
        told(3, "resume", rig.file().toString(), "--finish");
        told(0, "sync", rig.file().toString(), "--yes", "--delete");
        allIsWell();
    }

    @Test
    void theTargetChangesBeforeItsSync() throws Exception {
        Trouble change = () -> Files.writeString(rig.root("web2").resolve("f0"), "changed\n");
        assertThat(met("before sync", "web2", change, 2, 3)).contains("changed since the plan");
        RunRig.until(rig::allAreUp);
        assertThat(Files.readString(rig.root("web2").resolve("f0"))).isEqualTo("changed\n");
        told(0, "sync", rig.file().toString(), "--yes", "--delete");
        allIsWell();
    }

    @Test
    void somebodyWritesToTheTargetBeforeItIsProven() throws Exception {
        Trouble change = () -> Files.writeString(rig.root("web2").resolve("new"), "mine\n");
        met("before verify", "web2", change, 2);
        told(3, "pool", "ready", rig.file().toString(), "web2");
        told(3, "resume", rig.file().toString(), "--finish");
        Files.delete(rig.root("web2").resolve("new"));
        finish();
    }

    @Test
    void theHealthOfANodeDoesNotReturn() throws Exception {
        met("before health", "web2", () -> rig.app("web2").health(503), 2);
        told(3, "pool", "ready", rig.file().toString(), "web2");
        rig.app("web2").health(200);
        finish();
    }

    @Test
    void anotherConsoleOfTheSameUserKeepsAway() throws Exception {
        met(
                "before sync",
                "web2",
                () -> {
                    told(3, "sync", rig.file().toString(), "--yes", "--delete");
                    told(3, "pool", "ready", rig.file().toString(), "web2");
                    told(3, "resume", rig.file().toString(), "--undo");
                },
                0);
        allIsWell();
    }

    @Test
    void aHookThatFailsStopsItsNodeBeforeAnythingIsWritten() throws Exception {
        rig.reset(rig.hook("before sync", "web2", "no-such-script"));
        String before = rig.state("web2");
        try (ConsoleProcess console = rig.sync()) {
            assertThat(console.await()).as(console.output()).isIn(2, 3);
            assertThat(console.output()).contains("no-such-script");
        }
        assertThat(rig.state("web2")).isEqualTo(before);
        nothingIsLost();
    }
}
