package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import lockstep.fault.Fault;
import lockstep.link.Host;
import lockstep.rsync.Endpoint;
import lockstep.snapshot.Difference;
import lockstep.snapshot.Difference.Kind;
import lockstep.snapshot.Differences;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import lockstep.snapshot.Space;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Snapshots by a real rsync behind a real sshd.
class SnapshotPeerTest extends SiteSuite {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-22T13:00:00Z");

    private Snapshots snapshots;

    @BeforeEach
    void snapshots() {
        snapshots = site.snapshots(sshd.host("web1"));
    }

    @Test
    void aSnapshotIsTheTreeWithoutWhatIsLeftOut() throws Exception {
        String before = site.picture();

        Snapshot made = snapshots.make("run-1", NOON, cancel);

        assertThat(made.name()).isEqualTo("20261122T120000Z-run-1");
        assertThat(Site.listed(snapshots)).containsExactly(made);
        assertThat(Site.picture(site.tree(made))).isEqualTo(before);
        assertThat(site.tree(made).resolve("cache")).doesNotExist();
        assertThat(site.tree(made).resolve("dir/kept.swp")).doesNotExist();
        assertThat(site.picture()).as("the live tree is untouched").isEqualTo(before);
        assertThat(site.halves()).isEmpty();
        assertThat(Shell.run(directory, "stat -c %a .lockstep .lockstep/live").lines())
                .containsOnly("700");
    }

    @Test
    void aProgramThatWritesInPlaceDoesNotReachTheSnapshot() throws Exception {
        try (RandomAccessFile program =
                new RandomAccessFile(site.live.resolve("large").toFile(), "rw")) {
            Snapshot made = snapshots.make("run-1", NOON, cancel);
            program.write("written in place".getBytes(StandardCharsets.US_ASCII));
            Files.writeString(site.live.resolve("one"), "in place too\n");

            assertThat(Files.readString(site.tree(made).resolve("large"))).startsWith("xxxx");
            assertThat(site.tree(made).resolve("one")).hasContent("one\n");
        }
    }

    @Test
    void whatDidNotChangeIsSharedWithTheSnapshotBeforeAndNeverWithTheTree() throws Exception {
        Snapshot first = snapshots.make("run-1", NOON, cancel);
        Files.writeString(site.live.resolve("one"), "changed\n");

        Snapshot second = snapshots.make("run-2", LATER, cancel);

        assertThat(Site.listed(snapshots)).containsExactly(second, first);
        for (String same : List.of("large", "dir/two", "suid", "dir/deep/three")) {
            assertThat(Site.inode(site.tree(second).resolve(same)))
                    .as(same)
                    .isEqualTo(Site.inode(site.tree(first).resolve(same)))
                    .isNotEqualTo(Site.inode(site.live.resolve(same)));
        }
        assertThat(site.tree(first).resolve("one")).hasContent("one\n");
        assertThat(site.tree(second).resolve("one")).hasContent("changed\n");
    }

    /// By size and time the file looks as it was.
    @Test
    void aChangeThatKeepsSizeAndTimeIsInTheSnapshot() throws Exception {
        snapshots.make("run-1", NOON, cancel);
        Shell.run(
                site.live,
                "touch -r one /tmp/$$; echo eno > one; touch -r /tmp/$$ one; rm /tmp/$$");

        Snapshot second = snapshots.make("run-2", LATER, cancel);

        assertThat(site.tree(second).resolve("one")).hasContent("eno\n");
    }

    @Test
    void makingAgainForTheSameRunGivesTheOneThatIsThere() throws Exception {
        Snapshot first = snapshots.make("run-1", NOON, cancel);
        Files.writeString(site.live.resolve("one"), "changed\n");

        assertThat(snapshots.make("run-1", LATER, cancel)).isEqualTo(first);

        assertThat(Site.listed(snapshots)).containsExactly(first);
        assertThat(site.tree(first).resolve("one")).hasContent("one\n");
        assertThat(snapshots.make("1", LATER, cancel)).as("another run").isNotEqualTo(first);
    }

    /// Such as a run leaves whose console was killed in a transfer.
    @Test
    void restoringTakesAwayWhatArrivedInParts() throws Exception {
        String before = site.picture();
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Shell.run(
                site.live,
                "mkdir .lockstep-partial dir/.lockstep-partial"
                        + " && echo half > .lockstep-partial/large"
                        + " && echo half > dir/.lockstep-partial/two");

        snapshots.restore(made, cancel);

        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void restoringBringsBackEverythingAndLeavesWhatIsLeftOut() throws Exception {
        String before = site.picture();
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Shell.run(
                site.live,
                """
                rm dir/two-again fifo link; cp dir/two dir/two-again; ln -s elsewhere link
                touch -r one stamp; echo eno > one; touch -r stamp one; rm stamp
                chmod 600 suid; chown 0:0 dir/two; setfacl -b dir/deep/three dir
                setfattr -n user.note -v other dir/two; rm -r dir/deep; echo file > dir/deep
                mkdir added; echo added > added/in; echo added > "$(printf -- '-a\\nb')"
                rm large; mkdir large; echo x > large/in; touch -d 2020-01-01 shut dir .
                echo changed > cache/kept; echo added > cache/added; echo changed > dir/kept.swp
                """);
        assertThat(site.picture()).isNotEqualTo(before);
        Differences expected = snapshots.differences(made, cancel);

        Differences mended = snapshots.restore(made, cancel);

        assertThat(site.picture()).isEqualTo(before);
        assertThat(snapshots.differences(made, cancel).none()).isTrue();
        assertThat(mended.count()).isEqualTo(expected.count()).isGreaterThan(10);
        assertThat(expected.first())
                .contains(
                        new Difference(TreePath.of("one"), Kind.CONTENT),
                        new Difference(TreePath.of("link"), Kind.CONTENT),
                        new Difference(TreePath.of("added/in"), Kind.ADDED),
                        new Difference(TreePath.of("-a\nb"), Kind.ADDED),
                        new Difference(TreePath.of("fifo"), Kind.GONE),
                        new Difference(TreePath.of("dir/deep/three"), Kind.GONE),
                        new Difference(TreePath.of("suid"), Kind.ATTRIBUTES),
                        new Difference(TreePath.of("shut"), Kind.ATTRIBUTES));
        assertThat(site.live.resolve("cache/kept")).hasContent("changed\n");
        assertThat(site.live.resolve("cache/added")).hasContent("added\n");
        assertThat(site.live.resolve("dir/kept.swp")).hasContent("changed\n");
        assertThat(Site.inode(site.live.resolve("dir/two")))
                .isEqualTo(Site.inode(site.live.resolve("dir/two-again")))
                .isNotEqualTo(Site.inode(site.tree(made).resolve("dir/two")));
    }

    @Test
    void aDirectoryThatCameSinceStaysForWhatIsLeftOutInIt() throws Exception {
        Snapshot made = snapshots.make("run-1", NOON, cancel);
        Shell.run(site.live, "mkdir added; echo a > added/a; echo kept > added/k.swp");

        snapshots.restore(made, cancel);

        assertThat(site.live.resolve("added/a")).doesNotExist();
        assertThat(site.live.resolve("added/k.swp")).hasContent("kept\n");
    }

    @Test
    void aSnapshotThatIsNotThereIsRefusedAndNothingIsTouched() throws Exception {
        snapshots.make("run-1", NOON, cancel);
        String before = site.picture();

        Fault fault = Shop.fault(() -> snapshots.restore(new Snapshot(NOON, "run-2"), cancel));

        assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
        assertThat(fault.what()).contains("20261122T120000Z-run-2");
        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void theRootMayBeALinkToADirectoryElsewhere() throws Exception {
        Shell.run(
                directory,
                "mkdir -p away/from; mv live away/from/live-7; ln -s away/from/live-7 live");
        String before = Site.picture(directory.resolve("away/from/live-7"));

        Snapshot made = snapshots.make("run-1", NOON, cancel);

        Path state = directory.resolve("away/from/.lockstep/live-7");
        assertThat(state.resolve("snapshots").resolve(made.name())).isDirectory();
        assertThat(directory.resolve(".lockstep")).doesNotExist();
        Shell.run(site.live, "rm -r dir");
        snapshots.restore(made, cancel);
        assertThat(Site.picture(directory.resolve("away/from/live-7"))).isEqualTo(before);
        assertThat(Files.isSymbolicLink(site.live)).isTrue();
    }

    @Test
    void theRootMayBeCalledAnything() throws Exception {
        Path odd = directory.resolve("-[a]* 'b' $(c):de");
        Files.move(site.live, odd);
        Snapshots odds =
                new Snapshots(new Endpoint(sshd.host("web1"), odd.toString(), false), Site.RULES);
        String before = Site.picture(odd);

        Snapshot made = odds.make("run-1", NOON, cancel);
        Shell.run(odd, "rm -r dir");
        odds.restore(made, cancel);

        assertThat(Site.picture(odd)).isEqualTo(before);
        assertThat(odds.differences(made, cancel).none()).isTrue();
    }

    @Test
    void theEstimateIsWhatChanged() throws Exception {
        Space whole = snapshots.space(cancel);
        snapshots.make("run-1", NOON, cancel);
        Space none = snapshots.space(cancel);
        try (OutputStream out = Files.newOutputStream(site.live.resolve("large"))) {
            out.write(new byte[500_000]);
        }
        Space one = snapshots.space(cancel);

        assertThat(whole.estimatedBytes()).isBetween(1_300_000L, 1_500_000L);
        assertThat(none.estimatedBytes()).as("directories are never shared").isLessThan(30_000);
        assertThat(one.estimatedBytes() - none.estimatedBytes()).isBetween(500_000L, 504_096L);
        assertThat(one.freeBytes()).isBetween(1L, one.bytes());
        assertThat(one.placement()).isEqualTo(Space.Placement.SAME_FILE_SYSTEM);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("lockstep.peer.Rsyncs#programs")
    void everyRsyncWillDo(String program) throws Exception {
        String line = "PATH=" + Path.of(program).getParent() + ":$PATH; exec \"$@\"";
        Host host = Disguise.shell("web1", line);
        Snapshots old = site.snapshots(host);
        Shell.run(site.live, "find . -exec touch -h -d '2021-02-03 04:05:06' {} +");
        String before = site.picture();

        Snapshot made = old.make("run-1", NOON, cancel);
        assertThat(Site.picture(site.tree(made))).isEqualTo(before);
        Shell.run(site.live, "rm -r dir; echo new > one; echo x > " + "\"$(printf 'a\\nb')\"");
        Differences found = old.differences(made, cancel);
        assertThat(found.first())
                .contains(
                        new Difference(TreePath.of("a\nb"), Kind.ADDED),
                        new Difference(TreePath.of("dir/two"), Kind.GONE),
                        new Difference(TreePath.of("one"), Kind.CONTENT));
        old.restore(made, cancel);
        assertThat(site.picture()).isEqualTo(before);
        assertThat(old.differences(made, cancel).none()).isTrue();
        Snapshot second = old.make("run-2", LATER, cancel);
        assertThat(Site.inode(site.tree(second).resolve("large")))
                .isEqualTo(Site.inode(site.tree(made).resolve("large")));
    }
}
