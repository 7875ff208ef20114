package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.peer.BrokenRelay.Ending;
import lockstep.peer.BrokenRelay.Manner;
import lockstep.peer.FrailHost.Failure;
import lockstep.peer.FrailHost.Point;
import lockstep.peer.FrailHost.Way;
import lockstep.rsync.Outcome;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Disks that are full or cannot be read, and what of a file that was cut off is used again.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FaultDiskTest {
    private static final int LARGE = 4_000_000;
    private static final Duration SILENCE = Duration.ofSeconds(20);

    @TempDir Path directory;
    private TroubledTrees trees;
    private BrokenRelay relay;

    @BeforeEach
    void trees() throws Exception {
        Peer.program("rsync");
        trees = new TroubledTrees(directory, Sweep.SEED, LARGE);
        relay = new BrokenRelay(directory, trees);
    }

    private Ending relay(Host from, Host to) throws Exception {
        return relay.relay(from, to, relay.request(Manner.WHOLE, SILENCE), new Cancel());
    }

    @Test
    void whatArrivedIsUsedAgain() throws Exception {
        cutAndRunAgain(2_500_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {700_000, 1_000_000, 2_000_000, 3_000_000, 3_900_000})
    @Tag("long")
    void whateverArrivedIsUsedAgain(long cut) throws Exception {
        cutAndRunAgain(cut);
    }

    /// What arrived before the line was cut is matched by the second run, but for what was still
    /// in pipes and buffers.
    private void cutAndRunAgain(long cut) throws Exception {
        for (Manner manner : Manner.values()) {
            trees.reset();
            long all = relay.clean(manner).traffic().literal();
            trees.reset();
            Point point = new Point(Way.HEARD, cut, Failure.ENDS);
            FrailHost frail = new FrailHost(relay.to, point);

            Ending ending =
                    relay.relay(relay.from, frail, relay.request(manner, SILENCE), new Cancel());

            assertThat(ending.fault()).as("%s", ending).isPresent();
            relay.nothingRuns();
            trees.assertWhole(false);
            assertThat(trees.holdsPartialFiles()).isTrue();
            Outcome again = relay.finish(manner);
            assertThat(again.traffic().literal())
                    .as("sent again by a %s relay, of %s with %s arrived", manner, all, cut)
                    .isLessThan(all - cut + 400_000);
            assertThat(trees.holdsPartialFiles()).as("partial files are tidied up").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDirectoryGoesWithThePartialFilesInIt(Manner manner) throws Exception {
        Shell.run(
                trees.target,
                "mkdir extra/.lockstep-partial extra/deep/.lockstep-partial"
                        + " && echo x > extra/deep/.lockstep-partial/x");

        Outcome outcome = relay.clean(manner);

        assertThat(outcome.problems()).isEmpty();
        assertThat(trees.target.resolve("extra")).doesNotExist();
    }

    /// The receiver's file-size limit is a full disk that needs no privilege.
    @ParameterizedTest
    @ValueSource(strings = {"trap '' XFSZ; ", ""})
    void aFileTooLargeForTheTarget(String first) throws Exception {
        Host limited = Disguise.shell("web2", first + "ulimit -f 4000; exec \"$@\"");

        Ending ending = relay(relay.from, limited);

        Fault fault = ending.fault().orElseThrow();
        assertThat(fault.where()).as(fault.message()).isEqualTo("web2");
        relay.from.assertAllEnded();
        trees.assertWhole(first.isEmpty());
        trees.removeTemporaries();
        assertThat(relay.finish(Manner.WHOLE).complete()).isTrue();
    }

    @Test
    void aFullDiskThatIsGivenRoomTakesTheRest() throws Exception {
        Peer.root("to mount");
        Shell.run(
                directory,
                "rm -rf target && mkdir target && mount -t tmpfs -o size=7m lockstep-test target"
                        + " && cp -a before/. target");
        try {
            Fault fault = relay(relay.from, relay.to).fault().orElseThrow();

            assertThat(fault).isInstanceOf(Fault.DiskFull.class);
            assertThat(fault.where()).isEqualTo("web2");
            relay.nothingRuns();
            trees.assertWhole(false);
            Shell.run(directory, "mount -o remount,size=40m target");
            assertThat(relay.finish(Manner.WHOLE).complete()).isTrue();
        } finally {
            Shell.run(directory, "umount target");
        }
    }

    /// A file of which another user may not read a byte.
    @Test
    void aFileThatMayNotBeReadIsToldAndTheRestIsDone() throws Exception {
        Peer.root("to mount");
        Shell.run(directory, "chmod 755 . && chmod 600 source/b/same-size");

        Outcome outcome = relay(Disguise.nobody("web1"), relay.to).outcome().orElseThrow();

        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.problems())
                .anySatisfy(p -> assertThat(p.path()).contains(TreePath.of("b/same-size")));
        trees.assertWhole(false);
        assertThat(trees.target.resolve("a/one")).hasContent("one\n");
        assertThat(relay.finish(Manner.WHOLE).complete()).isTrue();
    }

    /// A file system in a file that is cut short under it: reads fail in the middle of a file.
    @Test
    @Tag("long")
    void aDiskThatFailsInTheMiddleOfAFile() throws Exception {
        Peer.root("to mount");
        Peer.program("mkfs.ext4");
        Shell.run(
                directory,
                "mv source content && mkdir source && truncate -s 24M disk"
                        + " && mkfs.ext4 -q -m 0 -b 1024 -O ^has_journal disk");
        Shell.run(directory, "mount -o loop disk source");
        try {
            Shell.run(
                    directory, "cp -a content/. source && rmdir source/lost+found; umount source");
            Shell.run(directory, "mount -o loop,ro disk source");
            String block =
                    Shell.run(directory, "debugfs -R 'blocks a/new' disk 2>/dev/null")
                            .strip()
                            .split(" ")[2_000];
            Shell.run(directory, "cp disk good && truncate -s " + block + "K disk");

            Ending ending = relay(relay.from, relay.to);

            Outcome outcome = ending.outcome().orElseThrow();
            assertThat(outcome.complete()).isFalse();
            assertThat(outcome.sourceUnreadable()).isTrue();
            assertThat(outcome.problems())
                    .anySatisfy(p -> assertThat(p.path()).contains(TreePath.of("a/new")));
            assertThat(trees.target.resolve("a/new")).doesNotExist();
        } finally {
            Shell.run(directory, "umount source");
        }
        Shell.run(directory, "mount -o loop,ro good source");
        try {
            assertThat(relay.finish(Manner.WHOLE).complete()).isTrue();
        } finally {
            Shell.run(directory, "umount source");
        }
    }
}
