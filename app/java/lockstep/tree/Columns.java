package lockstep.tree;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The columns of a listing: one array a fact, all indexed by row.
final class Columns {
    int count;
    int[] parent = new int[0];
    int[] mode = new int[0];
    long[] size = new long[0];
    long[] mtime = new long[0];
    int[] nanos = new int[0];
    int[] uid = new int[0];
    int[] gid = new int[0];
    final int digestLength;
    String digestName = "";
    byte[] digests = new byte[0];
    BitSet digested = new BitSet();
    final Map<Integer, byte[]> targets = new HashMap<>();
    final Map<Integer, Long> devices = new HashMap<>();

    private final Budget budget;

    Columns(int digestLength, Budget budget) {
        this.digestLength = digestLength;
        this.budget = budget;
    }

    Kind kind(int row) {
        return Objects.requireNonNull(Kind.of(mode[row]), "checked when the row was added");
    }

    boolean hasDigest(int row) {
        return digested.get(row);
    }

    void resize(int capacity) throws TooLarge {
        parent = budget.resized(parent, capacity);
        mode = budget.resized(mode, capacity);
        size = budget.resized(size, capacity);
        mtime = budget.resized(mtime, capacity);
        nanos = budget.resized(nanos, capacity);
        uid = budget.resized(uid, capacity);
        gid = budget.resized(gid, capacity);
        digests = budget.resized(digests, capacity * digestLength);
    }

    /// What [#permute] needs beside: the longest column once more.
    long spare() {
        return count * (long) Math.max(Long.BYTES, digestLength);
    }

    /// The same rows in another order, or some of them: new row `i` is old row `rows[i]`. Columns
    /// are copied one by one and the old one is let go before the next is made, so the peak is one
    /// column.
    void permute(int[] rows, int[] newRow) {
        int n = rows.length;
        count = n;
        int[] oldParent = parent;
        parent = new int[n];
        for (int i = 0; i < n; i++) {
            int p = oldParent[rows[i]];
            parent[i] = p < 0 ? -1 : newRow[p];
        }
        mode = pick(mode, rows);
        size = pick(size, rows);
        mtime = pick(mtime, rows);
        nanos = pick(nanos, rows);
        uid = pick(uid, rows);
        gid = pick(gid, rows);
        byte[] oldDigests = digests;
        BitSet oldDigested = digested;
        digests = new byte[n * digestLength];
        digested = new BitSet();
        for (int i = 0; digestLength > 0 && i < n; i++) {
            System.arraycopy(
                    oldDigests, rows[i] * digestLength, digests, i * digestLength, digestLength);
            digested.set(i, oldDigested.get(rows[i]));
        }
        rekey(targets, newRow);
        rekey(devices, newRow);
    }

    private static <T> void rekey(Map<Integer, T> map, int[] newRow) {
        Map<Integer, T> old = new HashMap<>(map);
        map.clear();
        old.forEach(
                (row, value) -> {
                    if (newRow[row] >= 0) {
                        map.put(newRow[row], value);
                    }
                });
    }

    private static int[] pick(int[] column, int[] rows) {
        int[] out = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            out[i] = column[rows[i]];
        }
        return out;
    }

    private static long[] pick(long[] column, int[] rows) {
        long[] out = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            out[i] = column[rows[i]];
        }
        return out;
    }
}
