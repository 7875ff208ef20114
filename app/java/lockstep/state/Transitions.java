package lockstep.state;

import java.util.Optional;
import lockstep.state.NodeState.AsBefore;
import lockstep.state.NodeState.Between;
import lockstep.state.NodeState.Done;
import lockstep.state.NodeState.Left;
import lockstep.state.NodeState.Stuck;
import lockstep.state.NodeState.Waiting;
import lockstep.state.NodeState.Working;

/// The tables of how one state becomes another; drawn in the package's description, and a test
/// holds the drawing against them.
final class Transitions {
    private Transitions() {}

    /// What a node is after a move; empty where there is no such move.
    static Optional<NodeState> next(NodeState from, Move move) {
        return switch (from) {
            case Waiting _, Done _, AsBefore _ -> fromRest(move);
            case Working(Step step) when step == move.step() -> fromWork(move);
            case Working _ -> Optional.empty();
            case Between _ -> fromBetween(move);
            case Stuck _ -> fromStuck(move);
            case Left _ -> Optional.empty();
        };
    }

    private static Optional<NodeState> fromRest(Move move) {
        return switch (move.kind()) {
            case BEGIN -> Optional.of(new Working(move.step()));
            case SKIP -> Optional.of(new Between(move.step()));
            case END, FAIL, BREAK, FINISH, SPARE, LEAVE -> Optional.empty();
        };
    }

    private static Optional<NodeState> fromWork(Move move) {
        return switch (move.kind()) {
            case END -> Optional.of(new Between(move.step()));
            case FAIL, BREAK -> Optional.of(new Stuck(move.step(), move.note()));
            case BEGIN, SKIP, FINISH, SPARE, LEAVE -> Optional.empty();
        };
    }

    private static Optional<NodeState> fromBetween(Move move) {
        return switch (move.kind()) {
            case BEGIN -> Optional.of(new Working(move.step()));
            case SKIP -> Optional.of(new Between(move.step()));
            case FAIL, BREAK -> Optional.of(new Stuck(move.step(), move.note()));
            case FINISH -> Optional.of(new Done());
            case SPARE -> Optional.of(new AsBefore());
            case END, LEAVE -> Optional.empty();
        };
    }

    private static Optional<NodeState> fromStuck(Move move) {
        return switch (move.kind()) {
            case BEGIN -> Optional.of(new Working(move.step()));
            case SKIP -> Optional.of(new Between(move.step()));
            case SPARE -> Optional.of(new AsBefore());
            case LEAVE -> Optional.of(new Left(move.note()));
            case END, FAIL, BREAK, FINISH -> Optional.empty();
        };
    }

    /// What a run is after a turn; empty where there is no such turn.
    static Optional<RunState> next(RunState from, Turn turn) {
        return switch (from) {
            case RunState.Running _ ->
                    switch (turn.kind()) {
                        case HALT -> Optional.of(new RunState.Halted(turn.note()));
                        case CLOSE -> Optional.of(new RunState.Over(turn.note()));
                        case RESUME -> Optional.empty();
                    };
            case RunState.Halted _ ->
                    switch (turn.kind()) {
                        case RESUME -> Optional.of(new RunState.Running());
                        case CLOSE -> Optional.of(new RunState.Over(turn.note()));
                        case HALT -> Optional.empty();
                    };
            case RunState.Over _ -> Optional.empty();
        };
    }
}
