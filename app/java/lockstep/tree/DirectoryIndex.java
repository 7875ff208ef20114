package lockstep.tree;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// Finds the row of a directory by its path: open addressing over row numbers, with the last hit
/// tried first, because a sender lists one directory at a time. The hash is keyed anew for every
/// index, so that no list of names can be made up that all fall into one place.
final class DirectoryIndex {
    private static final int FIRST = 64;

    private final Budget budget;
    private int[] table = new int[FIRST];
    private int[] hashes = new int[FIRST];
    private final long key = ThreadLocalRandom.current().nextLong();
    private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;
    private int used;
    private int last = -1;

    DirectoryIndex(Budget budget) {
        this.budget = budget;
        Arrays.fill(table, -1);
    }

    private int hash(byte[] path, int length) {
        long h = key;
        for (int i = 0; i < length; i++) {
            h = (h ^ path[i]) * multiplier;
            h ^= h >>> 29;
        }
        return (int) (h >>> 16);
    }

    /// Remembers a directory other than the root, `path[0, length)`.
    void add(int row, byte[] path, int length) throws TooLarge {
        if (used * 2 >= table.length) {
            grow();
        }
        put(row, hash(path, length));
        used++;
    }

    private void put(int row, int hash) {
        int mask = table.length - 1;
        int i = hash & mask;
        while (table[i] >= 0) {
            i = i + 1 & mask;
        }
        table[i] = row;
        hashes[i] = hash;
    }

    private void grow() throws TooLarge {
        int[] oldTable = table;
        int[] oldHashes = hashes;
        long before = 2L * Integer.BYTES * oldTable.length;
        budget.take(2 * before);
        table = new int[oldTable.length * 2];
        hashes = new int[table.length];
        Arrays.fill(table, -1);
        for (int i = 0; i < oldTable.length; i++) {
            if (oldTable[i] >= 0) {
                put(oldTable[i], oldHashes[i]);
            }
        }
        budget.give(before);
    }

    /// The row of directory `path[0, length)`, or -1.
    int find(byte[] path, int length, ListingBuilder rows) {
        if (last > 0 && rows.isPath(last, path, length)) {
            return last;
        }
        int hash = hash(path, length);
        int mask = table.length - 1;
        for (int i = hash & mask; table[i] >= 0; i = i + 1 & mask) {
            if (hashes[i] == hash && rows.isPath(table[i], path, length)) {
                last = table[i];
                return last;
            }
        }
        return -1;
    }
}
