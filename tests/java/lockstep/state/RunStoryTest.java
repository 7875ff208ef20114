package lockstep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a run's records tell of it.
class RunStoryTest {
    private final RunStory begun = RunStory.begun(Course.ROLLING, List.of("web2", "web3"));

    @Test
    void aNodeIsThroughAfterItsLastStep() {
        RunStory story = begun;
        for (Step step : Course.ROLLING.steps()) {
            story = story.after("web2", move(Move.Kind.BEGIN, step));
            story = story.after("web2", move(Move.Kind.END, step));
        }
        story = story.after("web2", move(Move.Kind.FINISH, Step.SETTLE));
        assertThat(story.node("web2"))
                .isEqualTo(new NodeStory(new NodeState.Done(), Course.ROLLING, true, true));
        assertThat(story.node("web3")).isEqualTo(NodeStory.waiting(Course.ROLLING));
    }

    @Test
    void whatAProgramLeftIsStuckWhereItWas() {
        RunStory story =
                begun.after("web2", move(Move.Kind.BEGIN, Step.SYNC)).broken("the program is gone");
        assertThat(story.state()).isEqualTo(new RunState.Halted("the program is gone"));
        assertThat(story.node("web2").state())
                .isEqualTo(new NodeState.Stuck(Step.SYNC, "the program is gone"));
        assertThat(story.node("web2").changed()).isTrue();
        assertThat(story.node("web3").state()).isEqualTo(new NodeState.Waiting());
    }

    @Test
    void aNodeBetweenTwoStepsIsStuckAfterTheLast() {
        RunStory story =
                begun.after("web2", move(Move.Kind.BEGIN, Step.DRAIN))
                        .after("web2", move(Move.Kind.END, Step.DRAIN))
                        .broken("gone");
        assertThat(story.node("web2").state()).isEqualTo(new NodeState.Stuck(Step.DRAIN, "gone"));
        assertThat(story.node("web2").changed()).isFalse();
    }

    @Test
    void whatWasPutBackIsNotChangedAnyMore() {
        NodeStory story =
                NodeStory.waiting(Course.ROLLING)
                        .after(move(Move.Kind.BEGIN, Step.SYNC))
                        .after(move(Move.Kind.FAIL, Step.SYNC));
        assertThat(story.changed()).isTrue();
        assertThat(story.isOpen()).isTrue();
        NodeStory spared = story.after(move(Move.Kind.SPARE, Step.SYNC));
        assertThat(spared.changed()).isFalse();
        assertThat(spared.isOpen()).isFalse();
    }

    /// Its failure could not be written, and that the run halted could.
    @Test
    void aNodeThatAHaltedRunWorksOnIsStuckToo() {
        RunStory story =
                begun.after("web2", move(Move.Kind.BEGIN, Step.SYNC))
                        .after(new Turn(Turn.Kind.HALT, "web2: full"))
                        .broken("gone");
        assertThat(story.state()).isEqualTo(new RunState.Halted("web2: full"));
        assertThat(story.node("web2").state()).isEqualTo(new NodeState.Stuck(Step.SYNC, "gone"));
    }

    @Test
    void aRunThatIsOverIsNotBroken() {
        RunStory over = begun.after(new Turn(Turn.Kind.CLOSE, "done"));
        assertThat(over.broken("gone")).isEqualTo(over);
        assertThatIllegalStateException()
                .isThrownBy(() -> over.after(new Turn(Turn.Kind.RESUME, "")));
    }

    @Test
    void aNodeThatIsNoPartOfItHasNoMoves() {
        assertThatIllegalStateException()
                .isThrownBy(() -> begun.after("web9", move(Move.Kind.BEGIN, Step.DRAIN)))
                .withMessageContaining("web9");
    }

    private static Move move(Move.Kind kind, Step step) {
        return new Move(kind, Course.ROLLING, step, "");
    }
}
