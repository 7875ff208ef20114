package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.Entry;
import lockstep.link.Cancel;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.run.Rollback;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.run.SnapshotOperations.Doing;
import lockstep.run.SnapshotOperations.Pruning;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import lockstep.state.NodeState;
import lockstep.state.Step;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the README promises of snapshots and rollbacks, a test each, of the same name, on nodes
/// behind a real sshd. [PromisedAnswersTest] has the one about users.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PromisesTest extends RollbackSuite {
    @Test
    @DisplayName("A program that writes in place does not reach a snapshot.")
    void sharesNothing() throws Exception {
        try (RandomAccessFile program =
                new RandomAccessFile(live("web2").resolve("large").toFile(), "rw")) {
            Snapshot to = made("web2");
            program.write("written in place".getBytes(StandardCharsets.US_ASCII));

            assertThat(tree("web2", to).resolve("large")).content().startsWith("xxxx");
            assertThat(snapshots.check("web2", to, quiet(), cancel).isSound()).isTrue();
        }
    }

    @Test
    @DisplayName("A snapshot is whole, with its manifest, or there is none.")
    void wholeOrNone() throws Exception {
        for (Doing at : List.of(Doing.COPYING, Doing.PROVING)) {
            Cancel cut = new Cancel();
            SnapshotEvents cutting =
                    new SnapshotEvents() {
                        @Override
                        public void doing(String node, Doing what) {
                            if (what == at) {
                                cut.set();
                            }
                        }
                    };
            FaultException e =
                    Assertions.catchThrowableOfType(
                            FaultException.class,
                            () ->
                                    snapshots.make(
                                            List.of("web2"), About.Reason.HAND, "", cutting, cut));
            assertThat(e.fault()).isInstanceOf(Fault.Cancelled.class);
            assertThat(snapshots.shelves(cancel).nodes().get("web2")).isEmpty();
        }
        assertThat(tree("web2", made("web2")).resolveSibling("manifest.gz")).exists();
        assertThat(new Site(directory.resolve("web2")).halves()).isEmpty();
    }

    @Test
    @DisplayName("Owners, modes, times, ACLs, attributes, hard links and holes come back.")
    void attributesComeBack() throws Exception {
        String before = picture("web2");
        Snapshot to = made("web2");
        Shell.run(
                live("web2"),
                "chmod 755 shut; find . -mindepth 1 -path ./cache -prune -o -print0 |"
                        + " xargs -0 rm -rf");

        assertThat(back(preview("web2", to)).nodes()).allMatch(NodeReport::identical);

        assertThat(picture("web2")).isEqualTo(before);
        assertThat(Long.parseLong(Shell.run(live("web2"), "stat -c %b sparse").strip()))
                .as("blocks of a file with a hole of a MiB")
                .isLessThan(100);
    }

    @Test
    @DisplayName("What has come since goes, and what the rules leave out is not touched.")
    void extrasGo() throws Exception {
        Snapshot to = made("web2");
        Shell.run(live("web2"), "mkdir -p new/deep; echo > new/deep/er; echo newer > cache/kept");

        assertThat(back(preview("web2", to)).nodes()).allMatch(NodeReport::identical);

        assertThat(live("web2").resolve("new")).doesNotExist();
        assertThat(live("web2").resolve("cache/kept")).hasContent("newer");
        assertThat(live("web2").resolve("dir/kept.swp")).hasContent("kept");
    }

    @Test
    @DisplayName("A file comes back also where its size and time are still the same.")
    void comparedByContent() throws Exception {
        Snapshot to = made("web2");
        flip(live("web2").resolve("large"));

        assertThat(back(preview("web2", to)).nodes()).allMatch(NodeReport::identical);

        assertThat(live("web2").resolve("large")).content().startsWith("xxxx");
    }

    @Test
    @DisplayName("What will change is shown first, and looking changes nothing.")
    void shownFirst() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        String present = picture("web2");
        Rollback preview = preview("web2", to);
        assertThat(picture("web2")).isEqualTo(present);
        Set<String> shown = new HashSet<>();
        preview.targets().getFirst().plan().rows().forEach(row -> shown.add(row.path().visible()));

        String run = back(preview).run();

        assertThat(cluster.journalled(run, 1_000))
                .filteredOn(entry -> entry.kind() == Entry.Kind.FILE)
                .extracting(Entry::text)
                .isSubsetOf(shown)
                .hasSizeGreaterThan(5);
    }

    @Test
    @DisplayName("The present is kept first, so that a rollback can be rolled back.")
    void rolledBackAgain() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        String present = picture("web2");
        String run = back(preview("web2", to)).run();
        Snapshot kept = snapshots.shelves(cancel).nodes().get("web2").getFirst().snapshot();
        assertThat(kept.run()).isEqualTo(run);

        back(preview("web2", kept));

        assertThat(picture("web2")).isEqualTo(present);
    }

    @Test
    @DisplayName("A damaged snapshot is noticed and never written back.")
    void damageIsNoticed() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        String present = picture("web2");
        Rollback preview = preview("web2", to);
        flip(tree("web2", to).resolve("dir/two"));

        NodeReport report = back(preview).nodes().getFirst();

        assertThat(snapshots.check("web2", to, quiet(), cancel).isSound()).isFalse();
        assertThat(report.fault().orElseThrow().message()).contains("is damaged: dir/two");
        assertThat(picture("web2")).isEqualTo(present);
    }

    @Test
    @DisplayName("Only chosen paths are touched.")
    void onlyChosen() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        Shell.run(live("web2"), "chmod 700 dir; rm -r dir/deep; echo two > dir/two");
        String mode = Shell.run(live("web2"), "stat -c %a dir");
        Rollback some =
                only(
                        preview("web2", to),
                        row -> row.choose(row.path().visible().equals("dir/two")));

        assertThat(back(some).nodes().getFirst().fault()).isEmpty();

        assertThat(live("web2").resolve("dir/two")).hasContent("two");
        assertThat(Shell.run(live("web2"), "stat -c %a dir")).isEqualTo(mode);
        assertThat(live("web2").resolve("dir/deep")).doesNotExist();
        assertThat(live("web2").resolve("one")).hasContent("changed");
        assertThat(live("web2").resolve("since")).exists();
    }

    @Test
    @DisplayName(
            "One that was cut off leaves each file whole, and is finished by going on with it.")
    void finishedByGoingOn() throws Exception {
        String before = picture("web2");
        Snapshot to = made("web2");
        Shell.run(live("web2"), "for i in $(seq 400); do echo $i > new$i; done; echo x > one");
        Set<String> whole = new HashSet<>(List.of("x\n", "one\n"));
        Cancel cut = new Cancel();
        RunReport broken =
                snapshots.rollback(
                        preview("web2", to),
                        RunOptions.inPlace().back(),
                        new Steps() {
                            @Override
                            public void begun(String node, Step step) {
                                if (step == Step.RESTORE) {
                                    cut.set();
                                }
                            }
                        },
                        new RunControl(cut));

        assertThat(broken.nodes().getFirst().fault()).isPresent();
        assertThat(Files.readString(live("web2").resolve("one"))).isIn(whole);
        reopen();
        RunReport then =
                cluster.resume(
                        broken.run(), new Resumption.Finish(), new Steps(), new RunControl(cancel));
        assertThat(then.nodes()).allMatch(NodeReport::identical);
        assertThat(picture("web2")).isEqualTo(before);
    }

    @Test
    @DisplayName("The end is held against the manifest, and what differs is told.")
    void heldAgainstTheManifest() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        Steps meddled = after(Step.RESTORE, node -> Shell.run(live(node), "echo more > meanwhile"));

        NodeReport report =
                back(preview("web2", to), RunOptions.inPlace().back(), meddled).nodes().getFirst();

        assertThat(report.identical()).isFalse();
        assertThat(report.state()).isInstanceOf(NodeState.Stuck.class);
        assertThat(report.fault().orElseThrow().message())
                .contains("still differs from snapshot " + to.name());
        assertThat(report.remarks()).contains("differs: meanwhile");
    }

    @Test
    @DisplayName("What is written while a node is rolled back is kept aside and told.")
    void keptAside() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        Steps meddled =
                after(
                        Step.SNAPSHOT,
                        node -> Shell.run(live(node), "echo upload > new/deep/late; echo 2 > one"));

        RunReport report = back(preview("web2", to), RunOptions.inPlace().back(), meddled);

        assertThat(report.nodes()).allMatch(NodeReport::identical);
        Snapshot kept = snapshots.shelves(cancel).nodes().get("web2").getFirst().snapshot();
        Path late = tree("web2", kept).resolveSibling("late");
        assertThat(late.resolve("new/deep/late")).hasContent("upload");
        assertThat(late.resolve("one")).hasContent("2");
        assertThat(snapshots.shelves(cancel).nodes().get("web2").getFirst().pin().orElseThrow())
                .startsWith("holds what was written while run");
        assertThat(report.nodes().getFirst().remarks())
                .anyMatch(remark -> remark.startsWith("new/deep/late was written after"));
    }

    @Test
    @DisplayName("A disk that would be full is refused while nothing is changed.")
    void noFullDisk() throws Exception {
        Path small = Files.createDirectories(directory.resolve("small"));
        Shell.run(directory, "mount -t tmpfs -o size=3m none small");
        try {
            Shell.run(directory, "cp -a web2/live small/live && rm -rf web2 && ln -s small web2");
            Shell.run(live("web2"), "head -c 1500000 /dev/urandom > much");
            String before = picture("web2");

            Fault fault =
                    snapshots
                            .make(List.of("web2"), About.Reason.HAND, "", quiet(), cancel)
                            .failures()
                            .get("web2");

            assertThat(fault).isInstanceOf(Fault.DiskFull.class);
            assertThat(picture("web2")).isEqualTo(before);
            assertThat(small.resolve(".lockstep/live/snapshots")).isEmptyDirectory();
        } finally {
            end();
            Shell.run(directory, "umount -l small");
        }
    }

    @Test
    @DisplayName("No rule removes a pinned snapshot, nor the one before the last good run.")
    void rulesSpare() throws Exception {
        Snapshot pinned = made("web2");
        snapshots.pin("web2", pinned, "the last one of the old shop", cancel);
        made();
        Shell.run(live("web1"), "echo newer > one");
        RunReport run = synced();

        Pruning after = snapshots.pruning(Instant.now().plus(Duration.ofDays(4_000)), cancel);

        List<Kept> stay =
                after.nodes().get("web2").all().stream()
                        .filter(fate -> !fate.goes())
                        .map(Pruning.Fate::kept)
                        .toList();
        assertThat(stay).extracting(Kept::snapshot).contains(pinned);
        assertThat(stay).extracting(kept -> kept.snapshot().run()).contains(run.run());
        assertThat(after.nodes().get("web2").going()).isNotEmpty();
        assertThat(
                        snapshots.remove(
                                Map.of("web2", after.nodes().get("web2").going()), quiet(), cancel))
                .isEmpty();
        assertThat(snapshots.shelves(cancel).nodes().get("web2")).hasSameSizeAs(stay);
    }
}
