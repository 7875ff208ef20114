package lockstep.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What has happened in a run so far.
///
/// @param nodes in the order they are worked on
public record RunStory(RunState state, Map<String, NodeStory> nodes) {
    public RunStory {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /// A run that has just begun.
    public static RunStory begun(Course course, List<String> nodes) {
        Map<String, NodeStory> stories = new LinkedHashMap<>();
        nodes.forEach(node -> stories.put(node, NodeStory.waiting(course)));
        return new RunStory(new RunState.Running(), stories);
    }

    /// @throws IllegalStateException for a node that is not part of it
    public NodeStory node(String node) {
        NodeStory story = nodes.get(node);
        if (story == null) {
            throw new IllegalStateException(node + " is not part of the run");
        }
        return story;
    }

    /// @throws IllegalStateException as [NodeStory#after]; also for a node that is not part of it
    public RunStory after(String node, Move move) {
        NodeStory story = node(node).after(move);
        Map<String, NodeStory> stories = new LinkedHashMap<>(nodes);
        stories.put(node, story);
        return new RunStory(state, stories);
    }

    /// @throws IllegalStateException for a turn that there is not from here
    public RunStory after(Turn turn) {
        RunState next =
                Transitions.next(state, turn)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no %s from %s".formatted(turn.kind(), state)));
        return new RunStory(next, nodes);
    }

    /// What is left when nobody works on it: what a program was in the middle of is stuck there.
    /// A run can be halted with such a node, where its failure could not be written.
    public RunStory broken(String why) {
        RunStory story = this;
        for (Map.Entry<String, NodeStory> each : nodes.entrySet()) {
            NodeStory node = each.getValue();
            switch (node.state()) {
                case NodeState.Working(Step step) ->
                        story = story.after(each.getKey(), broke(node, step, why));
                case NodeState.Between(Step last) ->
                        story = story.after(each.getKey(), broke(node, last, why));
                case NodeState.Waiting _,
                        NodeState.Stuck _,
                        NodeState.Done _,
                        NodeState.AsBefore _,
                        NodeState.Left _ -> {}
            }
        }
        return state instanceof RunState.Running
                ? story.after(new Turn(Turn.Kind.HALT, why))
                : story;
    }

    private static Move broke(NodeStory node, Step step, String why) {
        return new Move(Move.Kind.BREAK, node.course(), step, why);
    }
}
