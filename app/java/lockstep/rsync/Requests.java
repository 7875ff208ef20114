package lockstep.rsync;

import java.util.Arrays;
import java.util.BitSet;
import lockstep.wire.Broken;

/// What the target's generator asked for and the source has not answered yet, in order. A source
/// answers in that order and nothing else, with the same flags and the same form of block sums,
/// which is held against it here.
final class Requests {
    private static final int MAX_WAITING = 1 << 23;

    /// Each request in two numbers, packed without loss: they must come back unchanged.
    private long[] items = new long[1 << 10];

    private long[] heads = new long[1 << 10];
    private final BitSet due = new BitSet();
    private int head;
    private int waiting;
    private boolean inside;

    private static long packed(Item item, SumHead sums) {
        return (long) item.index() << 32
                | (long) item.flags() << 16
                | (long) item.basis() << 8
                | sums.sumLength();
    }

    private static long packed(SumHead sums) {
        return (long) sums.count() << 36 | (long) sums.blockLength() << 18 | sums.remainder();
    }

    /// The target asked.
    ///
    /// @param sums [SumHead#NONE] where no content is asked for
    synchronized void asked(Item item, SumHead sums) throws Broken {
        if (waiting == MAX_WAITING) {
            throw new Broken("more than " + MAX_WAITING + " requests without an answer");
        }
        if (waiting == items.length) {
            items = larger(items);
            heads = larger(heads);
        }
        int at = head + waiting & items.length - 1;
        items[at] = packed(item, sums);
        heads[at] = packed(sums);
        waiting++;
        due.set(item.index(), item.isTransfer());
    }

    private long[] larger(long[] ring) {
        long[] larger = Arrays.copyOf(ring, ring.length * 2);
        System.arraycopy(ring, 0, larger, ring.length, head);
        return larger;
    }

    /// The source began an answer; [#finished] says that all of it is there.
    ///
    /// @throws Broken when this is not the request that is due
    synchronized void answered(Item item, SumHead sums) throws Broken {
        if (waiting == 0 || items[head] != packed(item, sums) || heads[head] != packed(sums)) {
            throw new Broken(
                    "an answer for index " + item.index() + " that is not what was asked for");
        }
        due.clear(item.index());
        head = head + 1 & items.length - 1;
        waiting--;
        inside = true;
    }

    /// The answer that was begun is there.
    synchronized void finished() {
        inside = false;
    }

    /// The source said that it will not send this one after all.
    synchronized void refused(int index) throws Broken {
        int mask = items.length - 1;
        for (int i = 0; i < waiting; i++) {
            if ((int) (items[head + i & mask] >> 32) == index) {
                for (int j = i; j > 0; j--) {
                    items[head + j & mask] = items[head + j - 1 & mask];
                    heads[head + j & mask] = heads[head + j - 1 & mask];
                }
                head = head + 1 & mask;
                waiting--;
                due.clear(index);
                return;
            }
        }
        throw new Broken("a refusal to send index " + index + ", which nobody asked for");
    }

    /// Whether the content of this index was asked for and has not come.
    synchronized boolean isDue(int index) {
        return due.get(index);
    }

    /// Whether the source owes an answer, or the rest of one.
    synchronized boolean areWaiting() {
        return waiting > 0 || inside;
    }
}
