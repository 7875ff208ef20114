package lockstep.present;

import java.util.Arrays;
import java.util.List;
import lockstep.plan.Plan;
import lockstep.tree.TreePath;

/// Which of the entries that were approved for a node are done and what it took, a cell an entry
/// in the plan's order; of very many entries neighbours share a cell.
///
/// An event costs one look-up and allocates nothing; a path that was not approved, such as one
/// below a deleted directory, changes nothing. Not safe for threads: its owner locks.
final class EntryMap {
    private static final int NONE = -1;

    private final List<Plan.Row> rows;
    private final int[] slots;
    private final boolean[] over;
    private final int entriesPerCell;
    private final int[] done;
    private final byte[] kinds;
    private final long[] bytes;
    private int flying = NONE;
    private EntryPicture latest = EntryPicture.EMPTY;
    private boolean changed;

    /// @param rows chosen for the node; not copied
    EntryMap(List<Plan.Row> rows) {
        this.rows = rows;
        slots = slots(rows);
        over = new boolean[rows.size()];
        entriesPerCell = EntryPicture.entriesPerCell(rows.size());
        int cells = Math.ceilDiv(rows.size(), entriesPerCell);
        done = new int[cells];
        kinds = new byte[cells];
        bytes = new long[2 * cells];
        changed = cells > 0;
    }

    /// Where each path stands, found by its hash: a table at most half full takes a sixth of the
    /// memory of a map of objects.
    private static int[] slots(List<Plan.Row> rows) {
        int[] slots = new int[Integer.highestOneBit(Math.max(1, rows.size())) << 2];
        Arrays.fill(slots, NONE);
        for (int row = 0; row < rows.size(); row++) {
            int at = slot(rows.get(row).path(), slots.length);
            while (slots[at] != NONE) {
                at = at + 1 & slots.length - 1;
            }
            slots[at] = row;
        }
        return slots;
    }

    private static int slot(TreePath path, int length) {
        int hash = path.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & length - 1;
    }

    private int find(TreePath path) {
        int at = slot(path, slots.length);
        while (slots[at] != NONE && !rows.get(slots[at]).path().equals(path)) {
            at = at + 1 & slots.length - 1;
        }
        return slots[at];
    }

    /// The content of this path is asked for.
    void begun(TreePath path) {
        flying = find(path);
        changed = true;
    }

    /// Bytes of the path that was begun were on the target.
    void saved(long count) {
        add(count, 0);
    }

    /// Bytes of the path that was begun were sent.
    void sent(long count) {
        add(count, 1);
    }

    private void add(long count, int which) {
        if (flying != NONE) {
            bytes[2 * (flying / entriesPerCell) + which] += count;
            changed = true;
        }
    }

    /// The content of the path that was begun is complete on the wire.
    void landed() {
        if (flying != NONE) {
            over(flying, EntryPicture.Kind.CONTENT);
        }
        flying = NONE;
        changed = true;
    }

    /// This path was changed without content.
    void changed(TreePath path) {
        int row = find(path);
        if (row != NONE && rows.get(row).action() != Plan.Action.DELETE) {
            over(row, EntryPicture.Kind.ATTRIBUTES);
        }
    }

    /// This path is gone.
    void deleted(TreePath path) {
        int row = find(path);
        if (row != NONE && rows.get(row).action() == Plan.Action.DELETE) {
            over(row, EntryPicture.Kind.DELETION);
        }
    }

    /// Told twice of a directory, whose time is restored at the end.
    private void over(int row, EntryPicture.Kind kind) {
        if (!over[row]) {
            over[row] = true;
            done[row / entriesPerCell]++;
            kinds[row / entriesPerCell] |= (byte) kind.bit();
            changed = true;
        }
    }

    /// What it looks like now; the same one until something changes.
    EntryPicture picture() {
        if (changed) {
            latest = new EntryPicture(rows, done.clone(), kinds.clone(), bytes.clone(), flying);
            changed = false;
        }
        return latest;
    }
}
