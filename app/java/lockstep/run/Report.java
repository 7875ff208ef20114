package lockstep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.journal.NodeResult;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.state.Course;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.Step;

/// What came of a run, node by node, as the journal knows it: the same for the terminal, a file and
/// the window. What a killed program did not write is told as unknown, never as nothing.
///
/// @param head which run, who began it, when and why, and which plan it carries out
/// @param sentence what came of it as a whole
/// @param settled whether nothing is left that a person should see to
/// @param took from its beginning to what was written of it last
/// @param nodes in the order they are worked on
public record Report(
        RunHead head, String sentence, boolean settled, Duration took, List<Node> nodes) {
    public Report {
        nodes = List.copyOf(nodes);
    }

    /// How a node came out.
    public enum Grade {
        /// Proven to be like the reference.
        PROVEN,
        /// As was chosen, which was not all; or all, but not proven.
        AS_CHOSEN,
        /// As it was before the run.
        AS_BEFORE,
        /// Being worked on.
        UNDER_WAY,
        /// Not known to be like the others: a person has to see to it.
        IN_DOUBT
    }

    /// What came of one node.
    ///
    /// @param outcome in words: verified identical, or what it is instead
    /// @param figures empty when the program was killed before it wrote them, or nothing was begun
    /// @param begun whether anything was done there
    /// @param troubles why it is not identical, and the paths that are not
    public record Node(
            String name,
            Grade grade,
            String outcome,
            Optional<NodeResult> figures,
            boolean begun,
            List<String> troubles) {
        public Node {
            troubles = List.copyOf(troubles);
        }
    }

    /// The report of a run, also of one that goes on or waits.
    public static Report of(RunRecord run) {
        List<Node> nodes = new ArrayList<>();
        for (Map.Entry<String, NodeStory> each : run.story().nodes().entrySet()) {
            Optional<NodeResult> result = Optional.ofNullable(run.results().get(each.getKey()));
            nodes.add(node(each.getKey(), each.getValue(), result, run.head()));
        }
        return new Report(
                run.head(),
                sentence(run, nodes),
                run.story().state() instanceof RunState.Over
                        && nodes.stream().noneMatch(n -> n.grade() == Grade.IN_DOUBT),
                Duration.between(run.head().at(), run.lastAt()),
                nodes);
    }

    /// What nodes are proven to be like.
    private enum Model {
        REFERENCE,
        SNAPSHOT,
        /// They are not.
        NONE
    }

    /// Not claimed of a run whose options cannot be read.
    private static Model model(RunHead head) {
        try {
            return !RunOptions.of(head.course(), head.options()).verify()
                    ? Model.NONE
                    : head.course().isRollback() ? Model.SNAPSHOT : Model.REFERENCE;
        } catch (IllegalArgumentException _) {
            return Model.NONE;
        }
    }

    private static Node node(
            String name, NodeStory story, Optional<NodeResult> result, RunHead head) {
        Model model = model(head);
        boolean verified = model != Model.NONE;
        boolean identical = result.map(NodeResult::identical).orElse(false);
        Grade grade =
                switch (story.state()) {
                    case NodeState.Done _ -> identical ? Grade.PROVEN : Grade.AS_CHOSEN;
                    case NodeState.Waiting _, NodeState.AsBefore _ -> Grade.AS_BEFORE;
                    case NodeState.Working _, NodeState.Between _ -> Grade.UNDER_WAY;
                    case NodeState.Stuck _, NodeState.Left _ -> Grade.IN_DOUBT;
                };
        String outcome =
                switch (story.state()) {
                    case NodeState.Done _ ->
                            identical
                                    ? alike(model)
                                    : verified ? "as chosen, verified by content" : "not verified";
                    case NodeState.Waiting _ -> "not begun, as before the run";
                    case NodeState.AsBefore _ ->
                            story.course() == Course.UNDO
                                    ? "undone, as before the run"
                                    : "stopped, as before the run";
                    case NodeState.Working(Step step) -> "in " + step.words();
                    case NodeState.Between(Step last) -> "after " + last.words();
                    case NodeState.Stuck(Step at, String _) -> stuck(at, story, head, verified);
                    case NodeState.Left _ -> "left as it is, " + unlike(head);
                };
        boolean begun = !(story.state() instanceof NodeState.Waiting);
        return new Node(name, grade, outcome, result, begun, troubles(story.state(), result));
    }

    private static String alike(Model model) {
        return switch (model) {
            case REFERENCE, NONE -> "identical, verified by content";
            case SNAPSHOT -> "as in the snapshot, verified by content";
        };
    }

    private static String stuck(Step at, NodeStory story, RunHead head, boolean verified) {
        String files =
                !story.changed()
                        ? "not changed"
                        : !Left.isPastVerify(story.course(), at)
                                ? unlike(head)
                                : verified || story.course() == Course.UNDO
                                        ? "its files were verified by content"
                                        : "not verified";
        return "stopped in " + at.words() + ", " + files;
    }

    private static List<String> troubles(NodeState state, Optional<NodeResult> result) {
        List<String> troubles = new ArrayList<>();
        String fault = result.map(NodeResult::fault).orElse("");
        switch (state) {
            case NodeState.Stuck(Step _, String why) when fault.isEmpty() && !why.isEmpty() ->
                    troubles.add(why);
            case NodeState.Left(String why) when !why.isEmpty() ->
                    troubles.add("a person has taken it over: " + why);
            default -> {}
        }
        if (!fault.isEmpty()) {
            troubles.add(fault);
        }
        result.ifPresent(known -> troubles.addAll(known.remarks()));
        return troubles;
    }

    private static String sentence(RunRecord run, List<Node> nodes) {
        return switch (run.story().state()) {
            case RunState.Running _ ->
                    "The run goes on: " + count(done(nodes), nodes) + " done so far.";
            case RunState.Halted(String why) ->
                    "The run is NOT over, and waits for a person: "
                            + count(done(nodes), nodes)
                            + " done. It stopped because of this: "
                            + why;
            case RunState.Over(String how) -> over(run, nodes, how);
        };
    }

    private static String over(RunRecord run, List<Node> nodes, String how) {
        long proven = nodes.stream().filter(n -> n.grade() == Grade.PROVEN).count();
        if (proven == nodes.size()) {
            return count(proven, nodes) + alike(run.head()) + ", verified by content.";
        }
        long doubtful = nodes.stream().filter(n -> n.grade() == Grade.IN_DOUBT).count();
        if (doubtful > 0) {
            return "The run is over, but "
                    + count(doubtful, nodes)
                    + " "
                    + unlike(run.head())
                    + ": "
                    + how;
        }
        long done = done(nodes);
        if (done == 0) {
            return "Nothing is changed: every node is as it was before the run.";
        }
        return count(done, nodes)
                + " as approved, "
                + (proven == 0 ? "none" : String.valueOf(proven))
                + " of them"
                + alike(run.head())
                + " throughout.";
    }

    private static String alike(RunHead head) {
        return head.course().isRollback()
                ? " as in the snapshot"
                : " identical to " + head.reference();
    }

    private static String unlike(RunHead head) {
        return head.course().isRollback() ? "NOT as in the snapshot" : "NOT identical";
    }

    private static long done(List<Node> nodes) {
        return nodes.stream()
                .filter(n -> n.grade() == Grade.PROVEN || n.grade() == Grade.AS_CHOSEN)
                .count();
    }

    private static String count(long some, List<Node> nodes) {
        return some == nodes.size()
                ? some == 1 ? "The one node is" : "All " + some + " nodes are"
                : some + " of " + nodes.size() + (some == 1 ? " nodes is" : " nodes are");
    }
}
