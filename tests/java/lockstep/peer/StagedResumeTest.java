package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lockstep.journal.RunRecord;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.run.RunEvents;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a staged run has left is finished or undone by the next console, wherever it was killed.
@Tag("long")
@Timeout(90)
class StagedResumeTest extends ResumeSuite {
    @Override
    RunRecord killed(String node, Step step) throws Exception {
        return killed(node, step, KilledRun.options().staged());
    }

    @Test
    void aRunThatWasKilledInASwitchIsFinished() throws Exception {
        whatAKilledRunLeftIsFinished(Step.SWITCH);
    }

    @Test
    void aRunThatWasKilledWhileItStagedIsUndone() throws Exception {
        whatAKilledRunLeftIsUndone(Step.STAGE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"SYNC", "RESTORE", "HEALTH"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatAKilledRunLeftIsFinished(Step step) throws Exception {
        isFinished(killed("web2", step), step);
        nothingIsStaged();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"SYNC", "RESTORE", "HEALTH"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatAKilledRunLeftIsUndone(Step step) throws Exception {
        isUndone(killed("web3", step));
        nothingIsStaged();
    }

    /// What is switched and out already is not called as before, only because another stops it.
    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"SWITCH", "VERIFY", "READY"})
    void aNodeThatWasSwitchedWaitsWhenAnotherCannotBeStaged(Step step) throws Exception {
        RunRecord left = killed("web2", step);
        RunReport report = resumedWithTroubleAt("web3", left);
        NodeStory web2 = next().runs(1).getFirst().story().node("web2");
        assertThat(web2.state()).isInstanceOf(NodeState.Stuck.class);
        assertThat(web2.changed()).isTrue();
        assertThat(report.nodes().getFirst().fault().orElseThrow().what())
                .contains("had changed it before");
        assertThat(report.nodes().getFirst().remarks()).anyMatch(r -> r.contains("stays OUT"));
        assertThat(report.state())
                .isInstanceOfSatisfying(
                        RunState.Halted.class,
                        halted -> assertThat(halted.why()).startsWith("web3: "));
    }

    @Test
    void aNodeThatWasOnlyOutIsPutBackWhenAnotherCannotBeStaged() throws Exception {
        RunRecord left = killed("web2", Step.ZERO_SESSIONS);
        RunReport report = resumedWithTroubleAt("web3", left);
        assertThat(report.nodes().getFirst().state()).isEqualTo(new NodeState.AsBefore());
        assertThat(report.state()).isInstanceOf(RunState.Over.class);
        assertThat(page("web2")).isEqualTo("of web2");
        allAreIn(next());
        nothingIsStaged();
    }

    private RunReport resumedWithTroubleAt(String node, RunRecord left) throws Exception {
        RunEvents editing =
                new KilledRun.Steps() {
                    @Override
                    public void begun(String at, Step step) {
                        if (at.equals(node) && step == Step.STAGE) {
                            Shell.run(consoles.root(node), "echo edited >> page");
                        }
                    }
                };
        return next().resume(left.head().id(), new Resumption.Finish(), editing, control());
    }

    private void nothingIsStaged() {
        for (String node : List.of("web2", "web3")) {
            assertThat(consoles.root(node).resolveSibling(".lockstep/" + node + "/stage"))
                    .doesNotExist();
        }
    }
}
