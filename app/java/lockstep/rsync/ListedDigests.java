package lockstep.rsync;

import java.util.Arrays;

/// The digests that a list told, by row; takes no room until the first is set. Only files have
/// one, and either all of them have or none.
final class ListedDigests {
    private static final byte[] NOTHING = {};

    private byte[] digests = NOTHING;
    private int length;

    void set(int row, byte[] digest) {
        length = digest.length;
        if ((row + 1L) * length > digests.length) {
            long more = (row + (row >> 1) + 8L) * length;
            digests = Arrays.copyOf(digests, (int) Math.min(more, Integer.MAX_VALUE - 8));
        }
        System.arraycopy(digest, 0, digests, row * length, length);
    }

    /// Whether a row may have this digest: it has it, or the list told none at all.
    boolean mayBe(byte[] digest, int row) {
        int at = row * length;
        return length == 0
                || at + length <= digests.length
                        && Arrays.equals(digests, at, at + length, digest, 0, digest.length);
    }

    /// Frees the room that was not needed.
    void trim(int rows) {
        if (digests.length > rows * length) {
            digests = Arrays.copyOf(digests, rows * length);
        }
    }
}
