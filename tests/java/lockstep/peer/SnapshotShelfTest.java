package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import lockstep.fault.Fault;
import lockstep.snapshot.About;
import lockstep.snapshot.About.Reason;
import lockstep.snapshot.Draft;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Freed.Certainty;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Method;
import lockstep.snapshot.Note;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Snapshots;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is kept with a snapshot, and how snapshots go.
class SnapshotShelfTest extends SiteSuite {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final About ABOUT =
            new About("o@c", Reason.HAND, "a 'why'", "md5", "0f", "ab".repeat(32), 20, 1_000);

    private Snapshots snapshots;

    @BeforeEach
    void snapshots() {
        snapshots = site.snapshots(sshd.host("web1"));
    }

    private static Snapshot named(int run) {
        return new Snapshot(NOON.plusSeconds(run), "run-" + run);
    }

    private Snapshot made(int run) throws Exception {
        Draft draft = snapshots.begin(named(run), cancel);
        snapshots.finish(draft, new byte[] {1, 2, 3}, ABOUT, cancel);
        return draft.snapshot();
    }

    @Test
    void whatIsWholeHasItsManifest() throws Exception {
        byte[] manifest = new byte[300_000];
        new Random(7).nextBytes(manifest);

        Draft draft = snapshots.begin(named(1), cancel);

        assertThat(snapshots.list()).isEmpty();
        assertThat(Site.picture(Path.of(draft.tree().root()))).isEqualTo(site.picture());
        snapshots.finish(draft, manifest, ABOUT, cancel);
        Snapshot made = draft.snapshot();
        assertThat(snapshots.list())
                .containsExactly(
                        new Kept(
                                made,
                                Optional.of(ABOUT),
                                Method.LINKS,
                                Optional.empty(),
                                Optional.empty()));
        assertThat(snapshots.manifest(made, cancel)).isEqualTo(manifest);
        assertThat(snapshots.tree(made, cancel).root()).isEqualTo(site.tree(made).toString());
        assertThat(site.halves()).isEmpty();
    }

    @Test
    void withoutAManifestThereIsNoneToGive() throws Exception {
        Snapshot old = snapshots.make("old", NOON, cancel);

        assertThat(snapshots.list().getFirst().about()).isEmpty();
        assertThatThrownBy(() -> snapshots.manifest(old, cancel))
                .hasMessageContaining("no manifest");
        for (Fault fault :
                List.of(
                        Shop.fault(() -> snapshots.manifest(named(9), cancel)),
                        Shop.fault(() -> snapshots.tree(named(9), cancel)),
                        Shop.fault(() -> snapshots.remove(named(9), cancel)),
                        Shop.fault(
                                () ->
                                        snapshots.note(
                                                named(9), Note.PIN, Optional.of("x"), cancel)))) {
            assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
            assertThat(fault.what()).contains("20261122T120009Z-run-9");
        }
    }

    /// As one that an older version made.
    @Test
    void whatIsNotUnderstoodIsListedWithoutIt() throws Exception {
        Snapshot made = made(1);
        Path directory = site.tree(made).getParent();
        Files.writeString(directory.resolve("about"), "who\u0000knows\n".repeat(500) + "x");
        Files.writeString(directory.resolve("pin"), "\u001b[1m" + "x".repeat(90_000));
        Files.writeString(directory.resolve("method"), "magic\n");

        Kept kept = snapshots.list().getFirst();

        assertThat(kept.about()).isEmpty();
        assertThat(kept.method()).isEqualTo(Method.LINKS);
        assertThat(kept.pin().orElseThrow()).startsWith("␛[1mxxx").hasSize(200);
    }

    @Test
    void notesAreWrittenAndTakenAway() throws Exception {
        Snapshot made = made(1);

        snapshots.note(made, Note.PIN, Optional.of("until 'May'; $(id)\nx"), cancel);
        snapshots.note(made, Note.GOOD, Optional.of("health"), cancel);
        Kept noted = snapshots.list().getFirst();
        snapshots.note(made, Note.PIN, Optional.empty(), cancel);
        snapshots.note(made, Note.PIN, Optional.empty(), cancel);
        Kept unpinned = snapshots.list().getFirst();

        assertThat(noted.pin()).contains("until 'May'; $(id)␊x");
        assertThat(noted.good()).contains("health");
        assertThat(unpinned.pin()).isEmpty();
        assertThat(unpinned.good()).contains("health");
    }

    @Test
    void whatIsFreedIsWhatNothingElseHolds() throws Exception {
        Snapshot first = made(1);
        random("large", 400_000);
        Snapshot second = made(2);
        random("large", 800_000);
        Snapshot third = made(3);

        Freed middle = snapshots.freed(List.of(second), cancel);
        Freed two = snapshots.freed(List.of(first, second), cancel);
        Freed all = snapshots.freed(List.of(first, second, third), cancel);

        assertThat(middle.certainty()).isEqualTo(Certainty.COUNTED);
        assertThat(middle.bytes()).isBetween(400_000L, 480_000L);
        assertThat(two.bytes()).isBetween(700_000L, 830_000L);
        assertThat(all.bytes()).isGreaterThan(two.bytes() + 800_000L);
        assertThat(snapshots.freed(List.of(named(9)), cancel).bytes()).isZero();
        assertThat(snapshots.freed(List.of(), cancel).bytes()).isZero();
    }

    private void random(String file, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(site.live.resolve(file), bytes);
    }

    @Test
    void whatIsRemovedTakesNothingFromTheOthers() throws Exception {
        Snapshot first = made(1);
        Snapshot second = made(2);
        String before = Site.picture(site.tree(second));

        snapshots.remove(first, cancel);

        assertThat(Site.listed(snapshots)).containsExactly(second);
        assertThat(Site.picture(site.tree(second))).isEqualTo(before);
        assertThat(site.state().resolve("snapshots").toFile().list()).hasSize(1);
    }

    /// A removal that was killed between the rename and its end.
    @Test
    void whatARemovalLeavesGoesWithTheNext() throws Exception {
        Snapshot first = made(1);
        Snapshot second = made(2);
        Path all = site.state().resolve("snapshots");
        Files.move(all.resolve(first.name()), all.resolve("gone-" + first.name()));

        assertThat(Site.listed(snapshots)).containsExactly(second);
        snapshots.remove(first, cancel);
        assertThat(all.toFile().list()).hasSize(1);
        Files.move(all.resolve(second.name()), all.resolve("gone-" + second.name()));
        Snapshot third = made(3);

        assertThat(all.toFile().list()).containsExactly(third.name());
    }

    @Test
    void whatIsMountedInASnapshotIsNotRemoved() throws Exception {
        Peer.root("to mount");
        Snapshot made = made(1);
        Path dir = site.tree(made).resolve("dir");
        Shell.run(dir, "mount -t tmpfs none . && echo x > in");
        try {
            Fault fault = Shop.fault(() -> snapshots.remove(made, cancel));

            assertThat(fault).isInstanceOf(Fault.GuardTripped.class);
            assertThat(Site.listed(snapshots)).containsExactly(made);
        } finally {
            Shell.run(directory, "umount " + dir);
        }
        assertThat(dir.resolve("two")).exists();
    }
}
