package lockstep.present;

import java.util.Arrays;

/// Which parts of a stretch of bytes (a file, or everything that a node is to get) were on the
/// target already and which were sent, gathered into at most so many cells.
///
/// Adding costs a division and allocates nothing. Whatever lies outside the stretch counts for
/// its last cell, so nothing that a node says can do harm. Not safe for threads: its owner locks.
final class BlockMap {
    /// Without blocks of its own, a file is mapped in pieces of the size that rsync sends at once.
    private static final int PIECE = 32 * 1024;

    private final long[] saved;
    private final long[] sent;
    private long size;
    private long cellBytes = PIECE;
    private int cells;

    BlockMap(int mostCells) {
        saved = new long[mostCells];
        sent = new long[mostCells];
    }

    /// Begins an empty map. A cell is a whole number of blocks.
    ///
    /// @param blockLength 0 where there are no blocks
    void begin(long newSize, int blockLength) {
        Arrays.fill(saved, 0, cells, 0);
        Arrays.fill(sent, 0, cells, 0);
        size = Math.max(0, newSize);
        long piece = blockLength > 0 ? blockLength : PIECE;
        long pieces = Math.ceilDiv(size, piece);
        cellBytes = piece * Math.max(1, Math.ceilDiv(pieces, saved.length));
        cells = (int) Math.ceilDiv(size, cellBytes);
    }

    int cells() {
        return cells;
    }

    void saved(long offset, long length) {
        add(saved, offset, length);
    }

    void sent(long offset, long length) {
        add(sent, offset, length);
    }

    private void add(long[] into, long offset, long length) {
        if (cells == 0 || length <= 0) {
            return;
        }
        long at = Math.clamp(offset, 0, size - 1);
        long end = length > size - at ? size : at + length;
        int cell = (int) (at / cellBytes);
        while (at < end) {
            long next = Math.min(end, (cell + 1) * cellBytes);
            into[cell++] += next - at;
            at = next;
        }
    }

    /// What it looks like now. A cell with any byte sent is never shown as none sent.
    BlockPicture picture() {
        byte[] savedShare = new byte[cells];
        byte[] sentShare = new byte[cells];
        for (int i = 0; i < cells; i++) {
            long bytes = Math.min(cellBytes, size - i * cellBytes);
            savedShare[i] = share(saved[i], bytes);
            sentShare[i] = share(sent[i], bytes);
        }
        return new BlockPicture(savedShare, sentShare, cellBytes);
    }

    private static byte share(long part, long whole) {
        return (byte) Math.min(255, Math.ceilDiv(part * 255, whole));
    }
}
