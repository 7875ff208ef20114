package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lockstep.fault.FaultException;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.pool.State;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.RunReport;
import lockstep.run.Resumption;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a staged run has left is finished or undone by the next console, wherever it was killed.
@Timeout(90)
class StagedResumeTest {
    @TempDir Path directory;

    private Consoles consoles;

    @BeforeEach
    void start() throws Exception {
        consoles = new Consoles(directory);
    }

    @AfterEach
    void stop() {
        if (consoles != null) {
            consoles.close();
        }
    }

    /// A program of before, which is killed when a node comes to a step.
    private RunRecord killed(String node, Step step) throws Exception {
        Author gone = new Author("bob@desk", new Program("desk", 1, Instant.EPOCH));
        Journal journal = Journal.open(consoles.journal(), gone, InstantSource.system());
        OpenCluster before = consoles.open(journal);
        consoles.awaitUp(before);
        Plan plan = plan(before);
        RunEvents killing = new KilledRun.Killing(journal, node, step);
        assertThatThrownBy(() -> before.sync(plan, options(), killing, control()))
                .hasMessageContaining("journal could not be written");
        OpenCluster console = next();
        List<RunRecord> runs = console.runs(5);
        assertThat(runs).hasSize(1);
        return runs.getFirst();
    }

    private OpenCluster next() throws FaultException {
        return consoles.open("ann@desk", Instant.now());
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
    @Tag("long")
    @EnumSource(
            value = Step.class,
            names = {"SYNC", "RESTORE", "HEALTH"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatAKilledRunLeftIsFinished(Step step) throws Exception {
        RunRecord left = killed("web2", step);
        assertThat(left.waits()).isTrue();
        assertThat(left.story().node("web2").state())
                .isEqualTo(new NodeState.Stuck(step, "its program ended"));
        OpenCluster console = next();
        RunReport report =
                console.resume(left.head().id(), new Resumption.Finish(), new Steps(), control());
        assertThat(report.nodes()).allMatch(Operations.NodeReport::identical);
        assertThat(report.state()).isInstanceOf(RunState.Over.class);
        assertThat(page("web2")).isEqualTo("of web1");
        assertThat(page("web3")).isEqualTo("of web1");
        allAreIn(console);
        nothingIsStaged();
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(
            value = Step.class,
            names = {"SYNC", "RESTORE", "HEALTH"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatAKilledRunLeftIsUndone(Step step) throws Exception {
        RunRecord left = killed("web3", step);
        OpenCluster console = next();
        RunReport report =
                console.resume(
                        left.head().id(), new Resumption.Undo(List.of()), new Steps(), control());
        assertThat(report.nodes())
                .extracting(Operations.NodeReport::fault)
                .allMatch(f -> f.isEmpty());
        assertThat(report.state()).isInstanceOf(RunState.Over.class);
        assertThat(page("web2")).isEqualTo("of web2");
        assertThat(page("web3")).isEqualTo("of web3");
        allAreIn(console);
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
                new Steps() {
                    @Override
                    public void begun(String at, Step step) {
                        if (at.equals(node) && step == Step.STAGE) {
                            Shell.run(consoles.root(node), "echo edited >> page");
                        }
                    }
                };
        return next().resume(left.head().id(), new Resumption.Finish(), editing, control());
    }

    private void allAreIn(OpenCluster console) throws Exception {
        consoles.awaitUp(console);
        assertThat(console.pools().outs()).isEmpty();
        assertThat(console.pools().members().values())
                .allMatch(members -> members.stream().allMatch(m -> m.state() == State.UP));
        assertThat(console.journalDamage()).isEmpty();
    }

    private void nothingIsStaged() {
        for (String node : List.of("web2", "web3")) {
            assertThat(consoles.root(node).resolveSibling(".lockstep/" + node + "/stage"))
                    .doesNotExist();
        }
    }

    private String page(String node) throws IOException {
        return Files.readString(consoles.root(node).resolve("page"));
    }

    private static RunControl control() {
        return new RunControl(new Cancel());
    }

    private static RunOptions options() {
        return RunOptions.rolling(Duration.ofSeconds(20)).staged();
    }

    private static Plan plan(OpenCluster console) throws FaultException {
        Operations.Comparison seen =
                console.compare(
                        Criterion.CONTENT,
                        new Operations.ScanEvents() {
                            @Override
                            public void progress(String node, long entries, long bytes) {}

                            @Override
                            public void finished(String node) {}
                        },
                        new Cancel());
        return console.plan(seen, List.of("web2", "web3"));
    }

    private static class Steps implements RunEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }
    }
}
