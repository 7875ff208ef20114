package lockstep.options;

import lockstep.rsync.ItemFlags;
import lockstep.rsync.Itemized;
import lockstep.rsync.Tally;
import lockstep.tree.Kind;

/// Counts items for the statistics at the end.
final class Counts {
    private final long[] created = new long[Tally.KINDS];
    private long transfers;
    private long transferredSize;
    private long deletions;

    void item(Itemized item) {
        Kind kind = Kind.of(item.listed().mode());
        if (kind != null && (item.flags() & ItemFlags.IS_NEW) != 0) {
            created[Tally.place(kind)]++;
        }
        if (item.isTransfer()) {
            transfers++;
            transferredSize += item.listed().size();
        }
    }

    void deletion() {
        deletions++;
    }

    Closing.Seen seen() {
        return new Closing.Seen(Tally.of(created), transfers, transferredSize, deletions);
    }
}
