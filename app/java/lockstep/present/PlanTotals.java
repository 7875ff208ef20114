package lockstep.present;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lockstep.plan.Plan;

/// Sums of what is chosen.
///
/// @param counts chosen rows of every action
/// @param wireBytes the most that the relay can send: whole files. What the targets hold already
///     is not sent, so the real figure is lower
/// @param freedBytes what the deletions free on the targets
public record PlanTotals(Map<Plan.Action, Long> counts, long wireBytes, long freedBytes) {
    public PlanTotals {
        counts = Map.copyOf(counts);
    }

    static PlanTotals of(List<PlanGroup> groups) {
        Map<Plan.Action, Long> counts = new EnumMap<>(Plan.Action.class);
        long wire = 0;
        long freed = 0;
        for (PlanGroup group : groups) {
            counts.merge(group.action(), (long) group.chosenCount(), Long::sum);
            switch (group.action()) {
                case CREATE, UPDATE -> wire += group.chosenBytes();
                case DELETE -> freed += group.chosenBytes();
                case ATTRIBUTES -> {}
            }
        }
        return new PlanTotals(counts, wire, freed);
    }

    public long count(Plan.Action action) {
        return counts.getOrDefault(action, 0L);
    }

    /// Everything but deletions.
    public long copies() {
        return count(Plan.Action.CREATE)
                + count(Plan.Action.UPDATE)
                + count(Plan.Action.ATTRIBUTES);
    }

    public long deletions() {
        return count(Plan.Action.DELETE);
    }
}
