package lockstep.rsync;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import lockstep.tree.Budget;
import lockstep.tree.TooLarge;
import lockstep.tree.TreePath;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// What the target's generator asked for and the source has not answered yet, in order. A source
/// answers in that order and nothing else, with the same flags and the same form of block sums,
/// which is held against it here.
final class Requests {
    /// A place in an array of objects, at most.
    private static final int REFERENCE = 8;

    /// How many answers a refusal can be ahead of: a sender says it at once, and holds back at most
    /// 64 kB of answers, none under three bytes. A bound, since each costs a walk over those.
    private static final int MAX_OVERTAKEN = 1 << 16;

    private final Budget budget;

    /// Each request in two numbers, packed without loss: they must come back unchanged.
    private long[] items = new long[1 << 10];

    private long[] heads = new long[1 << 10];

    /// What else stands in a request, at the same place; made when the first has something.
    private @Nullable Beyond[] beyond = {};
    private final BitSet due = new BitSet();
    private int head;
    private int waiting;
    private boolean inside;

    /// @param budget of the target
    Requests(Budget budget) {
        this.budget = budget;
    }

    /// What few requests have: the name of another file, and places of extended attributes.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Beyond(@Nullable TreePath other, int[] places) {
        static final Beyond NOTHING = new Beyond(null, XattrSets.NOTHING);

        long bytes() {
            long name = other == null ? 0 : Budget.kept(other.length());
            return name + Budget.kept(places.length * Integer.BYTES);
        }
    }

    private static long packed(Item item, SumHead sums) {
        return (long) item.index() << 32
                | (long) item.flags() << 16
                | (long) item.basis() << 8
                | sums.sumLength();
    }

    private static long packed(SumHead sums) {
        return (long) sums.count() << 36 | (long) sums.blockLength() << 18 | sums.remainder();
    }

    /// The target asked for no extended attributes.
    void asked(Item item, SumHead sums) throws TooLarge {
        asked(item, sums, XattrSets.NOTHING);
    }

    /// The target asked.
    ///
    /// @param sums [SumHead#NONE] where no content is asked for
    /// @param places of extended attributes in the entry's set; kept
    synchronized void asked(Item item, SumHead sums, int[] places) throws TooLarge {
        if (waiting == items.length) {
            items = larger(items);
            heads = larger(heads);
            beyond = beyond.length == 0 ? beyond : larger(beyond);
        }
        int at = head + waiting & items.length - 1;
        if (beyond.length == 0 && (item.other() != null || places.length > 0)) {
            budget.take((long) items.length * REFERENCE);
            beyond = new Beyond[items.length];
        }
        if (beyond.length > 0) {
            beyond[at] = kept(item.other(), places);
        }
        items[at] = packed(item, sums);
        heads[at] = packed(sums);
        waiting++;
        due.set(item.index(), item.isTransfer());
    }

    private long[] larger(long[] ring) throws TooLarge {
        long[] larger = budget.resized(ring, ring.length * 2);
        System.arraycopy(ring, 0, larger, ring.length, head);
        return larger;
    }

    private @Nullable Beyond kept(@Nullable TreePath other, int[] places) throws TooLarge {
        if (other == null && places.length == 0) {
            return null;
        }
        Beyond more = new Beyond(other, places);
        budget.take(more.bytes());
        return more;
    }

    private @Nullable Beyond[] larger(@Nullable Beyond[] ring) throws TooLarge {
        budget.take((long) ring.length * REFERENCE);
        @Nullable Beyond[] larger = Arrays.copyOf(ring, ring.length * 2);
        System.arraycopy(ring, 0, larger, ring.length, head);
        return larger;
    }

    /// The source begins to answer, and is at the extended attributes.
    ///
    /// @return the places of those that were asked for
    /// @throws Broken when this is not the request that is due
    synchronized int[] places(Item item) throws Broken {
        if (waiting == 0
                || (items[head] ^ packed(item, SumHead.NONE)) >>> 8 != 0
                || !Objects.equals(beyond().other, item.other())) {
            throw unasked(item);
        }
        return beyond().places;
    }

    private Beyond beyond() {
        Beyond more = beyond.length == 0 ? null : beyond[head];
        return more == null ? Beyond.NOTHING : more;
    }

    /// The source began an answer; [#finished] says that all of it is there.
    ///
    /// @throws Broken when this is not the request that is due
    synchronized void answered(Item item, SumHead sums) throws Broken {
        if (waiting == 0
                || items[head] != packed(item, sums)
                || heads[head] != packed(sums)
                || !Objects.equals(beyond().other, item.other())) {
            throw unasked(item);
        }
        forget(head);
        due.clear(item.index());
        head = head + 1 & items.length - 1;
        waiting--;
        inside = true;
    }

    /// The answer that was begun is there.
    synchronized void finished() {
        inside = false;
    }

    private void forget(int at) {
        Beyond more = beyond.length == 0 ? null : beyond[at];
        if (more != null) {
            budget.give(more.bytes());
            beyond[at] = null;
        }
    }

    private static Broken unasked(Item item) {
        return new Broken(
                "an answer for index " + item.index() + " that is not what was asked for");
    }

    /// The source said that it will not send this one after all.
    synchronized void refused(int index) throws Broken {
        int mask = items.length - 1;
        for (int i = 0; i < Math.min(waiting, MAX_OVERTAKEN); i++) {
            if ((int) (items[head + i & mask] >> 32) == index) {
                forget(head + i & mask);
                for (int j = i; j > 0; j--) {
                    items[head + j & mask] = items[head + j - 1 & mask];
                    heads[head + j & mask] = heads[head + j - 1 & mask];
                    if (beyond.length > 0) {
                        beyond[head + j & mask] = beyond[head + j - 1 & mask];
                    }
                }
                if (beyond.length > 0) {
                    beyond[head] = null;
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
