package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import lockstep.fault.Fault;
import lockstep.journal.Entry;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.Report;
import lockstep.run.Resumption;
import lockstep.run.Rollback;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.run.SnapshotOperations.Soundness;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rolling back over real sshd nodes.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RollbackTest extends RollbackSuite {
    @Test
    void aSnapshotTellsWhatItHolds() throws Exception {
        Snapshot made = made("web2");

        Kept kept = snapshots.shelves(cancel).nodes().get("web2").getFirst();
        assertThat(kept.snapshot()).isEqualTo(made);
        assertThat(kept.about().orElseThrow().why()).isEqualTo("before lunch");
        assertThat(kept.about().orElseThrow().entries()).isGreaterThan(15);
        assertThat(kept.good()).contains("all 3 nodes held the same");
        Soundness found = snapshots.check("web2", made, quiet(), cancel);
        assertThat(found.isSound()).isTrue();
        assertThat(found.entries()).isEqualTo(kept.about().orElseThrow().entries());
        assertThat(directory.resolve("home/manifests"))
                .isDirectoryContaining(
                        f -> f.endsWith(kept.about().orElseThrow().manifest() + ".gz"));
    }

    @Test
    void aStateThatARunHasProvenIsKnownToBeGood() throws Exception {
        Shell.run(live("web1"), "echo newer > one");
        assertThat(synced().nodes()).allMatch(NodeReport::identical);
        Shell.run(live("web1"), "echo newest > one");

        assertThat(made().get("web2").good().orElseThrow()).matches("run \\w{6} proved it");
        assertThat(snapshots.shelves(cancel).nodes().get("web1").getFirst().good()).isEmpty();
        assertThat(snapshots.shelves(cancel).nodes().get("web2").getFirst().good()).isPresent();
    }

    @Tag("long")
    @Test
    void whatWasGoodIsGoodAgain() throws Exception {
        Snapshot first = made("web2");

        Kept alone =
                snapshots
                        .make(List.of("web2"), About.Reason.HAND, "", quiet(), cancel)
                        .nodes()
                        .get("web2");
        Shell.run(live("web2"), "echo other > one");
        Kept other =
                snapshots
                        .make(List.of("web2"), About.Reason.HAND, "", quiet(), cancel)
                        .nodes()
                        .get("web2");

        assertThat(alone.good()).contains("as " + first.name());
        assertThat(other.good()).isEmpty();
    }

    @Test
    void aNodeIsWhatItWasAndIsProvenToBe() throws Exception {
        String before = picture("web2");
        Snapshot to = made("web2");
        changed("web2");

        Rollback preview = preview("web2", to);
        Rollback.Target target = preview.targets().getFirst();
        assertThat(target.removed()).isEqualTo(4);
        assertThat(target.restored()).isPositive();
        RunReport report = back(preview);

        assertThat(report.nodes().getFirst().fault()).isEmpty();
        assertThat(report.nodes().getFirst().identical()).isTrue();
        assertThat(picture("web2")).isEqualTo(before);
        assertThat(live("web2").resolve("cache/of-web2")).hasContent("own");
        assertThat(preview("web2", to).nodes()).isEmpty();
        Report told = Report.of(cluster.run(report.run()).orElseThrow());
        assertThat(told.sentence())
                .isEqualTo("The one node is as in the snapshot, verified by content.");
        assertThat(told.nodes().getFirst().grade()).isEqualTo(Report.Grade.PROVEN);
        List<Entry> entries = cluster.journalled(report.run(), 1_000);
        assertThat(entries).anyMatch(e -> e.kind() == Entry.Kind.PROVEN);
        assertThat(entries)
                .filteredOn(e -> e.kind() == Entry.Kind.FILE)
                .extracting(e -> e.what() + " " + e.text())
                .contains("removed since", "brought back dir/deep/three", "put back one");
    }

    /// What nobody has seen would be gone for good.
    @Tag("long")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "late: echo after > late",
                "large: echo after >> large",
                "dangling: rm dangling; echo after > dangling",
                "fifo: rm fifo; mkdir fifo; echo after > fifo/in"
            })
    void withoutASnapshotNothingGoesThatCameAfterTheAgreement(String deed) throws Exception {
        String path = deed.substring(0, deed.indexOf(':'));
        Snapshot to = made("web2");
        changed("web2");
        Rollback agreed = preview("web2", to);
        Shell.run(live("web2"), deed.substring(path.length() + 2));
        String now = picture("web2");

        RunReport refused = back(agreed, RunOptions.inPlace().unkept().back());

        assertThat(refused.nodes().getFirst().fault().orElseThrow())
                .isInstanceOfSatisfying(
                        Fault.GuardTripped.class,
                        fault ->
                                assertThat(fault.what())
                                        .startsWith(path)
                                        .contains("came or changed after it was agreed to"));
        assertThat(picture("web2")).isEqualTo(now);
    }

    /// A file that was chosen is a directory by then, with something in it.
    @Tag("long")
    @Test
    void norWhatLiesBelowAChosenPathByThen() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        Rollback agreed =
                only(preview("web2", to), row -> row.choose(row.path().visible().equals("one")));
        Shell.run(live("web2"), "rm one; mkdir one; echo after > one/in");

        RunReport refused = back(agreed, RunOptions.inPlace().unkept().back());

        assertThat(refused.nodes().getFirst().fault().orElseThrow().message())
                .contains("one/in came or changed");
        assertThat(live("web2").resolve("one/in")).hasContent("after");
    }

    /// What was left out then is in no manifest, and what is left out now is in it.
    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"- *.log", ""})
    void underOtherRulesItIsRefusedBeforeAnythingIsDone(String rule) throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        String now = picture("web2");
        List<String> rules = new ArrayList<>(Site.RULES);
        if (rule.isEmpty()) {
            rules.removeLast();
        } else {
            rules.add(rule);
        }
        end();
        cluster = open("ann@desk", "journal.db", rules);
        snapshots = cluster.snapshots();

        assertThat(Shop.fault(() -> preview("web2", to)).message()).contains("other rules");
        assertThat(Shop.fault(() -> snapshots.check("web2", to, quiet(), cancel)).message())
                .contains("other rules");
        assertThat(picture("web2")).isEqualTo(now);
    }

    /// Its new tree was read before it was exchanged, and nobody looked afterwards.
    @Tag("long")
    @Test
    void whatWasNotVerifiedIsNotCalledSo() throws Exception {
        Snapshot to = made("web2");
        changed("web2");

        RunReport report =
                back(preview("web2", to), RunOptions.inPlace().staged().unverified().back());

        assertThat(report.nodes().getFirst().fault()).isEmpty();
        assertThat(report.nodes().getFirst().identical()).isFalse();
        assertThat(cluster.journalled(report.run(), 1_000))
                .noneMatch(e -> e.kind() == Entry.Kind.PROVEN);
    }

    @Test
    void onlyWhatWasChosenIsPutBack() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        Rollback some =
                only(
                        preview("web2", to),
                        row -> row.choose(List.of("one", "since").contains(row.path().visible())));

        RunReport report = back(some);

        assertThat(report.nodes().getFirst().fault()).isEmpty();
        assertThat(report.nodes().getFirst().identical()).isFalse();
        assertThat(live("web2").resolve("one")).hasContent("one");
        assertThat(live("web2").resolve("since")).doesNotExist();
        assertThat(live("web2").resolve("new/deep/too")).hasContent("come");
        assertThat(live("web2").resolve("dir/deep/three")).doesNotExist();
    }

    @Test
    void aDamagedSnapshotIsNoticedAndNeverWrittenBack() throws Exception {
        Snapshot to = made("web2");
        changed("web2");
        String present = picture("web2");
        Rollback preview = preview("web2", to);
        flip(tree("web2", to).resolve("large"));

        Soundness found = snapshots.check("web2", to, quiet(), cancel);
        RunReport report = back(preview);

        assertThat(found.isSound()).isFalse();
        assertThat(found.damage()).containsExactly("large: other content");
        Fault fault = report.nodes().getFirst().fault().orElseThrow();
        assertThat(fault.message()).contains("is damaged: large: other content");
        assertThat(report.nodes().getFirst().state()).isEqualTo(new NodeState.AsBefore());
        assertThat(picture("web2")).isEqualTo(present);
    }

    /// What a run has kept is a snapshot like any other.
    @Test
    void aRunIsNotUndoneFromADamagedSnapshot() throws Exception {
        Shell.run(live("web1"), "echo newer > one");
        Steps failing =
                new Steps() {
                    @Override
                    public void done(String node, Step step, String note) {
                        if (step == Step.SYNC) {
                            Shell.run(live(node), "echo more > meanwhile");
                        }
                    }
                };
        RunReport broken = synced(failing);
        String present = picture("web2");
        Snapshot kept = snapshots.shelves(cancel).nodes().get("web2").getFirst().snapshot();
        assertThat(kept.run()).isEqualTo(broken.run());
        flip(tree("web2", kept).resolve("large"));

        RunReport then =
                cluster.resume(
                        broken.run(),
                        new Resumption.Undo(List.of()),
                        new Steps(),
                        new RunControl(cancel));

        assertThat(then.nodes().getFirst().fault().orElseThrow().message())
                .contains("is damaged: large: other content");
        assertThat(picture("web2")).isEqualTo(present);
    }

    /// Whoever can change a snapshot can change what lies beside it, and not what was written down.
    @Test
    void aManifestThatWasChangedIsNotBelieved() throws Exception {
        Snapshot to = made("web2");
        Path manifest = tree("web2", to).resolveSibling("manifest.gz");
        Shell.run(live("web3"), "echo more > more");
        Snapshot third = made("web3");
        Files.copy(
                tree("web3", third).resolveSibling("manifest.gz"),
                manifest,
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(snapshots.check("web2", to, quiet(), cancel).isSound()).isTrue();
        Shell.run(directory, "rm -r home/manifests");
        Fault fault = Shop.fault(() -> snapshots.check("web2", to, quiet(), cancel));
        assertThat(fault.message()).contains("not the one that it was made with");
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasInterruptedIsFinishedOrUndone(boolean finish) throws Exception {
        String before = picture("web2");
        Snapshot to = made("web2");
        changed("web2");
        String present = picture("web2");
        Steps meddled = after(Step.RESTORE, node -> Shell.run(live(node), "echo more > meanwhile"));
        RunReport broken = back(preview("web2", to), RunOptions.inPlace().back(), meddled);
        assertThat(broken.state()).isInstanceOf(RunState.Halted.class);
        reopen();

        Resumption how = finish ? new Resumption.Finish() : new Resumption.Undo(List.of());
        RunReport then = cluster.resume(broken.run(), how, new Steps(), new RunControl(cancel));

        assertThat(then.nodes().getFirst().fault()).isEqualTo(Optional.empty());
        assertThat(then.state()).isInstanceOf(RunState.Over.class);
        assertThat(picture("web2")).isEqualTo(finish ? before : present);
    }

    /// Of a rollback the reference is a node like the others.
    @Tag("long")
    @Test
    void theReferencesRollbackIsFinished() throws Exception {
        String before = picture("web1");
        Snapshot to = made("web1");
        changed("web1");
        Steps meddled = after(Step.RESTORE, node -> Shell.run(live(node), "echo more > meanwhile"));
        RunReport broken = back(preview("web1", to), RunOptions.inPlace().back(), meddled);
        assertThat(
                        Shop.fault(
                                        () ->
                                                snapshots.remove(
                                                        Map.of("web1", List.of(to)),
                                                        quiet(),
                                                        cancel))
                                .message())
                .contains("for run " + broken.run());

        cluster.resume(broken.run(), new Resumption.Finish(), new Steps(), new RunControl(cancel));

        assertThat(picture("web1")).isEqualTo(before);
    }

    @Tag("long")
    @Test
    void allNodesGoBackToOneMoment() throws Exception {
        List<String> before = NODES.stream().map(this::picture).toList();
        Map<String, Snapshot> to = new TreeMap<>();
        made().forEach((node, kept) -> to.put(node, kept.snapshot()));
        NODES.forEach(this::changed);

        RunReport report = back(snapshots.preview(to, quiet(), cancel));

        assertThat(report.nodes()).extracting(NodeReport::node).isEqualTo(NODES);
        assertThat(report.nodes()).allMatch(NodeReport::identical);
        assertThat(NODES.stream().map(this::picture).toList()).isEqualTo(before);
    }
}
