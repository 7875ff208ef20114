package lockstep.drift;

import java.util.BitSet;

/// A set of rows that counts its members in any range at once: a bit a row and, for every 64 rows,
/// how many members came before.
final class Tally {
    private final long[] words;
    private final int[] before;

    /// @param rows that exist; members are below it
    Tally(BitSet members, int rows) {
        int n = (rows >> 6) + 1;
        words = java.util.Arrays.copyOf(members.toLongArray(), n);
        before = new int[n];
        for (int i = 1; i < n; i++) {
            before[i] = before[i - 1] + Long.bitCount(words[i - 1]);
        }
    }

    boolean contains(int row) {
        return (words[row >> 6] >>> row & 1) != 0;
    }

    /// Members in `[from, to)`.
    int count(int from, int to) {
        return below(to) - below(from);
    }

    private int below(int row) {
        return before[row >> 6] + Long.bitCount(words[row >> 6] & ~(-1L << row));
    }
}
