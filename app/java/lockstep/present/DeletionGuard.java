package lockstep.present;

import java.util.List;
import java.util.Map;
import lockstep.run.Plan;

/// How many deletions a tick may approve; more must be typed as a number.
///
/// @param share of the entries of a node, between 0 and 1
/// @param count on a node
public record DeletionGuard(double share, long count) {
    /// Half of what a node holds, or a thousand entries.
    public static final DeletionGuard DEFAULT = new DeletionGuard(0.5, 1_000);

    /// Whether the chosen deletions go beyond the guard on any node.
    ///
    /// @param entries how many entries a node holds now; a node that is absent is held to the
    ///     count only
    public boolean trips(List<PlanGroup> groups, Map<String, Long> entries) {
        return groups.stream()
                .filter(g -> g.action() == Plan.Action.DELETE)
                .anyMatch(
                        g ->
                                trips(
                                        g.chosenCount(),
                                        entries.getOrDefault(g.node(), Long.MAX_VALUE)));
    }

    private boolean trips(long deletions, long entries) {
        return deletions > count || deletions > share * entries;
    }
}
