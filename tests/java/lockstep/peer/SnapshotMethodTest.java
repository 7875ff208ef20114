package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.snapshot.Draft;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Freed.Certainty;
import lockstep.snapshot.Method;
import lockstep.snapshot.RestoreEvents;
import lockstep.snapshot.Scope;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.snapshot.Space;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Snapshots as the file systems of nodes make them best.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SnapshotMethodTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    /// Where a tree lies, and so how it is kept.
    enum Ground {
        XFS("xfs", Method.REFLINK),
        BTRFS_DIRECTORY("btrfs", Method.REFLINK),
        BTRFS_SUBVOLUME("btrfs", Method.BTRFS);

        final String type;
        final Method method;

        Ground(String type, Method method) {
            this.type = type;
            this.method = method;
        }
    }

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

    @ParameterizedTest
    @EnumSource
    void itIsMadeAndRestoredAndRemoved(Ground ground) throws Exception {
        Site site = site(ground);
        Snapshots snapshots = site.snapshots(host);
        String before = site.picture();

        Draft draft = snapshots.begin(named(1), cancel);
        assertThat(draft.method()).isEqualTo(ground.method);
        Snapshot first = snapshots.make("run-1", NOON, cancel);

        assertThat(snapshots.list().getFirst().method()).isEqualTo(ground.method);
        assertThat(Site.picture(site.tree(first))).isEqualTo(before);
        assertThat(site.picture()).isEqualTo(before);
        assertThat(site.halves()).isEmpty();
        assertThat(snapshots.differences(first, cancel).none()).isTrue();
        Shell.run(
                site.live,
                "rm -r dir large; echo x > one; mkdir large; echo x > 'large/i n'; chmod 600 suid;"
                        + " echo changed > cache/kept; echo x > \"$(printf 'a\\nb')\";"
                        + " find . -exec touch -h -d '2022-02-03 04:05:06.789' {} +");
        String after = site.picture();
        Snapshot second = snapshots.make("run-2", NOON.plusSeconds(60), cancel);
        assertThat(Site.picture(site.tree(second))).isEqualTo(after);
        snapshots.restore(
                first,
                new Scope.Paths(List.of(TreePath.of("one"))),
                Optional.empty(),
                new RestoreEvents() {},
                cancel);
        assertThat(site.live.resolve("one")).hasContent("one");
        snapshots.restore(first, cancel);
        assertThat(site.picture()).isEqualTo(before);
        assertThat(site.live.resolve("cache/kept")).hasContent("changed");
        snapshots.remove(first, cancel);
        assertThat(Site.listed(snapshots)).containsExactly(second);
        assertThat(Site.picture(site.tree(second))).isEqualTo(after);
        snapshots.remove(second, cancel);
        assertThat(site.state().resolve("snapshots")).isEmptyDirectory();
        assertThat(site.state()).isDirectoryNotContaining("glob:**probe");
    }

    @ParameterizedTest
    @EnumSource
    void blocksAreSharedAndWhatIsWrittenInPlaceIsNot(Ground ground) throws Exception {
        Site site = site(ground);
        Shell.run(site.live, "head -c 60000000 /dev/urandom > huge; sync");
        Snapshots snapshots = site.snapshots(host);
        Space space = snapshots.space(cancel);

        Snapshot made = snapshots.make("run-1", NOON, cancel);

        Shell.run(site.live, "sync");
        Space then = snapshots.space(cancel);
        assertThat(space.method()).isEqualTo(ground.method);
        assertThat(space.estimatedBytes()).isBetween(1L, 2_000_000L);
        assertThat(space.freeBytes() - then.freeBytes()).isLessThan(20_000_000L);
        try (RandomAccessFile program =
                new RandomAccessFile(site.live.resolve("large").toFile(), "rw")) {
            program.write("written in place".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(Files.readString(site.tree(made).resolve("large"))).startsWith("xxxx");
        Freed freed = snapshots.freed(List.of(made), cancel);
        if (ground == Ground.XFS) {
            assertThat(freed.certainty()).isEqualTo(Certainty.AT_MOST);
        } else {
            assertThat(freed.certainty()).isEqualTo(Certainty.COUNTED);
            assertThat(freed.bytes()).isLessThan(2_000_000L);
        }
    }

    /// It would be an empty directory in the snapshot of the one around it.
    @Test
    void aSubvolumeInTheTreeIsKeptByRsync() throws Exception {
        Site site = site(Ground.BTRFS_SUBVOLUME);
        Shell.run(site.live, "btrfs subvolume create dir/inner && echo in > dir/inner/file");
        Snapshots snapshots = site.snapshots(host);

        Snapshot made = snapshots.make("run-1", NOON, cancel);

        assertThat(snapshots.list().getFirst().method()).isEqualTo(Method.REFLINK);
        assertThat(site.tree(made).resolve("dir/inner/file")).hasContent("in");
    }

    /// Programs that fail, and others than root.
    @Test
    void whatDoesNotWorkIsDoneOtherwise() throws Exception {
        Site site = site(Ground.BTRFS_SUBVOLUME);
        String before = site.picture();
        Host noSnapshots =
                Disguise.faked(
                        directory,
                        "btrfs",
                        "case $2 in snapshot) exit 1 ;; esac; \"$real\" \"$@\"");
        Host noClones =
                Disguise.shell(
                        "web1",
                        "PATH=" + clones() + ":" + directory.resolve("bin") + ":$PATH exec \"$@\"");

        Snapshot first = site.snapshots(noSnapshots).make("run-1", NOON, cancel);
        Snapshot second = site.snapshots(noClones).make("run-2", NOON.plusSeconds(1), cancel);

        assertThat(site.snapshots(host).list())
                .extracting(kept -> kept.method())
                .containsExactly(Method.LINKS, Method.REFLINK);
        assertThat(Site.picture(site.tree(first))).isEqualTo(before);
        assertThat(Site.picture(site.tree(second))).isEqualTo(before);
        assertThat(Site.inode(site.tree(second).resolve("large")))
                .isNotEqualTo(Site.inode(site.tree(first).resolve("large")));
    }

    private Path clones() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("old"));
        Files.writeString(bin.resolve("cp"), "#!/bin/sh\nexit 1\n");
        Shell.run(bin, "chmod 755 cp");
        return bin;
    }

    @Test
    void othersThanRootCloneFiles() throws Exception {
        Site site = site(Ground.BTRFS_SUBVOLUME);
        Shell.run(directory, "chmod 755 . srv; chown -hR 65534:65534 srv; chmod 500 srv/live/shut");
        Snapshots nobody = site.snapshots(Disguise.nobody("web1"));
        String before = site.picture();

        Snapshot made = nobody.make("run-1", NOON, cancel);

        assertThat(nobody.list().getFirst().method()).isEqualTo(Method.REFLINK);
        assertThat(Site.picture(site.tree(made))).isEqualTo(before);
        nobody.remove(made, cancel);
        assertThat(site.state().resolve("snapshots")).isEmptyDirectory();
    }

    @Test
    void aFileSystemThatIsMountedInTheTreeIsInNoneOfThem() throws Exception {
        Site site = site(Ground.BTRFS_SUBVOLUME);
        Shell.run(site.live, "mount -t tmpfs none dir");
        try {
            assertThatThrownBy(() -> site.snapshots(host).make("run-1", NOON, cancel))
                    .hasMessageContaining("is in no snapshot");
        } finally {
            Shell.run(site.live, "umount dir");
        }
        assertThat(site.snapshots(host).list()).isEmpty();
    }
}
