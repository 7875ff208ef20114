package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lockstep.fault.Fault;
import lockstep.fleet.Hook;
import lockstep.fleet.Machine;
import lockstep.journal.Author;
import lockstep.journal.Journal;
import lockstep.journal.Program;
import lockstep.journal.RunRecord;
import lockstep.plan.Plan;
import lockstep.pool.Leave;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.Out;
import lockstep.run.Resumption;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.Step;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A node that a run has left comes back into its pools with the next console, or it is told
/// truly where it is.
@Tag("long")
@Timeout(90)
class ResumedPoolsTest extends ResumeSuite {
    private static List<State> states(OpenCluster console, String node) {
        return Objects.requireNonNull(console.pools().members().get(node)).stream()
                .map(m -> m.state())
                .toList();
    }

    /// That it comes back is written before the balancer is told, which never happened.
    @Test
    void aNodeWhoseReturnWasWrittenAndNotOrderedComesBack() throws Exception {
        RunRecord left = killed("web2", Step.READY);
        Author gone = new Author("bob@desk", new Program("desk", 1, Instant.EPOCH));
        try (Journal journal = Journal.open(consoles.journal(), gone, InstantSource.system())) {
            journal.putBack(new Journal.Subject("shop", "web2", "local"), left.head().id());
        }
        OpenCluster console = next();
        assertThat(states(console, "web2")).containsOnly(State.DRAIN);
        RunReport report = resume(console, left, new Resumption.Finish());
        assertThat(report.state()).isInstanceOf(RunState.Over.class);
        consoles.awaitUp(console);
    }

    /// As above; whoever leaves it says whose it is from now on.
    @Test
    void aNodeWhoseReturnWasWrittenAndNotOrderedIsHandedOver() throws Exception {
        RunRecord left = killed("web2", Step.READY);
        Author gone = new Author("bob@desk", new Program("desk", 1, Instant.EPOCH));
        try (Journal journal = Journal.open(consoles.journal(), gone, InstantSource.system())) {
            journal.putBack(new Journal.Subject("shop", "web2", "local"), left.head().id());
        }
        OpenCluster console = next();
        resume(console, left, new Resumption.Leave("will look"));
        Out out = console.pools().outs().getFirst();
        assertThat(out.node()).isEqualTo("web2");
        assertThat(out.absence().orElseThrow().why()).contains("will look");
        assertThat(out.absence().orElseThrow().run()).isEmpty();
    }

    /// Nobody has it out, and nobody is said to.
    @Test
    void aNodeThatIsBackInTheLoadIsNotHandedOver() throws Exception {
        RunRecord left = killed("web2", Step.READY);
        OpenCluster console = next();
        console.putBackUnproven("web2", "web2");
        consoles.awaitUp(console);
        resume(console, left, new Resumption.Leave("will look"));
        assertThat(console.pools().outs()).isEmpty();
        assertThat(console.pools().returned()).isEmpty();
    }

    /// What is stuck cannot fail again before anything was begun.
    @Test
    void aRunThatIsCancelledBeforeItsFirstStepStandsWhereItStood() throws Exception {
        RunRecord left = killed("web2", Step.VERIFY);
        OpenCluster console = next();
        RunControl control = control();
        control.pause();
        Thread.ofVirtual()
                .start(
                        () -> {
                            awaitChosen(console);
                            control.cancel().set();
                        });
        RunReport report =
                console.resume(
                        left.head().id(), new Resumption.Finish(), new KilledRun.Steps(), control);
        // Without a fault where it was cancelled before it had got to the pause.
        assertThat(report.nodes().getFirst().fault())
                .satisfiesAnyOf(
                        fault -> assertThat(fault).isEmpty(),
                        fault ->
                                assertThat(fault.orElseThrow())
                                        .isInstanceOf(Fault.Cancelled.class));
        RunRecord then = console.runs(1).getFirst();
        assertThat(then.waits()).isTrue();
        assertThat(then.story().node("web2").state())
                .isEqualTo(new NodeState.Stuck(Step.VERIFY, "its program ended"));
    }

    /// Written when what is left to do is known, just before the pause.
    private static void awaitChosen(OpenCluster console) {
        try {
            RunRig.until(
                    () ->
                            console.journalled(50).stream()
                                    .anyMatch(entry -> entry.what().equals("finish")));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNodeThatIsNotBegunAgainIsNotCalledUnchanged() throws Exception {
        RunRecord left = killed("web3", Step.VERIFY);
        RunControl control = control();
        control.stopAfterNode();
        RunReport report =
                next().resume(
                                left.head().id(),
                                new Resumption.Undo(List.of()),
                                new KilledRun.Steps(),
                                control);
        assertThat(report.nodes())
                .extracting(node -> node.remarks().getFirst())
                .containsExactly(
                        "not begun, because the run stopped before; it stands where it stood:"
                                + " stopped in verify, may be half done",
                        "not begun, because the run stopped before; it stands where it stood:"
                                + " done");
        assertThat(report.state()).isEqualTo(new RunState.Halted("stopped by the operator"));
    }

    @Test
    void anUndoOfOneNodeIsNotStoppedByAnybody() throws Exception {
        RunRecord left = killed("web3", Step.VERIFY);
        RunReport report = resume(next(), left, new Resumption.Undo(List.of("web3")));
        assertThat(report.nodes()).allMatch(node -> node.fault().isEmpty());
        assertThat(report.state())
                .isEqualTo(new RunState.Halted("only a part was asked for; web2: done"));
    }

    /// It comes too late to stop anything.
    @Test
    void anUndoOfOneNodeIsNotStoppedByAWishThatStopsNothing() throws Exception {
        RunRecord left = killed("web3", Step.VERIFY);
        RunControl control = control();
        KilledRun.Steps stopping = new KilledRun.Stopping(control);
        Resumption web3 = new Resumption.Undo(List.of("web3"));
        RunReport report = next().resume(left.head().id(), web3, stopping, control);
        assertThat(report.state())
                .isEqualTo(new RunState.Halted("only a part was asked for; web2: done"));
    }

    @Test
    void aHookThatRefusesARunThatWasTakenUpIsWhyItHalts() throws Exception {
        RunRecord left = killed("web2", Step.VERIFY);
        Hook no =
                new Hook(
                        Hook.BEFORE_RUN,
                        Machine.WORKSTATION,
                        List.of("false"),
                        false,
                        Duration.ofSeconds(20),
                        List.of());
        OpenCluster console = consoles.open("ann@desk", Instant.now(), no);
        assertThatThrownBy(() -> resume(console, left, new Resumption.Finish()))
                .hasMessageContaining("ended with status 1");
        assertThat(console.runs(1).getFirst().story().state())
                .isInstanceOfSatisfying(
                        RunState.Halted.class,
                        halted -> assertThat(halted.why()).contains("The hook \"before run\""));
    }

    /// A node that leaves without a word in the journal would be out for a person, as far as the
    /// next console knows, and stay out.
    @Test
    void aNodeWhoseLeaveCannotBeWrittenDoesNotLeave() throws Exception {
        OpenCluster console = consoles.ready("ann@desk", Instant.now());
        Plan plan = KilledRun.plan(console);
        String refusal =
                "CREATE TRIGGER full BEFORE INSERT ON entry WHEN new.kind = 'OUT'"
                        + " BEGIN SELECT RAISE(FAIL, 'the disk is full'); END";
        edit(refusal);
        RunReport report =
                console.sync(plan, KilledRun.options(), new KilledRun.Steps(), control());
        assertThat(report.nodes().getFirst().fault().orElseThrow().message())
                .contains("the disk is full");
        assertThat(states(console, "web2")).containsOnly(State.UP);
        edit("DROP TRIGGER full");
        OpenCluster next = next();
        RunRecord left = next.runs(1).getFirst();
        if (left.waits()) {
            resume(next, left, new Resumption.Finish());
        }
        consoles.awaitUp(next);
    }

    private void edit(String statement) throws Exception {
        try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + consoles.journal());
                Statement sql = journal.createStatement()) {
            sql.execute(statement);
        }
    }

    /// The disk is full, say: then neither the files can be written nor the journal.
    @Test
    void aSyncThatFailsIsToldAlsoWhereItsFilesCannotBeWritten() throws Exception {
        Author author = new Author("ann@desk", Program.here("desk"));
        Journal journal = Journal.open(consoles.journal(), author, InstantSource.system());
        OpenCluster console = consoles.open(journal);
        consoles.awaitUp(console);
        RunControl control = control();
        List<Fault> failed = new ArrayList<>();
        RunEvents events =
                new KilledRun.Steps() {
                    @Override
                    public RelayEvents relay(String node) {
                        return new RelayEvents() {
                            @Override
                            public void fileBegun(TreePath path, long size, int blockLength) {
                                journal.close();
                                control.cancel().set();
                            }
                        };
                    }

                    @Override
                    public void failed(String node, Step step, Fault fault) {
                        failed.add(fault);
                    }
                };
        assertThatThrownBy(
                        () ->
                                console.sync(
                                        KilledRun.plan(console),
                                        KilledRun.options(),
                                        events,
                                        control))
                .hasMessageContaining("journal");
        assertThat(failed).singleElement().isInstanceOf(Fault.Cancelled.class);
    }

    /// The others are too few to let it go, and nothing was done to it.
    @Test
    void anUndoThatTheFloorForbidsLeavesTheNodeInAndSaysNothingElse() throws Exception {
        RunRecord left = killed("web3", Step.VERIFY);
        OpenCluster console = next();
        console.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        RunReport report = resume(console, left, new Resumption.Undo(List.of("web2")));
        NodeReport web2 = report.nodes().getFirst();
        assertThat(web2.fault().orElseThrow()).isInstanceOf(Fault.CapacityTooLow.class);
        assertThat(web2.remarks()).noneMatch(r -> r.contains("OUT"));
        assertThat(states(console, "web2")).containsOnly(State.UP);
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web1", "web3");
        assertThat(web2.remarks()).anyMatch(r -> r.contains("IN the load at lb1/shop/web2"));
    }

    /// Its users see half a tree, which is worse than too few nodes.
    @Test
    void aHalfDoneNodeThatAReloadPutBackLeavesThoughTheFloorForbidsIt() throws Exception {
        RunRecord left = killed("web2", Step.SYNC);
        OpenCluster console = next();
        consoles.haproxy.reload();
        consoles.awaitUp(console);
        console.takeOut("web1", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        console.takeOut("web3", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        RunReport report = resume(console, left, new Resumption.Undo(List.of("web2")));
        assertThat(report.nodes()).allMatch(node -> node.fault().isEmpty());
        assertThat(states(console, "web2")).containsOnly(State.UP);
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web1", "web3");
    }

    /// A person has taken it over meanwhile, and says when it comes back.
    @Test
    void aNodeThatAPersonTookOutAfterTheRunStaysOut() throws Exception {
        RunRecord left = killed("web2", Step.READY);
        OpenCluster console = next();
        console.putBackUnproven("web2", "web2");
        consoles.awaitUp(console);
        console.takeOut("web2", Leave.by(Way.DRAIN, Leave.Floor.KEPT));
        RunReport report = resume(console, left, new Resumption.Finish());
        assertThat(report.nodes()).allMatch(node -> node.fault().isEmpty());
        assertThat(states(console, "web2")).containsOnly(State.DRAIN);
        assertThat(console.pools().outs()).extracting(Out::node).containsExactly("web2");
    }
}
