package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.rsync.Endpoint;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is in no snapshot, and what no restoring may touch: other file systems, what is kept for
/// other roots, what rules of then left out, ACLs that were never read.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SnapshotGuardsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir Path directory;
    private final Host host = new LocalHost("web1");
    private final Cancel cancel = new Cancel();
    private Site site;
    private Snapshots snapshots;

    @BeforeEach
    void site() {
        site = new Site(directory).filled();
        snapshots = site.snapshots(host);
    }

    @Tag("long")
    @Test
    void whatIsKeptForARootBelowIsNotOfThisTree() throws Exception {
        Endpoint below = new Endpoint(host, site.live.resolve("dir/deep").toString(), false);
        Snapshots inner = new Snapshots(below, List.of());
        Snapshot early = inner.make("early", NOON, cancel);

        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Snapshot late = inner.make("late", NOON.plusSeconds(60), cancel);

        assertThat(site.tree(made).resolve("dir/.lockstep")).doesNotExist();
        snapshots.restore(made, cancel);
        assertThat(Site.listed(inner)).containsExactly(late, early);
    }

    /// Mounted since: to restore what was there would write into it, and delete what is in it.
    @Tag("long")
    @Test
    void whatIsMountedOverTheTreeIsNotRestoredInto() throws Exception {
        Peer.root("to mount");
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        mount("dir/deep");
        try {
            assertThatThrownBy(() -> snapshots.restore(made, cancel))
                    .hasMessageContaining(site.live + "/dir/deep");
            assertThatThrownBy(() -> snapshots.make("run-2", NOON, cancel))
                    .hasMessageContaining("is in no snapshot");
            assertThat(site.live.resolve("dir/deep/in")).hasContent("mounted");
        } finally {
            unmount("dir/deep");
        }
        assertThat(Site.listed(snapshots)).containsExactly(made);
    }

    @Test
    void whatIsMountedSinceOrLeftOutByARuleStays() throws Exception {
        Peer.root("to mount");
        mount("cache");
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Files.createDirectory(site.live.resolve("since"));
        mount("since");
        try {
            Files.writeString(site.live.resolve("one"), "changed");

            snapshots.restore(made, cancel);

            assertThat(site.live.resolve("one")).hasContent("one");
            assertThat(site.live.resolve("since/in")).hasContent("mounted");
            assertThat(site.live.resolve("cache/in")).hasContent("mounted");
        } finally {
            unmount("since");
            unmount("cache");
        }
    }

    /// A subvolume of btrfs: another device, and no mount point that anything tells. It is kept
    /// until something is mounted, since rsync stays on one device then.
    @Test
    void aSubvolumeIsNotLeftOutBecauseSomethingIsMounted() throws Exception {
        Peer.root("to mount");
        Host unaware = Disguise.faked(directory, "cut", "\"$real\" \"$@\" | grep -v deep");
        mount("dir/deep");
        try {
            site.snapshots(unaware).make("run-1", NOON, cancel);
            mount("cache");

            assertThatThrownBy(() -> site.snapshots(unaware).make("run-2", NOON, cancel))
                    .hasMessageContaining(site.live + "/dir/deep");
            unmount("dir/deep");
            site.snapshots(unaware).make("run-3", NOON, cancel);
        } finally {
            Shell.run(site.live, "umount cache; umount dir/deep 2>/dev/null || true");
        }
    }

    private void mount(String point) throws Exception {
        Shell.run(site.live, "mount -t tmpfs none " + point);
        Files.writeString(site.live.resolve(point).resolve("in"), "mounted");
    }

    private void unmount(String point) {
        Shell.run(site.live, "umount " + point);
    }

    /// What they left out is in no snapshot, so a restore under others would delete it.
    @Test
    void aSnapshotIsRestoredUnderTheRulesOfThen() throws Exception {
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Snapshots others = new Snapshots(site.endpoint(host), List.of("- *.swp"));

        assertThatThrownBy(() -> others.restore(made, cancel))
                .hasMessageContaining("kept under other rules");
        assertThatThrownBy(() -> others.differences(made, cancel))
                .hasMessageContaining("kept under other rules");

        assertThat(site.live.resolve("cache/kept")).hasContent("kept");
    }

    /// An rsync without ACLs and attributes made it; the one of now would take them from the tree.
    @Test
    void whatWasNotKeptIsNotTakenAway() throws Exception {
        Host poor = without("-A -X");
        Snapshot made = site.snapshots(poor).make("run-1", NOON, cancel);
        String before = site.picture();

        assertThat(snapshots.restore(made, cancel).count()).isZero();

        assertThat(site.picture()).isEqualTo(before).contains("user.note");
    }

    @Test
    void whatWasKeptIsNotRestoredWithoutIt() throws Exception {
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Files.writeString(site.live.resolve("one"), "changed");
        Snapshots poor = site.snapshots(without("-X"));

        assertThatThrownBy(() -> poor.restore(made, cancel))
                .hasMessageContaining("has no -X any more");

        assertThat(site.live.resolve("one")).hasContent("changed");
    }

    /// This machine with an rsync that does not know these options.
    private Host without(String options) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        String rsync =
                """
                #!/bin/sh
                for o; do case ' %s ' in *" $o "*) exit 1 ;; esac; done
                exec %s "$@"
                """
                        .formatted(options, Peer.program("rsync"));
        Files.writeString(bin.resolve("rsync"), rsync);
        Shell.run(bin, "chmod 755 rsync");
        return Disguise.shell("web1", "PATH=" + bin + ":$PATH exec \"$@\"");
    }
}
