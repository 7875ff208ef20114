package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lockstep.state.Course;
import lockstep.state.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rollbacks over real OpenSSH nodes behind a real HAProxy under load meet trouble: the console is
/// killed at every step, disks fill, lines break, programs write. No request is lost, nothing is
/// silent, and what was left is finished or undone.
class RollbackFaultsTest extends FaultSuite {
    private TroubledRollback back;

    @BeforeEach
    void settle() throws Exception {
        back = new TroubledRollback(rig);
        back.reset();
    }

    static Stream<Arguments> kills() {
        return Course.ROLLBACK.steps().stream()
                .filter(step -> step != Step.SETTLE)
                .flatMap(
                        step ->
                                Stream.of(
                                        Arguments.of("before " + step.words(), "web2", "--finish"),
                                        Arguments.of("after " + step.words(), "web3", "--undo"),
                                        Arguments.of("after " + step.words(), "web2", "again")));
    }

    @ParameterizedTest(name = "{0} of {1}, then {2}")
    @MethodSource("kills")
    void theConsoleIsKilledInARollback(String moment, String node, String then) throws Exception {
        rig.hookNow(moment, node, "kill");
        back.ends(137);
        killed(then);
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @MethodSource("stagedKills")
    void theConsoleIsKilledInAStagedRollback(String moment, String then) throws Exception {
        for (String node : List.of("web2", "web3")) {
            // Only root may exchange directories there.
            Shell.run(rig.disk(node), "chmod 755 .");
        }
        rig.hookNow(moment, "web2", "kill");
        back.ends(137, "--staged");
        killed(then);
    }

    static Stream<Arguments> stagedKills() {
        return Stream.of("before stage", "after stage", "before switch", "after switch")
                .flatMap(at -> Stream.of(Arguments.of(at, "--finish"), Arguments.of(at, "--undo")));
    }

    private void killed(String then) throws Exception {
        back.nothingIsSilent();
        rig.told(3, "sync", rig.file().toString(), "--yes", "--delete");
        switch (then) {
            case "again" -> back.again();
            case "--finish" -> back.finish();
            default -> back.undo();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before snapshot", "before restore"})
    void theDiskOfTheTargetIsFull(String moment) throws Exception {
        back.meets(
                moment,
                () -> Shell.run(rig.disk("web2"), "head -c 40m /dev/zero > filler 2>&1 || true"),
                moment.contains("restore") ? 2 : 5);
        Shell.run(rig.disk("web2"), "rm filler");
        back.nothingIsSilent();
        if (moment.contains("restore")) {
            back.finish();
        } else {
            RunRig.until(rig::allAreUp);
            back.again();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before drain", "before snapshot", "before restore", "before verify"})
    void theLinesToTheTargetAreCutInARollback(String moment) throws Exception {
        back.meets(moment, () -> rig.server("web2").dropConnections(), 0, 2, 5);
        back.nothingIsSilent();
        back.rolledBackAtLast();
    }

    /// After it was found sound: what is put back then shows at once.
    @Test
    void theSnapshotIsDamagedWhileItIsRolledBack() throws Exception {
        back.meets(
                "before restore",
                () -> {
                    Shell.run(
                            rig.disk("web2"),
                            "cd .lockstep/www/snapshots/$(ls .lockstep/www/snapshots | head -n 1)/tree;"
                                    + " cp -p f0 ../of; echo damage > f0; touch -r ../of f0");
                    back.meddled("f0");
                },
                2);
        back.nothingIsSilent();
        assertThat(rig.isUp("web2")).isFalse();
        assertThat(rig.told(3, "resume", rig.file().toString(), "--finish")).contains("damaged");
        back.undo();
    }

    @Test
    void aNodeRebootsBeforeItIsRestored() throws Exception {
        back.meets("before restore", () -> rig.crash("web2"), 5);
        rig.comeBack("web2");
        back.nothingIsSilent();
        back.rolledBackAtLast();
    }

    @Test
    void theTreeMayNotBeWrittenAnyMore() throws Exception {
        Peer.root("to mount");
        back.meets(
                "before restore",
                () -> Shell.run(rig.disk("web2"), "mount -o remount,ro " + rig.disk("web2")),
                3);
        Shell.run(rig.disk("web2"), "mount -o remount,rw " + rig.disk("web2"));
        back.nothingIsSilent();
        back.rolledBackAtLast();
    }

    /// What it writes last is in the snapshot of the present or in the tree, and told.
    @Test
    void aProgramWritesInPlaceAllTheTime() throws Exception {
        AtomicBoolean ends = new AtomicBoolean();
        Thread program = Thread.ofPlatform().start(() -> write(ends));
        try {
            rig.told(0, "snapshot", "make", rig.file().toString(), "--node=web2");
            back.ends(2);
        } finally {
            ends.set(true);
            program.join();
        }
        assertThat(rig.left()).contains("web2");
        back.finish();
    }

    private void write(AtomicBoolean ends) {
        try {
            long count = 0;
            while (!ends.get()) {
                try (RandomAccessFile file =
                        new RandomAccessFile(rig.root("web2").resolve("deep/f1").toFile(), "rw")) {
                    file.seek(3);
                    file.write("%09d".formatted(count++).getBytes(StandardCharsets.US_ASCII));
                }
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
