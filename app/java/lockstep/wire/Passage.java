package lockstep.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lockstep.tree.Budget;

/// Bytes read from one peer and held back from another until they were judged: in pieces, so that
/// a list that grows is never copied.
final class Passage {
    private static final int PIECE = 64 << 10;

    final WireOut out;
    private final long limit;
    private final Budget budget;
    private final List<byte[]> pieces = new ArrayList<>();
    private long used;

    /// @param budget pays for what is held
    Passage(WireOut out, long limit, Budget budget) {
        this.out = out;
        this.limit = limit;
        this.budget = budget;
    }

    void hold(byte[] from, int offset, int length) throws IOException {
        if (length > limit - used) {
            throw new Broken("an item over " + limit + " bytes");
        }
        int done = 0;
        while (done < length) {
            int at = (int) (used % PIECE);
            int n = Math.min(length - done, PIECE - at);
            System.arraycopy(from, offset + done, piece(), at, n);
            done += n;
            used += n;
        }
    }

    /// The one that the next byte goes to.
    private byte[] piece() throws IOException {
        int which = (int) (used / PIECE);
        if (which == pieces.size()) {
            budget.take(Budget.kept(PIECE));
            pieces.add(new byte[PIECE]);
        }
        return pieces.get(which);
    }

    void release() throws IOException {
        long left = used;
        for (int i = 0; left > 0; i++) {
            int n = (int) Math.min(left, PIECE);
            out.bytes(pieces.get(i), 0, n);
            left -= n;
        }
        forget();
    }

    /// One piece stays, for the next item.
    void forget() {
        used = 0;
        while (pieces.size() > 1) {
            pieces.removeLast();
            budget.give(Budget.kept(PIECE));
        }
    }
}
