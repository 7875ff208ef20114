package lockstep.present;

import java.util.Arrays;

/// A block map at one moment: for every cell, how much of it was saved and how much was sent, in
/// 255ths of the cell. What is neither has not been reached yet. Immutable.
public final class BlockPicture {
    /// Nothing mapped.
    public static final BlockPicture EMPTY = new BlockPicture(new byte[0], new byte[0], 0);

    private final byte[] saved;
    private final byte[] sent;
    private final long cellBytes;

    /// Takes the arrays over.
    BlockPicture(byte[] saved, byte[] sent, long cellBytes) {
        this.saved = saved;
        this.sent = sent;
        this.cellBytes = cellBytes;
    }

    public int cells() {
        return saved.length;
    }

    /// How many bytes a cell stands for; the last may hold fewer.
    public long cellBytes() {
        return cellBytes;
    }

    /// Bytes of the cell that the target had already, 0 to 255.
    public int saved(int cell) {
        return saved[cell] & 0xff;
    }

    /// Bytes of the cell that were sent, 0 to 255; at least 1 when any was.
    public int sent(int cell) {
        return sent[cell] & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockPicture p
                && cellBytes == p.cellBytes
                && Arrays.equals(saved, p.saved)
                && Arrays.equals(sent, p.sent);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(saved) + Arrays.hashCode(sent);
    }
}
