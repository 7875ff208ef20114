package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.pool.State;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.run.RunOptions;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.Step;

/// What a run to web2 and web3 has left whose program was killed, and the next console takes up.
abstract class ResumeSuite extends ConsoleSuite {
    /// A rolling run that was killed when a node came to a step.
    RunRecord killed(String node, Step step) throws Exception {
        return killed(node, step, KilledRun.options());
    }

    RunRecord killed(String node, Step step, RunOptions options) throws Exception {
        KilledRun.leave(consoles, node, step, options);
        List<RunRecord> runs = next().runs(5);
        assertThat(runs).hasSize(1);
        return runs.getFirst();
    }

    static RunReport resume(OpenCluster console, RunRecord run, Resumption how)
            throws FaultException {
        return console.resume(run.head().id(), how, new KilledRun.Steps(), control());
    }

    /// Finishes what a run has left that was killed when web2 came to a step.
    void isFinished(RunRecord left, Step step) throws Exception {
        assertThat(left.waits()).isTrue();
        assertThat(left.story().node("web2").state())
                .isEqualTo(new NodeState.Stuck(step, "its program ended"));
        OpenCluster console = next();
        RunReport report = resume(console, left, new Resumption.Finish());
        assertThat(report.nodes()).allMatch(Operations.NodeReport::identical);
        assertThat(report.state()).isInstanceOf(RunState.Over.class);
        assertThat(page("web2")).isEqualTo("of web1");
        assertThat(page("web3")).isEqualTo("of web1");
        allAreIn(console);
    }

    /// Undoes all that a run has left.
    void isUndone(RunRecord left) throws Exception {
        OpenCluster console = next();
        RunReport report = resume(console, left, new Resumption.Undo(List.of()));
        assertThat(report.nodes())
                .extracting(Operations.NodeReport::fault)
                .allMatch(f -> f.isEmpty());
        assertThat(report.state()).isInstanceOf(RunState.Over.class);
        assertThat(page("web2")).isEqualTo("of web2");
        assertThat(page("web3")).isEqualTo("of web3");
        allAreIn(console);
    }

    void allAreIn(OpenCluster console) throws Exception {
        consoles.awaitUp(console);
        assertThat(console.pools().outs()).isEmpty();
        assertThat(console.pools().members().values())
                .allMatch(members -> members.stream().allMatch(m -> m.state() == State.UP));
        assertThat(console.journalDamage()).isEmpty();
    }
}
