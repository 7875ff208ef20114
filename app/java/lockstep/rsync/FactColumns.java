package lockstep.rsync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockstep.tree.ListingBuilder.Facts;
import lockstep.wire.Broken;
import lockstep.wire.OverLimit;

/// The facts of one list's entries, a row each, in the order they came: some 40 bytes a row, and
/// the targets of links.
final class FactColumns {
    /// Targets of links together, in bytes.
    private static final int MAX_TARGETS = 1 << 28;

    private int[] modes = new int[8];
    private long[] seconds = new long[8];
    private int[] uids = new int[8];
    private int[] gids = new int[8];
    /// A device's number, or 1 + the place of a link's target or of a digest.
    private long[] extras = new long[8];

    private final List<byte[]> blobs = new ArrayList<>();
    private int targetBytes;
    private int count;
    private final Digest sort;

    FactColumns(Digest sort) {
        this.sort = sort;
    }

    void add(Facts facts) throws Broken {
        if (count == modes.length) {
            resize(count + (count >> 1));
        }
        modes[count] = facts.mode;
        seconds[count] = facts.mtime;
        uids[count] = facts.uid;
        gids[count] = facts.gid;
        extras[count] = extra(facts);
        count++;
    }

    private long extra(Facts facts) throws Broken {
        byte[] target = facts.target;
        byte[] digest = facts.digest;
        if (target != null) {
            if (targetBytes > MAX_TARGETS - target.length) {
                throw new OverLimit("targets of links with over " + MAX_TARGETS + " bytes");
            }
            targetBytes += target.length;
            blobs.add(target);
        } else if (digest != null) {
            blobs.add(sort.written(digest));
        } else {
            return facts.device;
        }
        return blobs.size();
    }

    /// Frees the room that was not needed.
    void trim() {
        resize(count);
    }

    private void resize(int rows) {
        modes = Arrays.copyOf(modes, rows);
        seconds = Arrays.copyOf(seconds, rows);
        uids = Arrays.copyOf(uids, rows);
        gids = Arrays.copyOf(gids, rows);
        extras = Arrays.copyOf(extras, rows);
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
