package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Objects;
import lockstep.pool.State;
import lockstep.run.OpenCluster;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunEvents;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.state.RunStory;
import lockstep.state.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Mistakes of the program in the middle of a run.
@Timeout(90)
class BrokenRunTest extends ConsoleSuite {
    private OpenCluster console;

    @BeforeEach
    void ready() throws Exception {
        console = consoles.ready("ann@desk", Instant.now());
    }

    private RunReport run(Step step, Throwable mistake) throws Exception {
        RunEvents events =
                new KilledRun.Steps() {
                    @Override
                    public void begun(String node, Step begun) {
                        if (Objects.equals(node, "web2") && begun == step) {
                            BrokenRunTest.<RuntimeException>raise(mistake);
                        }
                    }
                };
        return console.sync(KilledRun.plan(console), KilledRun.options(), events, control());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable any) throws E {
        throw (E) any;
    }

    /// Nobody knows what the mistake has spoilt, so not even a node that looks untouched goes back.
    @ParameterizedTest
    @EnumSource(names = {"SNAPSHOT", "VERIFY"})
    void aMistakeLeavesTheNodeAsItIs(Step step) throws Exception {
        RunReport report = run(step, new IllegalStateException("odd"));
        NodeReport web2 = report.nodes().getFirst();
        assertThat(web2.fault().orElseThrow().what())
                .isEqualTo(
                        "Lockstep made a mistake in "
                                + step.words()
                                + ": java.lang.IllegalStateException: odd.");
        assertThat(web2.state()).isInstanceOf(NodeState.Stuck.class);
        assertThat(web2.remarks()).anyMatch(r -> r.contains("stays OUT"));
        assertThat(console.pools().members().get("web2"))
                .allMatch(member -> member.state() == State.DRAIN);
        assertThat(report.nodes().get(1).state()).isEqualTo(new NodeState.Waiting());
        assertThat(report.state()).isInstanceOf(RunState.Halted.class);
    }

    /// Not even the thread of the node could end in order.
    @Test
    void aRunThatEndsInAnErrorIsHalted() throws Exception {
        Error full = new OutOfMemoryError("no more");
        assertThatThrownBy(() -> run(Step.VERIFY, full)).hasRootCause(full);
        assertThat(console.runs(1))
                .singleElement()
                .satisfies(
                        run -> {
                            RunStory story = run.story();
                            assertThat(run.waits()).isTrue();
                            assertThat(story.state())
                                    .isInstanceOfSatisfying(
                                            RunState.Halted.class,
                                            h -> assertThat(h.why()).contains("no more"));
                            assertThat(story.node("web2").state())
                                    .isInstanceOfSatisfying(
                                            NodeState.Stuck.class,
                                            stuck -> assertThat(stuck.at()).isEqualTo(Step.VERIFY));
                        });
    }
}
