package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs, lines and files fail in the middle of a rolling run, and the console in a transfer. No
/// request is lost, and what was left is told, finished or undone.
class RunTroubleTest extends FaultSuite {
    @ParameterizedTest
    @ValueSource(strings = {"web2", "web1"})
    void theRsyncOfANodeIsKilledInATransfer(String node) throws Exception {
        run.meetsInTransfer(() -> rig.killRsync(node), 2);
        run.finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"web2", "web1"})
    void theLineToANodeIsCutInATransfer(String node) throws Exception {
        run.meetsInTransfer(() -> rig.server(node).dropConnections(), 2);
        run.finish();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before drain",
                "before snapshot",
                "before sync",
                "before verify",
                "before ready"
            })
    void theLinesToTheTargetAreCutBetweenTwoSteps(String moment) throws Exception {
        run.meets(moment, "web2", () -> rig.server("web2").dropConnections(), 0, 2, 5);
        run.finishWhatIsLeft();
    }

    @Test
    void aNodeHangsForSomeSecondsInATransfer() throws Exception {
        run.meetsInTransfer(
                () -> {
                    rig.server("web2").freeze();
                    rig.load.awaitAnswers(600);
                    rig.server("web2").thaw();
                },
                0);
    }

    @Test
    void theConsoleIsInterruptedInATransfer() throws Exception {
        run.consoleInTransfer(ConsoleProcess::interrupt, 143);
        run.finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--finish", "--undo"})
    void theConsoleIsKilledInATransfer(String then) throws Exception {
        run.consoleInTransfer(ConsoleProcess::kill, 137);
        if (then.equals("--finish")) {
            run.finish();
        } else {
            run.undo();
        }
    }

    @Test
    void theReferenceChangesBeforeTheNextNode() throws Exception {
        run.meets("before preflight", "web3", () -> run.meddle("web1", "f0"), 2);
        RunRig.until(rig::allAreUp);
        rig.told(3, "resume", rig.file().toString(), "--finish");
        run.again();
    }

    @Test
    void theReferenceChangesInATransfer() throws Exception {
        run.meetsInTransfer(() -> run.meddle("web1", "deep/f1"), 2);
        rig.told(3, "resume", rig.file().toString(), "--finish");
        run.undo();
    }

    @Test
    void aFileOfTheReferenceVanishesInATransfer() throws Exception {
        run.meetsInTransfer(() -> Files.delete(rig.root("web1").resolve("f18")), 2);
        rig.told(3, "resume", rig.file().toString(), "--finish");
        run.undo();
    }

    @Test
    void theTargetChangesBeforeItsSync() throws Exception {
        assertThat(run.meets("before sync", "web2", () -> run.meddle("web2", "f0"), 2, 3))
                .contains("changed since the plan");
        RunRig.until(rig::allAreUp);
        assertThat(rig.root("web2").resolve("f0")).hasContent("by somebody");
        run.again();
    }

    @Test
    void somebodyWritesToTheTargetBeforeItIsProven() throws Exception {
        run.meets("before verify", "web2", () -> run.meddle("web2", "new"), 2);
        rig.told(3, "pool", "ready", rig.file().toString(), "web2");
        rig.told(3, "resume", rig.file().toString(), "--finish");
        Files.delete(rig.root("web2").resolve("new"));
        run.finish();
    }

    @Test
    void somebodyTakesTheSnapshotAwayBeforeTheUndo() throws Exception {
        run.meets(
                "before verify",
                "web2",
                () -> {
                    run.meddle("web2", "new");
                    Shell.run(rig.root("web2").getParent(), "rm -r .lockstep/www/snapshots/*");
                },
                2);
        rig.told(2, "resume", rig.file().toString(), "--undo");
        Files.delete(rig.root("web2").resolve("new"));
        run.finish();
    }

    @Test
    void aHookThatFailsStopsItsNodeBeforeAnythingIsWritten() throws Exception {
        run.reset(rig.hook("before sync", "web2", "no-such-script"));
        assertThat(run.ends(2, 3)).contains("no-such-script");
        assertThat(rig.state("web2")).isEqualTo(run.before());
        run.nothingIsLost();
    }

    @Test
    void aHookThatHangsIsEndedAtItsLimit() throws Exception {
        run.reset(rig.hook("after sync", "web2", "hang") + "limit = \"2s\"\n");
        assertThat(run.ends(2)).contains("hang");
        run.undo();
    }

    @Test
    void theHealthOfANodeDoesNotReturn() throws Exception {
        run.meets("before health", "web2", () -> rig.app("web2").health(503), 2);
        rig.told(3, "pool", "ready", rig.file().toString(), "web2");
        rig.app("web2").health(200);
        run.finish();
    }

    @Test
    void theHealthOfANodeGoesWhenItIsReadyAndComesBack() throws Exception {
        run.whileItGoesOn(
                () -> {
                    rig.load.awaitAnswers(400);
                    rig.app("web2").health(200);
                });
        run.meets("after ready", "web2", () -> rig.fail("web2"), 0);
    }
}
