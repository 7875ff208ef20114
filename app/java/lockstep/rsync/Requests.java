package lockstep.rsync;

import java.util.Arrays;
import lockstep.wire.Broken;

/// What the target's generator asked for and the source has not answered yet, in order. A source
/// answers in that order and nothing else, which is held against it here.
final class Requests {
    private static final int MAX_WAITING = 1 << 24;

    /// Index, flags and basis byte of one request, packed: they must come back unchanged.
    private long[] ring = new long[1 << 10];

    private int head;
    private int waiting;

    private static long pack(int index, int flags, int basis) {
        return (long) index << 32 | (long) (flags & 0xffff) << 8 | basis & 0xff;
    }

    /// The target asked.
    synchronized void asked(int index, int flags, int basis) throws Broken {
        if (waiting == MAX_WAITING) {
            throw new Broken("more than " + MAX_WAITING + " requests without an answer");
        }
        if (waiting == ring.length) {
            long[] larger = Arrays.copyOf(ring, ring.length * 2);
            System.arraycopy(ring, 0, larger, ring.length, head);
            ring = larger;
        }
        ring[head + waiting & ring.length - 1] = pack(index, flags, basis);
        waiting++;
    }

    /// The source answered.
    ///
    /// @throws Broken when this is not the request that is due
    synchronized void answered(int index, int flags, int basis) throws Broken {
        if (waiting == 0 || ring[head] != pack(index, flags, basis)) {
            throw new Broken("an answer for index " + index + " that is not what was asked for");
        }
        head = head + 1 & ring.length - 1;
        waiting--;
    }

    /// The source said that it will not send this one after all.
    synchronized void refused(int index) throws Broken {
        int mask = ring.length - 1;
        for (int i = 0; i < waiting; i++) {
            if ((int) (ring[head + i & mask] >> 32) == index) {
                for (int j = i; j > 0; j--) {
                    ring[head + j & mask] = ring[head + j - 1 & mask];
                }
                head = head + 1 & mask;
                waiting--;
                return;
            }
        }
        throw new Broken("a refusal to send index " + index + ", which nobody asked for");
    }
}
