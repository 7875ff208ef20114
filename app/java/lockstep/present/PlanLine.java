package lockstep.present;

import java.util.List;
import java.util.stream.Stream;
import lockstep.plan.Plan;

/// A line of the plan as it is shown: nodes, below each its actions, below each its rows.
public sealed interface PlanLine {
    /// A node, with everything that is done to it.
    record Node(String name, List<PlanGroup> groups) implements PlanLine {
        /// A group with more rows than this begins closed.
        private static final int OPEN_AT_MOST = 500;

        /// With the actions that its rows are.
        static Node of(Plan.Target target) {
            List<PlanGroup> groups =
                    Stream.of(Plan.Action.values())
                            .map(action -> new PlanGroup(target, action))
                            .filter(group -> group.size() > 0)
                            .toList();
            groups.forEach(g -> g.open(g.size() <= OPEN_AT_MOST));
            return new Node(target.node(), groups);
        }

        /// Whether anything is chosen.
        boolean isBusy() {
            return groups.stream().anyMatch(group -> group.chosenCount() > 0);
        }

        public Node {
            groups = List.copyOf(groups);
        }
    }

    /// One action on a node.
    record Action(PlanGroup group) implements PlanLine {}

    /// One path.
    record Row(PlanGroup group, int position) implements PlanLine {}

    /// How much of what a line stands for, and the filter lets be seen, is chosen.
    enum Chosen {
        ALL,
        SOME,
        NONE
    }

    /// Present state.
    default Chosen chosen() {
        return switch (this) {
            case Node n ->
                    of(
                            count(n.groups()),
                            n.groups().stream().mapToInt(PlanGroup::shownCount).sum());
            case Action a -> of(a.group.shownChosen(), a.group.shownCount());
            case Row r -> r.group.isChosen(r.position) ? Chosen.ALL : Chosen.NONE;
        };
    }

    private static int count(List<PlanGroup> groups) {
        return groups.stream().mapToInt(PlanGroup::shownChosen).sum();
    }

    private static Chosen of(int chosen, int all) {
        return chosen == 0 ? Chosen.NONE : chosen == all ? Chosen.ALL : Chosen.SOME;
    }
}
