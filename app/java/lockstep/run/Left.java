package lockstep.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.state.Course;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.Step;

/// What a run has left that waits for a person, as he has to know it to decide: the same for the
/// terminal and the window.
///
/// @param why it halted, in words; may be empty
/// @param nodes in the order they are worked on
/// @param damage why what was written of it is not understood, so that it can only be left; empty
///     when it is
public record Left(RunHead head, String why, List<Node> nodes, Optional<String> damage) {
    public Left {
        nodes = List.copyOf(nodes);
    }

    /// A node of it.
    ///
    /// @param story where it stands
    /// @param stands the same in words
    public record Node(String name, NodeStory story, String stands) {
        /// Whether it was stopped in the middle of something.
        public boolean isStuck() {
            return story.state() instanceof NodeState.Stuck;
        }

        /// Whether the run did something to it that can be undone or left.
        public boolean isBegun() {
            return isStuck() || story.state() instanceof NodeState.Done;
        }

        /// Whether it can be made what it was before the run.
        public boolean isUndoable() {
            return isBegun() && (story.kept() || !story.changed());
        }

        /// Whether finishing the run does something to it.
        boolean isToDo() {
            return isStuck()
                    || story.state() instanceof NodeState.Waiting
                    || story.state() instanceof NodeState.AsBefore;
        }
    }

    /// What that run has left, if it waits.
    public static Left of(RunRecord run) {
        String why = run.story().state() instanceof RunState.Halted(String reason) ? reason : "";
        List<Node> nodes = run.story().nodes().entrySet().stream().map(each -> node(each)).toList();
        return new Left(run.head(), why, nodes, run.damage());
    }

    private static Node node(Map.Entry<String, NodeStory> each) {
        return new Node(each.getKey(), each.getValue(), stands(each.getValue()));
    }

    /// Whether a node is in the middle of something, so that no other run can begin.
    public boolean isOpen() {
        return nodes.stream().anyMatch(Node::isStuck);
    }

    /// The nodes that finishing it would do.
    public List<String> toFinish() {
        return damage.isPresent()
                ? List.of()
                : nodes.stream().filter(Node::isToDo).map(Node::name).toList();
    }

    /// The nodes that the run has begun, the last one first.
    public List<String> toUndo() {
        return nodes.reversed().stream().filter(Node::isBegun).map(Node::name).toList();
    }

    /// Whether all that it has begun can be undone.
    public boolean isUndoable() {
        return damage.isEmpty()
                && nodes.stream().anyMatch(Node::isBegun)
                && nodes.stream().filter(Node::isBegun).allMatch(Node::isUndoable);
    }

    /// Where a node stands, in plain words.
    public static String stands(NodeStory story) {
        return switch (story.state()) {
            case NodeState.Waiting _ -> "not begun";
            case NodeState.Done _ -> "done";
            case NodeState.AsBefore _ -> "as it was before the run";
            case NodeState.Left _ -> "a person has taken it over";
            case NodeState.Working(Step step) -> "stopped in " + step.words() + half(story, step);
            case NodeState.Between(Step last) ->
                    "stopped after " + last.words() + half(story, last);
            case NodeState.Stuck(Step at, String _) -> "stopped in " + at.words() + half(story, at);
        };
    }

    private static String half(NodeStory story, Step at) {
        if (!story.changed()) {
            return ", not changed";
        }
        String done = story.course() == Course.UNDO ? "undone" : "done";
        return isPastVerify(story.course(), at)
                ? ", its files are " + done
                : ", may be half " + done;
    }

    /// Whether a node that is at a step has its files as they are to be, and that was verified or
    /// was not to be.
    static boolean isPastVerify(Course course, Step at) {
        return course.steps().indexOf(at) > course.steps().indexOf(Step.VERIFY);
    }

    /// Whether what a node held before the run can be had back, in words; empty where it need not.
    public static String kept(NodeStory story) {
        return story.kept() ? "kept, can be undone" : story.changed() ? "NOT kept" : "";
    }
}
