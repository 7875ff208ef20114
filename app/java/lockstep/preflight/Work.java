package lockstep.preflight;

import java.util.List;
import java.util.Optional;
import lockstep.plan.Plan;
import lockstep.plan.SpaceNeed;

/// What a run would do, as far as a preflight must know.
///
/// @param reference empty for a run in which every node is made like what it holds itself
/// @param targets in the order of the run
/// @param abreast how many of them are out at once, at most
public record Work(String reference, List<Target> targets, int abreast, OwnFiles ownFiles) {
    public Work {
        targets = List.copyOf(targets);
    }

    /// One node that a run changes.
    ///
    /// @param plan what it does there; empty where that is not known yet
    /// @param need the room that this takes, with all else that a run puts there
    public record Target(String node, Optional<Plan.Target> plan, Need need) {
        /// With room for something besides, such as a snapshot.
        public Target with(Need more) {
            return new Target(node, plan, need.plus(more));
        }
    }

    /// Whether a run keeps files of its own on the nodes: snapshots, a lock.
    public enum OwnFiles {
        KEPT,
        NONE
    }

    /// What a plan does: its targets with chosen rows.
    public static Work of(Plan plan, int abreast, OwnFiles ownFiles) {
        List<Target> targets =
                plan.targets().stream()
                        .filter(t -> t.rows().stream().anyMatch(Plan.Row::chosen))
                        .map(t -> new Target(t.node(), Optional.of(t), need(t)))
                        .toList();
        return new Work(plan.reference(), targets, abreast, ownFiles);
    }

    /// What a rollback does: each target's plan is made from a snapshot of its own.
    public static Work back(Plan plan, int abreast) {
        Work work = of(plan, abreast, OwnFiles.KEPT);
        return new Work("", work.targets(), abreast, OwnFiles.KEPT);
    }

    /// Nothing certain yet: whether a run on these nodes could begin.
    public static Work any(String reference, List<String> targets, OwnFiles ownFiles) {
        List<Target> all =
                targets.stream()
                        .filter(node -> !node.equals(reference))
                        .map(node -> new Target(node, Optional.empty(), Need.NOTHING))
                        .toList();
        return new Work(reference, all, 1, ownFiles);
    }

    private static Need need(Plan.Target target) {
        long created =
                target.rows().stream()
                        .filter(row -> row.chosen() && row.action() == Plan.Action.CREATE)
                        .count();
        return new Need(SpaceNeed.of(target).bytes(), created + 1);
    }
}
