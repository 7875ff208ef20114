package lockstep.state;

import java.util.List;

/// The steps that a node goes through, in their order. A step that a cluster has no use for is
/// left out and told as such.
public enum Course {
    /// Out of its pools, changed, proven, back.
    ROLLING,
    /// Changed while it stays in its pools.
    IN_PLACE,
    /// Made beside the present tree, then exchanged with it.
    STAGED,
    /// Out of its pools, made what a snapshot holds, proven, back.
    ROLLBACK,
    /// What a snapshot holds is made beside the present tree, then exchanged with it.
    STAGED_ROLLBACK,
    /// Back to what it was before the run.
    UNDO;

    /// Whether it makes a node what a snapshot of it holds, and not what another node does.
    public boolean isRollback() {
        return this == ROLLBACK || this == STAGED_ROLLBACK;
    }

    /// Whether the new tree is made beside the present one.
    public boolean isStaged() {
        return this == STAGED || this == STAGED_ROLLBACK;
    }

    /// Its steps in parts: every node gets through a part before the first begins the next.
    public List<List<Step>> parts() {
        List<Step> steps = steps();
        int staged = steps.indexOf(Step.STAGE) + 1;
        return staged == 0
                ? List.of(steps)
                : List.of(steps.subList(0, staged), steps.subList(staged, steps.size()));
    }

    /// Its steps, in their order.
    public List<Step> steps() {
        return switch (this) {
            case ROLLING ->
                    List.of(
                            Step.PREFLIGHT,
                            Step.DRAIN,
                            Step.ZERO_SESSIONS,
                            Step.SNAPSHOT,
                            Step.SYNC,
                            Step.VERIFY,
                            Step.HEALTH,
                            Step.READY,
                            Step.SETTLE);
            case IN_PLACE ->
                    List.of(Step.PREFLIGHT, Step.SNAPSHOT, Step.SYNC, Step.VERIFY, Step.HEALTH);
            case ROLLBACK ->
                    List.of(
                            Step.PREFLIGHT,
                            Step.DRAIN,
                            Step.ZERO_SESSIONS,
                            Step.SNAPSHOT,
                            Step.RESTORE,
                            Step.VERIFY,
                            Step.HEALTH,
                            Step.READY,
                            Step.SETTLE);
            case STAGED, STAGED_ROLLBACK ->
                    List.of(
                            Step.PREFLIGHT,
                            Step.SNAPSHOT,
                            Step.STAGE,
                            Step.DRAIN,
                            Step.ZERO_SESSIONS,
                            Step.SWITCH,
                            Step.VERIFY,
                            Step.HEALTH,
                            Step.READY,
                            Step.SETTLE);
            case UNDO ->
                    List.of(
                            Step.DRAIN,
                            Step.ZERO_SESSIONS,
                            Step.RESTORE,
                            Step.VERIFY,
                            Step.HEALTH,
                            Step.READY,
                            Step.SETTLE);
        };
    }
}
