package lockstep.plan;

/// How many deletions on one node a tick or a flag may approve; more must be typed as a number.
///
/// @param percent of the entries of a node
/// @param count on a node
public record DeletionGuard(int percent, long count) {
    /// Half of what a node holds, or a thousand entries.
    public static final DeletionGuard DEFAULT = new DeletionGuard(50, 1_000);

    /// Whether so many deletions on a node that holds `entries` go beyond the guard.
    public boolean trips(long deletions, long entries) {
        return deletions > count || deletions > entries / 100.0 * percent;
    }
}
