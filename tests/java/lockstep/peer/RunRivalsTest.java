package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Other people, with the same journal or one of their own, act in the middle of a rolling run; and
/// a console is killed that finishes or undoes what another left.
class RunRivalsTest extends FaultSuite {
    private Path elsewhere() {
        return rig.home().resolve("of-another.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"after drain", "before sync", "before ready"})
    void anotherConsoleOfTheSameUserKeepsAway(String moment) throws Exception {
        run.meets(
                moment,
                "web2",
                () -> {
                    String file = rig.file().toString();
                    rig.told(3, "sync", file, "--yes", "--delete");
                    rig.told(3, "pool", "ready", file, "web2");
                    rig.told(3, "resume", file, "--undo");
                },
                0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"after drain", "before sync", "before ready"})
    void aConsoleOfAnotherUserKeepsAway(String moment) throws Exception {
        run.meets(
                moment,
                "web2",
                () -> {
                    String file = rig.file().toString();
                    rig.told(elsewhere(), 3, "sync", file, "--yes", "--delete");
                    rig.told(elsewhere(), 3, "pool", "ready", file, "web2");
                },
                0);
    }

    @Test
    void anotherUserFindsWhatAKilledConsoleLeft() throws Exception {
        run.reset(rig.hook("after sync", "web2", "kill"));
        run.ends(137);
        String file = rig.file().toString();
        assertThat(rig.told(elsewhere(), 3, "sync", file, "--yes", "--delete"))
                .contains("locked by");
        rig.told(elsewhere(), 3, "pool", "ready", file, "web2");
        run.finish();
    }

    /// Who breaks a lock knowingly stops the run that held it.
    @ParameterizedTest
    @ValueSource(strings = {"before snapshot", "before sync", "before verify", "before ready"})
    void aLockIsBrokenUnderARun(String moment) throws Exception {
        run.meets(moment, "web2", () -> rig.breakLocks(elsewhere()), 2, 3, 5);
        run.finishWhatIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before snapshot", "before sync", "before verify"})
    void somebodyPutsTheNodeBackByHand(String moment) throws Exception {
        run.meets(moment, "web2", () -> rig.haproxy.tell("web2", "ready"), 0, 2);
        run.finishWhatIsLeft();
    }

    @Test
    void somebodyTakesTheNextNodeOutByHand() throws Exception {
        run.thenRepaired(() -> rig.haproxy.tell("web3", "ready"));
        run.meets("before drain", "web3", () -> rig.haproxy.tell("web3", "maint"), 0, 2);
        run.finishWhatIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "after drain, before sync, --finish",
        "after sync, before verify, --finish",
        "before ready, after drain, --undo",
        "after sync, after restore, --undo",
        "after verify, before ready, --undo"
    })
    void theConsoleThatResumesIsKilledToo(String first, String second, String then)
            throws Exception {
        run.reset(rig.hook(first, "web2", "kill") + rig.hook(second, "web2", "kill-again"));
        run.ends(137);
        run.ends(rig.console("resume", rig.file().toString(), then), 137);
        if (then.equals("--finish")) {
            run.finish();
        } else {
            run.undo();
        }
    }
}
