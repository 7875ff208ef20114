package lockstep.rsync;

import java.util.ArrayList;
import java.util.List;
import lockstep.tree.Budget;
import lockstep.tree.Kind;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.tree.TooLarge;

/// The facts of one list's entries, a row each, in the order they came: 28 bytes a row, and the
/// targets of links.
final class FactColumns {
    private static final int[] NO_NUMBERS = {};
    private static final long[] NO_LONG_NUMBERS = {};

    private int[] modes = NO_NUMBERS;
    private long[] seconds = NO_LONG_NUMBERS;
    private int[] uids = NO_NUMBERS;
    private int[] gids = NO_NUMBERS;
    /// A device's number, or 1 + the place of a link's target.
    private long[] extras = NO_LONG_NUMBERS;

    private final List<byte[]> targets = new ArrayList<>();
    private int count;
    private final Budget budget;

    FactColumns(Budget budget) {
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
        extras[count] = facts.device;
        byte[] target = facts.target;
        if (target != null) {
            budget.take(Budget.kept(target.length));
            targets.add(target);
            extras[count] = targets.size();
        }
        count++;
    }

    /// Frees the room that was not needed.
    void trim() throws TooLarge {
        modes = budget.resized(modes, count);
        seconds = budget.resized(seconds, count);
        uids = budget.resized(uids, count);
        gids = budget.resized(gids, count);
        extras = budget.resized(extras, count);
    }

    /// @param digest of a file's content, as it is written, where the list has it
    Listed row(int row, long size, byte[] digest) {
        boolean link = Kind.of(modes[row]) == Kind.SYMLINK;
        byte[] target =
                link && extras[row] > 0 ? targets.get((int) extras[row] - 1) : Listed.NOTHING;
        return new Listed(
                modes[row],
                size,
                seconds[row],
                uids[row],
                gids[row],
                target,
                link ? 0 : extras[row],
                digest);
    }
}
