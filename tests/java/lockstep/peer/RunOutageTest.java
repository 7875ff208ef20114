package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Machines, disks and the balancer fail in the middle of a rolling run. No request is lost that
/// the balancer could have kept, and what was left is told, finished or undone.
class RunOutageTest extends FaultSuite {
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
        run.meets(moment, "web2", rig.haproxy::reload, 0);
    }

    /// What asks while there is no balancer gets no answer; before and after, everything does.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "before drain",
                "after drain",
                "before sync",
                "before verify",
                "before ready"
            })
    void theBalancerCrashesAndIsBackAtOnce(String moment) throws Exception {
        run.meets(
                moment,
                "web2",
                () -> {
                    rig.load.excuse(true);
                    rig.haproxy.kill();
                    rig.haproxy.comeBack();
                    rig.load.awaitAnswers(10);
                    rig.load.excuse(false);
                },
                0,
                2,
                3,
                5);
        run.finishWhatIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before drain", "before sync", "before ready"})
    void theBalancerIsGoneUntilAPersonStartsIt(String moment) throws Exception {
        run.thenRepaired(
                () -> {
                    rig.haproxy.comeBack();
                    rig.load.awaitAnswers(10);
                    rig.load.excuse(false);
                });
        run.meets(
                moment,
                "web2",
                () -> {
                    rig.load.excuse(true);
                    rig.haproxy.kill();
                },
                2,
                3,
                5);
        run.finishWhatIsLeft();
    }

    /// A machine that fails while it serves takes its requests with it; out of its pools it has
    /// none.
    @ParameterizedTest
    @ValueSource(strings = {"before snapshot", "before sync", "before verify", "before ready"})
    void aNodeRebootsWhileItIsOut(String moment) throws Exception {
        run.meets(moment, "web2", () -> reboot("web2"), 0, 2, 5);
        run.finishWhatIsLeft();
    }

    private void reboot(String node) throws Exception {
        rig.crash(node);
        rig.comeBack(node);
    }

    @Test
    void aNodeRebootsInATransfer() throws Exception {
        run.meetsInTransfer(() -> reboot("web2"), 2);
        run.finish();
    }

    @Test
    void aNodeIsGoneInATransferAndBackWhenAPersonAsks() throws Exception {
        run.thenRepaired(() -> rig.comeBack("web2"));
        run.meetsInTransfer(() -> rig.crash("web2"), 2);
        run.undo();
    }

    @Test
    void theSshServerOfTheReferenceRestartsInATransfer() throws Exception {
        run.meetsInTransfer(
                () -> {
                    rig.server("web1").crash();
                    rig.server("web1").comeBack();
                },
                2);
        run.finish();
    }

    @Test
    void theOtherNodesFailBeforeTheDrain() throws Exception {
        run.thenRepaired(
                () -> {
                    assertThat(rig.state("web2")).isEqualTo(run.before());
                    rig.app("web1").health(200);
                    rig.app("web3").health(200);
                    RunRig.until(rig::allAreUp);
                });
        run.meets("before drain", "web2", () -> rig.fail("web1", "web3"), 2, 3);
        run.finishWhatIsLeft();
    }

    @Test
    void theOtherNodesFailInATransfer() throws Exception {
        run.thenRepaired(
                () -> {
                    rig.load.excuse(true);
                    rig.app("web1").health(200);
                    rig.app("web3").health(200);
                    RunRig.until(() -> rig.isUp("web1"));
                    rig.load.awaitAnswers(10);
                    rig.load.excuse(false);
                });
        run.meetsInTransfer(
                () -> {
                    rig.load.excuse(true);
                    rig.fail("web1", "web3");
                },
                0,
                2);
        run.finishWhatIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before snapshot", "before sync", "before verify"})
    void theDiskOfANodeIsFull(String moment) throws Exception {
        Peer.root("to mount");
        run.reset(rig.hook(moment, "web2", "meet"));
        String disk = rig.disk("web2").toString();
        Peer.run("mount", "-o", "remount,size=20m", disk);
        run.thenRepaired(() -> Peer.run("rm", disk + "/filler"));
        run.meets(() -> Shell.run(rig.disk("web2"), "cat /dev/zero > filler || true"), 0, 2, 5);
        run.finishWhatIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before snapshot", "before sync"})
    void theDiskOfANodeIsReadOnly(String moment) throws Exception {
        Peer.root("to mount");
        run.reset(rig.hook(moment, "web2", "meet"));
        String disk = rig.disk("web2").toString();
        run.thenRepaired(() -> Peer.run("mount", "-o", "remount,rw", disk));
        run.meets(() -> Peer.run("mount", "-o", "remount,ro", disk), 2, 3);
        run.finishWhatIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before snapshot", "before sync"})
    void aDirectoryMayNotBeWrittenAnyMore(String moment) throws Exception {
        Peer.root("to make a directory immutable");
        run.reset(rig.hook(moment, "web2", "meet"));
        String deep = rig.root("web2").resolve("deep/er").toString();
        run.thenRepaired(() -> Peer.run("chattr", "-i", deep));
        run.meets(() -> Peer.run("chattr", "+i", deep), 2);
        run.finishWhatIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before drain", "before sync", "before ready"})
    void theDiskOfTheJournalIsFull(String moment) throws Exception {
        Peer.root("to mount");
        run.reset(rig.hook(moment, "web2", "meet"));
        String filler = rig.disk("journal").resolve("filler").toString();
        run.thenRepaired(() -> Peer.run("rm", filler));
        String told =
                run.meets(
                        () -> Shell.run(rig.disk("journal"), "cat /dev/zero > filler || true"),
                        2,
                        3);
        assertThat(told).contains("disk is full");
        run.finishWhatIsLeft();
    }
}
