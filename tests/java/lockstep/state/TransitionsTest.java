package lockstep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The drawn tables are the ones that hold.
class TransitionsTest {
    private static final Path DRAWING = Path.of("app/java/lockstep/state/package-info.java");

    private static final List<NodeState> NODE_STATES =
            List.of(
                    new NodeState.Waiting(),
                    new NodeState.Working(Step.SYNC),
                    new NodeState.Between(Step.DRAIN),
                    new NodeState.Stuck(Step.SYNC, "why"),
                    new NodeState.Done(),
                    new NodeState.AsBefore(),
                    new NodeState.Left("why"));

    private static final List<RunState> RUN_STATES =
            List.of(new RunState.Running(), new RunState.Halted("why"), new RunState.Over("how"));

    @Test
    void nodesMoveAsDrawn() throws IOException {
        List<String> made = new ArrayList<>();
        for (NodeState from : NODE_STATES) {
            made.add(
                    line(
                            from,
                            Arrays.stream(Move.Kind.values())
                                    .map(kind -> Transitions.next(from, move(kind, Step.SYNC)))));
        }
        assertThat(drawn("BEGIN")).isEqualTo(made);
    }

    @Test
    void runsTurnAsDrawn() throws IOException {
        List<String> made = new ArrayList<>();
        for (RunState from : RUN_STATES) {
            made.add(
                    line(
                            from,
                            Arrays.stream(Turn.Kind.values())
                                    .map(kind -> Transitions.next(from, new Turn(kind, "")))));
        }
        assertThat(drawn("HALT")).isEqualTo(made);
    }

    @Test
    void everyStateIsInTheDrawing() {
        assertThat(NODE_STATES)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(NodeState.class.getPermittedSubclasses());
        assertThat(RUN_STATES)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(RunState.class.getPermittedSubclasses());
    }

    @Test
    void aStepEndsOnlyWhereItBegan() {
        NodeStory story = NodeStory.waiting(Course.ROLLING).after(move(Move.Kind.BEGIN, Step.SYNC));
        assertThatIllegalStateException()
                .isThrownBy(() -> story.after(move(Move.Kind.END, Step.DRAIN)))
                .withMessageContaining("DRAIN");
    }

    private static Move move(Move.Kind kind, Step step) {
        return new Move(kind, Course.ROLLING, step, "");
    }

    private static String line(Object from, Stream<? extends java.util.Optional<?>> cells) {
        return from.getClass().getSimpleName()
                + " "
                + String.join(
                        " ",
                        cells.map(
                                        to ->
                                                to.map(state -> state.getClass().getSimpleName())
                                                        .orElse("-"))
                                .toList());
    }

    /// The lines of the table whose heading has that move first, blank cells as `-`.
    private static List<String> drawn(String first) throws IOException {
        List<String> lines = Files.readAllLines(DRAWING);
        int heading = 0;
        while (!cells(lines.get(heading)).contains(first)) {
            heading++;
        }
        return lines.stream()
                .skip(heading + 2)
                .takeWhile(line -> line.startsWith("/// |"))
                .map(line -> String.join(" ", cells(line)))
                .toList();
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.replaceFirst("^/// \\|", "").split("\\|", -1))
                .limit(Math.max(0, line.chars().filter(c -> c == '|').count() - 1))
                .map(String::strip)
                .map(cell -> cell.isEmpty() ? "-" : cell)
                .toList();
    }
}
