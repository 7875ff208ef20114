package lockstep.present;

import java.util.List;
import lockstep.plan.Plan;

/// The entries that a node is to get, at one moment of a run: a cell an entry, of very many
/// neighbours share a cell. Immutable.
public final class EntryPicture {
    /// Nothing to be done.
    public static final EntryPicture EMPTY =
            new EntryPicture(List.of(), new int[0], new byte[0], new long[0], -1);

    /// What a wide window can show.
    static final int MOST_CELLS = 4_096;

    /// How a cell's entries are done.
    public enum Kind {
        /// Content was put together on the node.
        CONTENT(1),
        /// What is there goes.
        DELETION(2),
        /// Modes, owners, times, links, directories.
        ATTRIBUTES(4);

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }

        /// In the byte of a cell's kinds.
        int bit() {
            return bit;
        }
    }

    private final List<Plan.Row> rows;
    private final int[] done;
    private final byte[] kinds;
    private final long[] bytes;
    private final int flying;

    /// Takes the arrays over.
    ///
    /// @param done entries of each cell
    /// @param kinds of each cell, a bit a [Kind]
    /// @param bytes of each cell two: those that were there, those that were sent
    /// @param flying the row whose content is on its way; -1 for none
    EntryPicture(List<Plan.Row> rows, int[] done, byte[] kinds, long[] bytes, int flying) {
        this.rows = rows;
        this.done = done;
        this.kinds = kinds;
        this.bytes = bytes;
        this.flying = flying;
    }

    /// How many of so many entries a cell stands for; the last may hold fewer.
    static int entriesPerCell(int entries) {
        return Math.max(1, Math.ceilDiv(entries, MOST_CELLS));
    }

    public int cells() {
        return done.length;
    }

    public int entries() {
        return rows.size();
    }

    /// Entries that are done, of all cells.
    public int done() {
        int sum = 0;
        for (int entries : done) {
            sum += entries;
        }
        return sum;
    }

    /// What the cell stands for.
    public List<Plan.Row> rows(int cell) {
        int each = entriesPerCell(rows.size());
        return rows.subList(cell * each, Math.min(rows.size(), (cell + 1) * each));
    }

    /// Entries of the cell that are done.
    public int done(int cell) {
        return done[cell];
    }

    /// Whether entries of the cell were done in this way.
    public boolean has(int cell, Kind kind) {
        return (kinds[cell] & kind.bit()) != 0;
    }

    /// Whether content of the cell is on its way.
    public boolean isFlying(int cell) {
        return flying >= 0 && flying / entriesPerCell(rows.size()) == cell;
    }

    /// Bytes of its content that the node had already.
    public long saved(int cell) {
        return bytes[2 * cell];
    }

    /// Bytes of its content that were sent.
    public long sent(int cell) {
        return bytes[2 * cell + 1];
    }
}
