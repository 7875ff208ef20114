package lockstep.rsync;

import java.util.ArrayList;
import java.util.List;
import lockstep.tree.Budget;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.tree.TooLarge;

/// The facts of one list's entries, a row each, in the order they came: some 40 bytes a row, and
/// the targets of links.
final class FactColumns {
    private static final int[] NO_NUMBERS = {};
    private static final long[] NO_LONG_NUMBERS = {};

    private int[] modes = NO_NUMBERS;
    private long[] seconds = NO_LONG_NUMBERS;
    private int[] uids = NO_NUMBERS;
    private int[] gids = NO_NUMBERS;
    /// A device's number, or 1 + the place of a link's target or of a digest.
    private long[] extras = NO_LONG_NUMBERS;

    private final List<byte[]> blobs = new ArrayList<>();
    private int count;
    private final Digest sort;
    private final Budget budget;

    FactColumns(Digest sort, Budget budget) {
        this.sort = sort;
        this.budget = budget;
    }

    void add(Facts facts) throws TooLarge {
        modes = budget.withRoom(modes, count + 1L);
        seconds = budget.withRoom(seconds, count + 1L);
        uids = budget.withRoom(uids, count + 1L);
        gids = budget.withRoom(gids, count + 1L);
        extras = budget.withRoom(extras, count + 1L);
        modes[count] = facts.mode;
        seconds[count] = facts.mtime;
        uids[count] = facts.uid;
        gids[count] = facts.gid;
        extras[count] = extra(facts);
        count++;
    }

    private long extra(Facts facts) throws TooLarge {
        byte[] target = facts.target;
        byte[] digest = facts.digest;
        if (target != null) {
            keep(target);
        } else if (digest != null) {
            keep(sort.written(digest));
        } else {
            return facts.device;
        }
        return blobs.size();
    }

    private void keep(byte[] blob) throws TooLarge {
        budget.take(Budget.kept(blob.length));
        blobs.add(blob);
    }

    /// Frees the room that was not needed.
    void trim() throws TooLarge {
        modes = budget.resized(modes, count);
        seconds = budget.resized(seconds, count);
        uids = budget.resized(uids, count);
        gids = budget.resized(gids, count);
        extras = budget.resized(extras, count);
    }

    Listed row(int row, long size) {
        int mode = modes[row];
        boolean link = (mode & 0170000) == 0120000;
        boolean file = (mode & 0170000) == 0100000;
        byte[] blob =
                (link || file) && extras[row] > 0
                        ? blobs.get((int) extras[row] - 1)
                        : Listed.NOTHING;
        return new Listed(
                mode,
                size,
                seconds[row],
                uids[row],
                gids[row],
                link ? blob : Listed.NOTHING,
                link || file ? 0 : extras[row],
                file ? blob : Listed.NOTHING);
    }
}
