package lockstep.tree;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that what one peer tells may take. Whatever grows with a peer's bytes is paid for
/// here, in bytes and before it is made, so that a list without end ends in a fault and not in a
/// heap that is full. Any thread.
///
/// An array that is made longer is there twice for a moment and paid for twice. Objects are paid
/// for at what they take in a heap under 32 GiB, rounded up.
///
/// Also counts the entries that were told, so that a refusal can say how far it came.
public final class Budget {
    /// What the heap is divided by for all that is being told. The other half is for what was told
    /// before and is still shown, and for what is made of it.
    private static final int SHARE = 2;

    /// The longest array that Java makes.
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /// An object or an array without what is in it, and its place in a list or a map.
    private static final int OBJECT = 48;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();

    /// @param limit in bytes
    public Budget(long limit) {
        this.limit = limit;
    }

    /// The bytes for each of so many peers that tell at the same time: half of the heap, shared
    /// evenly.
    public static long share(int peers) {
        return Runtime.getRuntime().maxMemory() / SHARE / Math.max(1, peers);
    }

    /// What some bytes take that are kept as an object of their own, in a list or a map.
    public static long kept(int length) {
        return OBJECT + (long) length;
    }

    /// Another entry was told. Only the thread that reads the peer may say so.
    public void counted() {
        entries.lazySet(entries.getPlain() + 1);
    }

    /// Pays for so many bytes.
    ///
    /// @throws TooLarge when there are not so many left
    public void take(long bytes) throws TooLarge {
        if (!takes(bytes)) {
            throw new TooLarge(entries.get(), true);
        }
    }

    /// Pays for so many bytes, or tells that there are not so many left.
    public boolean takes(long bytes) {
        if (taken.addAndGet(bytes) > limit) {
            give(bytes);
            return false;
        }
        return true;
    }

    /// Gives back what was paid for something that is let go.
    public void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /// What is paid for at this moment, in bytes.
    public long taken() {
        return taken.get();
    }

    /// What to throw for something that no memory could hold.
    public TooLarge tooMany() {
        return new TooLarge(entries.get(), false);
    }

    /// The array with another length; what it had is given back.
    public byte[] resized(byte[] array, int length) throws TooLarge {
        take(length);
        byte[] other = Arrays.copyOf(array, length);
        give(array.length);
        return other;
    }

    /// As [#resized(byte[], int)].
    public boolean[] resized(boolean[] array, int length) throws TooLarge {
        take(length);
        boolean[] other = Arrays.copyOf(array, length);
        give(array.length);
        return other;
    }

    /// As [#resized(byte[], int)].
    public int[] resized(int[] array, int length) throws TooLarge {
        take((long) length * Integer.BYTES);
        int[] other = Arrays.copyOf(array, length);
        give((long) array.length * Integer.BYTES);
        return other;
    }

    /// As [#resized(byte[], int)].
    public long[] resized(long[] array, int length) throws TooLarge {
        take((long) length * Long.BYTES);
        long[] other = Arrays.copyOf(array, length);
        give((long) array.length * Long.BYTES);
        return other;
    }

    /// The array where it has so many places, else a longer one.
    public byte[] withRoom(byte[] array, long places) throws TooLarge {
        return places <= array.length ? array : resized(array, length(places));
    }

    /// As [#withRoom(byte[], long)].
    public boolean[] withRoom(boolean[] array, long places) throws TooLarge {
        return places <= array.length ? array : resized(array, length(places));
    }

    /// As [#withRoom(byte[], long)].
    public int[] withRoom(int[] array, long places) throws TooLarge {
        return places <= array.length ? array : resized(array, length(places));
    }

    /// As [#withRoom(byte[], long)].
    public long[] withRoom(long[] array, long places) throws TooLarge {
        return places <= array.length ? array : resized(array, length(places));
    }

    /// Half as much again as is needed, so that growing costs each place a constant.
    private int length(long places) throws TooLarge {
        if (places > LONGEST) {
            throw tooMany();
        }
        return (int) Math.min(LONGEST, places + (places >> 1) + 8);
    }
}
