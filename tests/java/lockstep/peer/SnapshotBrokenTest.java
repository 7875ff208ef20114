package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Snapshots and restores that are cut off, and disks that are full.
@Tag("long")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SnapshotBrokenTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-22T13:00:00Z");

    @TempDir Path directory;
    private Site site;
    private Sshd sshd;
    private final Host here = new LocalHost("web1");
    private final Cancel cancel = new Cancel();

    /// Behind this server rsync is so slow that it can be cut off anywhere.
    @BeforeEach
    void site() throws Exception {
        site = new Site(Files.createDirectory(directory.resolve("srv"))).filled();
        Shell.run(
                site.live,
                "for i in 1 2 3 4 5; do head -c 700000 /dev/urandom > zz$i; done;"
                        + " touch -d 2021-01-01 .");
        Path slow = Files.createDirectory(directory.resolve("slow")).resolve("rsync");
        String rsync = Peer.program("rsync").toString();
        Files.writeString(slow, "#!/bin/sh\nexec " + rsync + " --bwlimit=300 \"$@\"\n");
        Shell.run(directory, "chmod +x slow/rsync");
        String path = slow.getParent() + ":/usr/local/bin:/usr/bin:/bin";
        sshd = Sshd.start(List.of("ed25519"), "SetEnv PATH=" + path);
    }

    @AfterEach
    void stop() {
        sshd.close();
    }

    /// How a conversation ends too early.
    enum Cut {
        CANCELLED,
        LINE_DROPPED,
        RSYNC_KILLED
    }

    private void cut(Cut how) throws IOException {
        switch (how) {
            case CANCELLED -> cancel.set();
            case LINE_DROPPED -> dropLine();
            case RSYNC_KILLED -> running().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /// Ends what sshd has for each connection, and nothing that runs through one.
    private void dropLine() {
        ProcessHandle.of(sshd.pid())
                .orElseThrow()
                .children()
                .forEach(ProcessHandle::destroyForcibly);
    }

    /// The rsyncs that work on this test's trees.
    private List<ProcessHandle> running() throws IOException {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().command().filter(c -> c.endsWith("/rsync")).isPresent())
                .filter(
                        p ->
                                p.info()
                                        .commandLine()
                                        .filter(l -> l.contains(directory.toString()))
                                        .isPresent())
                .toList();
    }

    private static Fault expected(Fault fault, Cut how) {
        assertThat(fault)
                .isInstanceOf(
                        switch (how) {
                            case CANCELLED -> Fault.Cancelled.class;
                            case LINE_DROPPED -> Fault.LinkLost.class;
                            case RSYNC_KILLED -> Fault.ProgramFailed.class;
                        });
        return fault;
    }

    @ParameterizedTest
    @EnumSource
    void aMakingThatIsCutOffLeavesNoSnapshotAndTheNextUsesWhatThereIs(Cut how) throws Exception {
        Snapshots snapshots = site.snapshots(sshd.host("web1"));
        CompletableFuture<Fault> ended =
                CompletableFuture.supplyAsync(
                        () -> Shop.fault(() -> snapshots.make("run-1", NOON, cancel)));
        Shop.until(() -> halfHolds("zz1"));
        Object copied = Site.inode(site.halves().getFirst().resolve("tree/zz1"));
        cut(how);

        expected(ended.get(30, TimeUnit.SECONDS), how);
        Shop.until(() -> running().isEmpty());
        Snapshots next = site.snapshots(here);
        assertThat(Site.listed(next)).isEmpty();
        assertThat(site.halves()).hasSize(1);

        Snapshot made = next.make("run-1", LATER, new Cancel());

        assertThat(Site.listed(next)).containsExactly(made);
        assertThat(Site.picture(site.tree(made))).isEqualTo(site.picture());
        assertThat(Site.inode(site.tree(made).resolve("zz1"))).isEqualTo(copied);
        assertThat(site.halves()).isEmpty();
    }

    private boolean halfHolds(String file) throws IOException {
        List<Path> halves = site.halves();
        return !halves.isEmpty() && Files.exists(halves.getFirst().resolve("tree").resolve(file));
    }

    /// A half is linked with the snapshot before; going on in its place would change both.
    @Test
    void whatChangedAfterAHalfDoesNotChangeTheSnapshotBefore() throws Exception {
        Snapshots snapshots = site.snapshots(here);
        Snapshot first = snapshots.make("run-1", NOON, cancel);
        String before = Site.picture(site.tree(first));
        Path half = site.state().resolve("snapshots/half-20261122T123000Z-run-2/tree");
        Shell.run(directory, "mkdir -p " + half.getParent());
        Shell.run(directory, "cp -al " + site.tree(first) + " " + half);
        Shell.run(site.live, "chmod 600 large; touch one; chown 77 dir/two");

        Snapshot second = snapshots.make("run-2", LATER, cancel);

        assertThat(Site.picture(site.tree(first))).isEqualTo(before);
        assertThat(Site.picture(site.tree(second))).isEqualTo(site.picture());
    }

    @ParameterizedTest
    @EnumSource
    void aRestoreThatIsCutOffIsFinishedByRunningItAgain(Cut how) throws Exception {
        String before = site.picture();
        Snapshot made = site.snapshots(here).make("run-1", NOON, new Cancel());
        Shell.run(site.live, "for i in 1 2 3 4 5; do echo $i > zz$i; done; echo a > added; rm one");
        Snapshots snapshots = site.snapshots(sshd.host("web1"));
        CompletableFuture<Fault> ended =
                CompletableFuture.supplyAsync(
                        () -> Shop.fault(() -> snapshots.restore(made, cancel)));
        Shop.until(() -> Files.size(site.live.resolve("zz1")) == 700_000);
        cut(how);

        expected(ended.get(30, TimeUnit.SECONDS), how);
        Shop.until(() -> running().isEmpty());
        for (int i = 1; i <= 5; i++) {
            assertThat(Files.size(site.live.resolve("zz" + i))).as("whole").isIn(2L, 700_000L);
        }
        Snapshots next = site.snapshots(here);
        assertThat(next.differences(made, new Cancel()).none()).isFalse();
        next.restore(made, new Cancel());

        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void aDiskThatWouldBeFullIsRefusedBeforeAnythingIsWritten() throws Exception {
        onDisk("10m");
        Snapshots snapshots = site.snapshots(here);
        Snapshot first = snapshots.make("run-1", NOON, cancel);
        Shell.run(
                site.live,
                "for i in 1 2 3 4 5; do head -c 700000 /dev/urandom > zz$i; done;"
                        + " touch -d 2022-01-01 zz*");

        Fault fault = Shop.fault(() -> snapshots.make("run-2", LATER, cancel));

        assertThat(fault).isInstanceOf(Fault.DiskFull.class);
        assertThat(fault.what()).contains("a snapshot needs about 4 MiB", "1 MiB are kept free");
        assertThat(Site.listed(snapshots)).containsExactly(first);
        assertThat(site.halves()).isEmpty();
    }

    /// Changes that size and time hide are in no estimate.
    @Test
    void aDiskThatFillsMeanwhileLeavesNoSnapshotAndRoomMends() throws Exception {
        onDisk("10m");
        Snapshots snapshots = site.snapshots(here);
        Snapshot first = snapshots.make("run-1", NOON, cancel);
        Shell.run(
                site.live,
                "for i in 1 2 3 4 5; do touch -r zz$i /tmp/s$$; head -c 700000 /dev/urandom > zz$i;"
                        + " touch -r /tmp/s$$ zz$i; done; rm /tmp/s$$");
        String before = site.picture();

        Fault fault = Shop.fault(() -> snapshots.make("run-2", LATER, cancel));

        assertThat(fault).isInstanceOf(Fault.DiskFull.class);
        assertThat(fault.what()).contains("No space left on device");
        assertThat(Site.listed(snapshots)).containsExactly(first);
        assertThat(site.picture()).isEqualTo(before);
        Shell.run(directory, "mount -o remount,size=40m srv");
        Snapshot second = snapshots.make("run-2", LATER, cancel);
        assertThat(Site.picture(site.tree(second))).isEqualTo(before);
    }

    @Test
    void aFullDiskIsRestoredByDeletingFirst() throws Exception {
        onDisk("10m");
        Snapshots snapshots = site.snapshots(here);
        String before = site.picture();
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Shell.run(site.live, "rm zz*; head -c 20m /dev/zero > zzz-last 2>/dev/null || true");

        snapshots.restore(made, cancel);

        assertThat(site.picture()).isEqualTo(before);
    }

    /// The tree on a small file system of its own, unmounted with the test's directory.
    private void onDisk(String size) {
        Shell.run(
                directory, "mv srv was && mkdir srv && mount -t tmpfs -o size=" + size + " t srv");
        Shell.run(directory, "cp -a was/. srv");
    }

    @AfterEach
    void unmount() {
        Shell.run(directory, "if mountpoint -q srv; then umount srv; fi");
    }

    @Test
    void aFileThatMayNotBeReadIsAFailure() throws Exception {
        Shell.run(
                directory,
                "chmod 755 . srv; chown -R 65534 srv; chown 0 srv/live/zz3; chmod 600 srv/live/zz3");
        Snapshots nobody = site.snapshots(Disguise.nobody("web1"));

        Fault fault = Shop.fault(() -> nobody.make("run-1", NOON, cancel));

        assertThat(fault).isInstanceOf(Fault.ProgramFailed.class);
        assertThat(fault.what()).contains("status 23", "zz3", "Permission denied");
        assertThat(Site.listed(nobody)).isEmpty();
        Shell.run(site.live, "chmod 644 zz3");
        Snapshot made = nobody.make("run-1", NOON, cancel);
        assertThat(Site.listed(nobody)).containsExactly(made);
        assertThat(site.halves()).as("directories without the right to write too").isEmpty();
    }
}
