package lockstep.rsync;

import java.util.Arrays;
import lockstep.tree.Budget;
import lockstep.tree.TooLarge;

/// The digests that a list told, by row; takes no room until the first is set. Only files have
/// one, and either all of them have or none.
final class ListedDigests {
    private static final byte[] NOTHING = {};

    private final Budget budget;
    private byte[] digests = NOTHING;
    private int length;

    ListedDigests(Budget budget) {
        this.budget = budget;
    }

    void set(int row, byte[] digest) throws TooLarge {
        length = digest.length;
        digests = budget.withRoom(digests, (row + 1L) * length);
        System.arraycopy(digest, 0, digests, row * length, length);
    }

    /// Whether a row may have this digest: it has it, or the list told none at all.
    boolean mayBe(byte[] digest, int row) {
        int at = row * length;
        return length == 0
                || at + length <= digests.length
                        && Arrays.equals(digests, at, at + length, digest, 0, digest.length);
    }

    /// A file's digest as people write it; empty where the list told none.
    ///
    /// @param sort the one that was told
    byte[] written(int row, Digest sort) {
        int at = row * length;
        return length == 0
                ? Listed.NOTHING
                : sort.written(Arrays.copyOfRange(digests, at, at + length));
    }

    /// Frees the room that was not needed.
    void trim(int rows) throws TooLarge {
        if (digests.length > rows * length) {
            digests = budget.resized(digests, rows * length);
        }
    }
}
