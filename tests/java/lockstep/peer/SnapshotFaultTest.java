package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.peer.SnapshotMethodTest.Ground;
import lockstep.snapshot.About;
import lockstep.snapshot.About.Reason;
import lockstep.snapshot.Draft;
import lockstep.snapshot.RestoreEvents;
import lockstep.snapshot.Scope;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes wrong on a node while a snapshot is made, by each method, or a part is brought back.
@Tag("long")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SnapshotFaultTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final About ABOUT =
            new About("o@c", Reason.RUN, "", "md5", "0f", "ab".repeat(32), 20, 1_000);

    @TempDir Path directory;
    private final Cancel cancel = new Cancel();
    private final Host host = new LocalHost("web1");
    private @Nullable Disk disk;

    private Site site(Ground ground) throws Exception {
        Disk mounted = Disk.mounted(ground.type, "300M", directory.resolve("srv"));
        disk = mounted;
        if (ground == Ground.BTRFS_SUBVOLUME) {
            Shell.run(mounted.at, "btrfs subvolume create live");
        }
        return new Site(mounted.at).filled();
    }

    @AfterEach
    void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    private static Snapshot named(int run) {
        return new Snapshot(NOON.plusSeconds(run), "run-" + run);
    }

    /// Each program that makes something kills the script that it works for, once it is done.
    @ParameterizedTest
    @EnumSource
    void aMakingThatIsKilledLeavesAHalfAndTheNextOneWorks(Ground ground) throws Exception {
        Site site = site(ground);
        String before = site.picture();
        String programs = ground == Ground.BTRFS_SUBVOLUME ? "btrfs" : "xargs";
        Host killed =
                Disguise.faked(directory, programs, "\"$real\" \"$@\"; kill -9 $PPID; sleep 1");

        Fault fault = Shop.fault(() -> site.snapshots(killed).begin(named(1), cancel));

        assertThat(fault).isInstanceOf(Fault.ProgramFailed.class);
        Snapshots snapshots = site.snapshots(host);
        assertThat(snapshots.list()).isEmpty();
        assertThat(site.halves()).hasSize(1);
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        assertThat(Site.picture(site.tree(made))).isEqualTo(before);
        assertThat(site.halves()).isEmpty();
    }

    /// The console goes away with half of the manifest.
    @Test
    void aManifestThatIsCutOffLeavesAHalf() throws Exception {
        Site site = new Site(directory).filled();
        Snapshots snapshots = site.snapshots(host);
        Draft draft = snapshots.begin(named(1), cancel);
        Host cut = Disguise.shell("web1", "head -c 400000 | \"$@\"");

        Fault fault =
                Shop.fault(
                        () -> site.snapshots(cut).finish(draft, new byte[900_000], ABOUT, cancel));

        assertThat(fault).isInstanceOf(Fault.LinkLost.class);
        assertThat(snapshots.list()).isEmpty();
        assertThat(site.halves()).hasSize(1);
        snapshots.finish(draft, new byte[900_000], ABOUT, cancel);
        assertThat(snapshots.manifest(named(1), cancel)).hasSize(900_000);
        assertThat(Shop.fault(() -> snapshots.finish(draft, new byte[1], ABOUT, cancel)))
                .isInstanceOf(Fault.GuardTripped.class);
    }

    /// The clones take no room, but nothing else may: what rsync mends, or the manifest.
    @ParameterizedTest
    @EnumSource
    void aDiskThatIsFullLeavesNoSnapshot(Ground ground) throws Exception {
        Site site = site(ground);
        String before = site.picture();
        Snapshots snapshots = site.snapshots(host);
        Draft draft = snapshots.begin(named(1), cancel);
        Shell.run(directory, "cat /dev/zero > srv/fill 2>/dev/null; sync; true");

        Fault manifest =
                Shop.fault(() -> snapshots.finish(draft, new byte[40_000_000], ABOUT, cancel));
        Fault next = Shop.fault(() -> snapshots.begin(named(2), cancel));

        assertThat(manifest).isInstanceOf(Fault.DiskFull.class);
        assertThat(next).isInstanceOf(Fault.DiskFull.class);
        assertThat(snapshots.list()).isEmpty();
        Shell.run(directory, "rm srv/fill; sync");
        snapshots.finish(draft, new byte[1_000_000], ABOUT, cancel);
        assertThat(Site.picture(site.tree(named(1)))).isEqualTo(before);
        assertThat(site.picture()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatIsFullWhilePathsAreBroughtBackLosesNothing(Ground ground) throws Exception {
        Site site = site(ground);
        Shell.run(site.live, "head -c 3000000 /dev/urandom > big; touch -d 2021-01-01 big .");
        String before = site.picture();
        Snapshots snapshots = site.snapshots(host);
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Shell.run(site.live, "echo small > big; echo x > one");
        Shell.run(directory, "cat /dev/zero > srv/fill 2>/dev/null; sync; true");
        Scope scope =
                new Scope.Paths(List.of(TreePath.of("big"), TreePath.of("one"), TreePath.ROOT));

        Fault fault =
                Shop.fault(
                        () ->
                                snapshots.restore(
                                        made,
                                        scope,
                                        Optional.empty(),
                                        new RestoreEvents() {},
                                        cancel));

        assertThat(fault).isInstanceOf(Fault.DiskFull.class);
        assertThat(site.live.resolve("big")).hasContent("small");
        Shell.run(directory, "rm srv/fill; sync");
        snapshots.restore(made, scope, Optional.empty(), new RestoreEvents() {}, cancel);
        assertThat(site.picture()).isEqualTo(before);
    }

    /// Nothing can be written down any more then, and nothing said must not mean that all is kept.
    @ParameterizedTest
    @EnumSource
    void whatWasWrittenLateStaysOnADiskThatIsFullByThen(Ground ground) throws Exception {
        Site site = site(ground);
        Snapshots snapshots = site.snapshots(host);
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Shell.run(site.live, "echo present > one");
        Snapshot present = snapshots.make("run-2", NOON.plusSeconds(60), cancel);
        Shell.run(site.live, "echo late > one");
        Host full =
                Disguise.faked(
                        directory,
                        "rsync",
                        "case \"$*\" in *-nrlDc*) cat /dev/zero > "
                                + directory
                                + "/srv/fill 2>/dev/null; sync ;; esac; exec \"$real\" \"$@\"");
        List<TreePath> told = new ArrayList<>();
        RestoreEvents heard =
                new RestoreEvents() {
                    @Override
                    public void late(TreePath path) {
                        told.add(path);
                    }
                };

        site.snapshots(full).restore(made, new Scope.Whole(), Optional.of(present), heard, cancel);

        assertThat(site.live.resolve("one")).hasContent("one");
        assertThat(site.tree(present).resolveSibling("late").resolve("one")).hasContent("late");
        assertThat(told).contains(TreePath.of("one"));
    }

    /// It may have the file of any moment, but never more than one inode of the live tree.
    @ParameterizedTest
    @EnumSource
    void aProgramThatWritesInPlaceMeanwhileDoesNotReachTheSnapshotAfter(Ground ground)
            throws Exception {
        Site site = site(ground);
        Snapshots snapshots = site.snapshots(host);
        AtomicBoolean ended = new AtomicBoolean();
        Snapshot made;
        try (RandomAccessFile file =
                new RandomAccessFile(site.live.resolve("large").toFile(), "rw")) {
            CompletableFuture<Long> writing =
                    CompletableFuture.supplyAsync(
                            () -> {
                                long count = 0;
                                try {
                                    while (!ended.get()) {
                                        file.seek(count % 200_000);
                                        file.write('a' + (int) (count % 20));
                                        count++;
                                    }
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                                return count;
                            });
            try {
                made = snapshots.make("run-1", NOON, cancel);
                String kept = Site.picture(site.tree(made));
                Shop.until(() -> Site.picture(site.tree(made)).equals(kept));
            } finally {
                ended.set(true);
                assertThat(writing.get(30, TimeUnit.SECONDS)).isPositive();
            }
        }
        assertThat(Files.size(site.tree(made).resolve("large"))).isEqualTo(300_000);
        String kept = Site.picture(site.tree(made));
        Files.writeString(site.live.resolve("one"), "later");
        assertThat(Site.picture(site.tree(made))).isEqualTo(kept);
    }

    /// As when somebody takes the state directory away from the user that logs in.
    @Test
    void aPermissionThatIsLostIsSaidAndNothingIsLost() throws Exception {
        Peer.root("to become another user");
        Site site = new Site(directory).filled();
        Shell.run(
                directory,
                "chmod 755 .; mkdir -m 700 .lockstep; chown -hR 65534:65534 live .lockstep");
        Snapshots nobody = site.snapshots(Disguise.nobody("web1"));
        Snapshot made = nobody.make("run-1", NOON, cancel);
        String before = Site.picture(site.tree(made));
        Draft draft = nobody.begin(named(2), cancel);
        Shell.run(
                directory, "chown 0 .lockstep/live/snapshots; chmod 755 .lockstep/live/snapshots");

        Fault finish = Shop.fault(() -> nobody.finish(draft, new byte[9], ABOUT, cancel));
        Fault remove = Shop.fault(() -> nobody.remove(made, cancel));

        assertThat(finish.message()).contains("Permission denied");
        assertThat(remove.message()).contains("Permission denied");
        assertThat(Site.listed(nobody)).containsExactly(made);
        Shell.run(directory, "chown 65534 .lockstep/live/snapshots");
        nobody.finish(draft, new byte[9], ABOUT, cancel);
        assertThat(Site.listed(nobody)).hasSize(2);
        assertThat(Site.picture(site.tree(made))).isEqualTo(before);
    }
}
