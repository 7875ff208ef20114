package lockstep.plan;

import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.tree.Listing;

/// How much room a target needs for the chosen rows, in bytes and whole blocks: an upper bound, as
/// long as its blocks are not larger than those here. What deletions give back is not counted on,
/// since they come last; a snapshot of what is there before takes its own.
///
/// @param growth what new entries take, and what replaced files take more than before
/// @param beside what the file takes that is written beside the one that it replaces, for the
///     largest such
public record SpaceNeed(long growth, long beside) {
    /// The usual block of a file system.
    private static final long BLOCK = 4_096;

    public static SpaceNeed of(Plan.Target target) {
        long growth = 0;
        long beside = 0;
        for (Row row : target.rows()) {
            boolean writes = row.action() == Action.CREATE || row.action() == Action.UPDATE;
            if (row.chosen() && writes) {
                long now = blocks(target.seen().reference(), row);
                long then = row.action() == Action.CREATE ? 0 : blocks(target.seen().target(), row);
                growth = sum(growth, Math.max(0, now - then));
                beside = Math.max(beside, Math.min(now, then));
            }
        }
        return new SpaceNeed(growth, beside);
    }

    private static long blocks(Listing listing, Row row) {
        int at = listing.find(row.path());
        long bytes = at < 0 ? 0 : Math.min(listing.bytes(at), Long.MAX_VALUE - BLOCK);
        // A link or directory takes a block at most as long as it is small.
        return Math.max(1, (bytes + BLOCK - 1) / BLOCK) * BLOCK;
    }

    /// Both together.
    public long bytes() {
        return sum(growth, beside);
    }

    /// A node may tell of any sizes.
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
