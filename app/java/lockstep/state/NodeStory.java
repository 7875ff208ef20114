package lockstep.state;

import lockstep.state.Move.Kind;

/// What has happened to a node in a run so far, as far as its further course depends on it.
///
/// @param course that it is or was on
/// @param changed whether its files may be others than before the run
/// @param kept whether what it held before the run is kept on it
public record NodeStory(NodeState state, Course course, boolean changed, boolean kept) {
    /// Before its first step.
    public static NodeStory waiting(Course course) {
        return new NodeStory(new NodeState.Waiting(), course, false, false);
    }

    /// @throws IllegalStateException for a move that there is not from here: a defect of the
    ///     program, or a journal that tells no story
    public NodeStory after(Move move) {
        NodeState next =
                Transitions.next(state, move)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no %s of %s from %s"
                                                        .formatted(
                                                                move.kind(), move.step(), state)));
        boolean begins = move.kind() == Kind.BEGIN && move.step().changesFiles();
        boolean keeps = move.kind() == Kind.END && move.step() == Step.SNAPSHOT;
        return new NodeStory(
                next,
                move.course(),
                begins || (changed && move.kind() != Kind.SPARE),
                kept || keeps);
    }

    /// Whether a person has to say what becomes of it, or a program has to end its work.
    public boolean isOpen() {
        return switch (state) {
            case NodeState.Working _, NodeState.Between _, NodeState.Stuck _ -> true;
            case NodeState.Waiting _, NodeState.Done _, NodeState.AsBefore _, NodeState.Left _ ->
                    false;
        };
    }
}
