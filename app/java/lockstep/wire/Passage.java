package lockstep.wire;

import java.io.IOException;
import java.util.Arrays;

/// Bytes read from one peer and held back from another until they were judged.
final class Passage {
    final WireOut out;
    private final int limit;
    private byte[] held = new byte[0];
    private int used;

    Passage(WireOut out, int limit) {
        this.out = out;
        this.limit = limit;
    }

    void hold(byte[] from, int offset, int length) throws IOException {
        if (length > limit - used) {
            throw new Broken("an item over " + limit + " bytes");
        }
        if (used + length > held.length) {
            held =
                    Arrays.copyOf(
                            held, (int) Math.min(limit, Math.max(used + length, held.length * 2L)));
        }
        System.arraycopy(from, offset, held, used, length);
        used += length;
    }

    void release() throws IOException {
        if (used > 0) {
            out.bytes(held, 0, used);
            forget();
        }
    }

    void forget() {
        used = 0;
        if (held.length > 1 << 20) {
            held = new byte[0];
        }
    }
}
