package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.journal.RunRecord;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.RunReport;
import lockstep.run.Out;
import lockstep.run.Resumption;
import lockstep.state.RunState;
import lockstep.state.Step;
import lockstep.state.Turn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a run has left is finished, undone or handed over by the next console.
@Timeout(90)
class ResumeTest extends ResumeSuite {
    @Tag("long")
    @Test
    void aRunThatWasKilledInASyncIsFinished() throws Exception {
        whatAKilledRunLeftIsFinished(Step.SYNC);
    }

    @Tag("long")
    @Test
    void aRunThatWasKilledInAVerificationIsUndone() throws Exception {
        whatAKilledRunLeftIsUndone(Step.VERIFY);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(
            value = Step.class,
            names = {"STAGE", "SWITCH", "RESTORE", "HEALTH"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatAKilledRunLeftIsFinished(Step step) throws Exception {
        isFinished(killed("web2", step), step);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(
            value = Step.class,
            names = {"STAGE", "SWITCH", "RESTORE", "HEALTH"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatAKilledRunLeftIsUndone(Step step) throws Exception {
        isUndone(killed("web3", step));
    }

    @Tag("long")
    @Test
    void whatIsLeftToAPersonIsPutBackOnlyKnowingly() throws Exception {
        RunRecord left = killed("web2", Step.VERIFY);
        OpenCluster console = next();
        assertThatThrownBy(
                        () ->
                                console.sync(
                                        KilledRun.plan(console),
                                        KilledRun.options(),
                                        new KilledRun.Steps(),
                                        control()))
                .hasMessageContaining("was not finished");
        assertThatThrownBy(() -> console.putBack("web2"))
                .hasMessageContaining("not proven")
                .hasMessageContaining("Finish or undo the run");
        RunReport report = resume(console, left, new Resumption.Leave("will look"));
        assertThat(report.state()).isEqualTo(new RunState.Over("left as it is: will look"));
        assertThatThrownBy(() -> console.putBack("web2"))
                .hasMessageContaining("not proven")
                .hasMessageContaining("Sync it, which proves it");
        console.putBackUnproven("web2", "web2");
        assertThat(console.journalled(9))
                .anyMatch(entry -> entry.what().equals("put back though not proven"));
        allAreIn(console);
    }

    @Tag("long")
    @Test
    void aFileThatChangedOnTheReferenceIsNotSentByWhoFinishes() throws Exception {
        RunRecord left = killed("web2", Step.SYNC);
        write(consoles.root("web1").resolve("page"), "changed");
        OpenCluster console = next();
        assertThatThrownBy(() -> resume(console, left, new Resumption.Finish()))
                .hasMessageContaining("changed since the plan was approved");
        assertThat(page("web2")).isEqualTo("of web2");
        RunRecord then = next().runs(1).getFirst();
        assertThat(then.waits()).isTrue();
        assertThat(then.story().state()).isEqualTo(left.story().state());
    }

    /// Neither its story nor a lock is touched.
    @Tag("long")
    @Test
    void whatCannotBeFinishedIsNotTakenUp() throws Exception {
        RunRecord left = killed("web2", Step.VERIFY);
        OpenCluster console = consoles.openWithout("web3");
        assertThatThrownBy(() -> resume(console, left, new Resumption.Finish()))
                .hasMessageContaining("which the cluster file does not have any more");
        assertThat(console.journalled(50)).noneMatch(entry -> entry.what().equals("RESUME"));
        assertThat(console.runs(1).getFirst().story()).isEqualTo(left.story());
    }

    @Tag("long")
    @Test
    void aNodeThatNeededNothingDoesNotKeepTheRunFromBeingFinished() throws Exception {
        Files.copy(
                consoles.root("web1").resolve("page"),
                consoles.root("web3").resolve("page"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.setLastModifiedTime(
                consoles.root("web3"), Files.getLastModifiedTime(consoles.root("web1")));
        RunRecord left = killed("web2", Step.SYNC);
        assertThat(left.head().nodes()).containsExactly("web2");
        OpenCluster console = next();
        resume(console, left, new Resumption.Finish());
        assertThat(page("web2")).isEqualTo("of web1");
        allAreIn(console);
    }

    @Tag("long")
    @Test
    void whatRulesHidThenIsNotDeletedByAnUndoWithOthers() throws Exception {
        Files.createDirectory(consoles.root("web2").resolve("hidden"));
        RunRecord left = killed("web2", Step.VERIFY);
        OpenCluster console = consoles.open("ann@desk", Instant.now(), List.of("- /other/"));
        assertThatThrownBy(() -> resume(console, left, new Resumption.Undo(List.of())))
                .hasMessageContaining("rules");
        assertThat(page("web2")).isEqualTo("of web1");
    }

    @Tag("long")
    @Test
    void theLocksOfWhatIsLeftStayWhenResumingIsRefused() throws Exception {
        RunRecord left = killed("web2", Step.SYNC);
        write(consoles.root("web1").resolve("page"), "changed");
        OpenCluster console = next();
        assertThatThrownBy(() -> resume(console, left, new Resumption.Finish()))
                .isInstanceOf(FaultException.class);
        assertThat(holder("web2"))
                .hasValueSatisfying(
                        holder ->
                                assertThat(holder.claim().orElseThrow().run())
                                        .isEqualTo(left.head().id()));
    }

    /// The one that goes on keeps its locks, and comes to its end.
    @Test
    void aRunThatOneConsoleHasTakenUpIsNotTakenUpByAnother() throws Exception {
        RunRecord left = killed("web2", Step.SYNC);
        OpenCluster other = next();
        List<String> refused = new ArrayList<>();
        KilledRun.Steps events =
                new KilledRun.Steps() {
                    @Override
                    public void begun(String node, Step step) {
                        if (node.equals("web2") && step == Step.VERIFY) {
                            assertThatThrownBy(() -> resume(other, left, new Resumption.Finish()))
                                    .satisfies(e -> refused.add(String.valueOf(e.getMessage())));
                        }
                    }
                };
        RunReport report =
                next().resume(left.head().id(), new Resumption.Finish(), events, control());
        assertThat(refused).singleElement().asString().contains("goes on");
        assertThat(report.nodes()).hasSize(2).allMatch(Operations.NodeReport::identical);
    }

    /// As two consoles did that took it up at once.
    @Tag("long")
    @Test
    void aRunThatMakesNoSenseHindersTheClusterOnlyUntilItIsLeft() throws Exception {
        RunRecord left = killed("web2", Step.VERIFY);
        Author gone = new Author("bob@desk", new Program("desk", 1, Instant.EPOCH));
        try (Journal twice =
                Journal.open(consoles.journal(), gone, InstantSource.fixed(Instant.now()))) {
            twice.runs().turned(left.head(), new Turn(Turn.Kind.RESUME, ""));
            twice.runs().turned(left.head(), new Turn(Turn.Kind.HALT, "one"));
            twice.runs().turned(left.head(), new Turn(Turn.Kind.HALT, "other"));
        }
        String id = left.head().id();
        OpenCluster console = next();
        assertThatThrownBy(console::requireNothingLeft)
                .hasMessageContaining("cannot be understood")
                .hasMessageContaining("--leave");
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web2");
        assertThatThrownBy(
                        () ->
                                console.resume(
                                        id,
                                        new Resumption.Finish(),
                                        new KilledRun.Steps(),
                                        control()))
                .hasMessageContaining("cannot be understood");
        console.resume(id, new Resumption.Leave("so be it"), new KilledRun.Steps(), control());
        console.requireNothingLeft();
        assertThatThrownBy(() -> console.putBack("web2")).hasMessageContaining("not proven");
        RunReport report =
                console.sync(
                        KilledRun.plan(console),
                        KilledRun.options(),
                        new KilledRun.Steps(),
                        control());
        assertThat(report.nodes()).allMatch(Operations.NodeReport::identical);
    }

    @Tag("long")
    @Test
    void whatSomebodyElseWroteMeanwhileIsNotTakenForFinished() throws Exception {
        RunRecord left = killed("web2", Step.VERIFY);
        write(consoles.root("web2").resolve("other"), "written behind its back");
        OpenCluster console = next();
        assertThatThrownBy(() -> resume(console, left, new Resumption.Finish()))
                .hasMessageContaining("web2: other (approved: like web1; now: extra)");
        assertThat(next().runs(1).getFirst().waits()).isTrue();
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web2");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
