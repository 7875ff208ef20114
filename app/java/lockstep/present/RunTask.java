package lockstep.present;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import lockstep.plan.Plan;
import lockstep.run.Left;
import lockstep.run.Resumption;
import lockstep.run.RunOptions;
import lockstep.state.Course;

/// What a run is to do, as far as its picture shows it.
///
/// @param reference the node that everything comes from
/// @param lanes a new lane for each node, in the order they are worked on
/// @param plan what was approved just now; empty for a run that is taken up again
/// @param then the moment that a rollback goes back to, in words; empty where it is not known, and
///     for any other run
public record RunTask(
        String reference,
        List<Lane> lanes,
        RunOptions options,
        Optional<Plan> plan,
        Optional<String> then) {
    /// An approved plan is carried out.
    ///
    /// @param approved at least one row is chosen
    public static RunTask of(PlanModel.Approved approved) {
        List<Lane> lanes =
                approved.plan().targets().stream()
                        .flatMap(target -> lane(target, approved.options().course()))
                        .toList();
        return new RunTask(
                approved.plan().reference(),
                lanes,
                approved.options(),
                Optional.of(approved.plan()),
                Optional.empty());
    }

    /// Nodes are rolled back.
    ///
    /// @param reference the cluster's, of which nothing is taken
    /// @param then the moment, in words
    static RunTask of(RollbackModel.Approved approved, String reference, String then) {
        Course course = approved.options().course();
        List<Lane> lanes =
                approved.rollback().targets().stream()
                        .flatMap(target -> lane(target.plan(), course))
                        .toList();
        return new RunTask(
                reference, lanes, approved.options(), Optional.empty(), Optional.of(then));
    }

    private static Stream<Lane> lane(Plan.Target target, Course course) {
        List<Plan.Row> chosen = target.rows().stream().filter(Plan.Row::chosen).toList();
        return chosen.isEmpty()
                ? Stream.empty()
                : Stream.of(new Lane(target.node(), chosen, course, Lane.Before.NOTHING));
    }

    /// What a run has left is finished, undone, or left.
    public static RunTask of(Left left, Resumption how) {
        Course course = left.head().course();
        List<Lane> lanes =
                switch (how) {
                    case Resumption.Finish _ -> lanes(left, left.toFinish(), course);
                    case Resumption.Undo(List<String> nodes) ->
                            lanes(left, nodes.isEmpty() ? left.toUndo() : nodes, Course.UNDO);
                    case Resumption.Leave _ -> lanes(left, left.head().nodes(), course);
                };
        return new RunTask(
                left.head().reference(), lanes, options(left), Optional.empty(), Optional.empty());
    }

    /// Those of another version say nothing to the picture: what needs them refuses them.
    private static RunOptions options(Left left) {
        try {
            return RunOptions.of(left.head().course(), left.head().options());
        } catch (IllegalArgumentException _) {
            return RunOptions.inPlace();
        }
    }

    private static List<Lane> lanes(Left left, List<String> nodes, Course course) {
        Function<String, Lane.Before> before =
                name ->
                        left.nodes().stream().anyMatch(n -> n.name().equals(name) && n.isBegun())
                                ? Lane.Before.BEGUN
                                : Lane.Before.NOTHING;
        return nodes.stream()
                .map(name -> new Lane(name, List.of(), course, before.apply(name)))
                .toList();
    }
}
