package lockstep.wire;

import java.io.IOException;

/// File indices, each written as its distance from the one before; positive and negative ones
/// count apart. One object a direction: it carries that state.
///
/// A zero byte is [#DONE]; 0xff announces a negative index; 0xfe a distance of two bytes or, with
/// the high bit set, a whole index of four.
public final class Index {
    /// A phase or a list is done.
    public static final int DONE = -1;

    /// No further list follows.
    public static final int LISTS_END = -2;

    /// Deletion statistics follow.
    public static final int DELETE_STATISTICS = -3;

    /// A list of directory `n` is announced by `LIST_OFFSET - n`.
    public static final int LIST_OFFSET = -101;

    private int positive = -1;
    private int negative = 1;

    /// Reads the next index.
    public int read(WireIn in) throws IOException {
        int b = in.unsignedByte();
        if (b == 0) {
            return DONE;
        }
        boolean below = b == 0xff;
        if (below) {
            b = in.unsignedByte();
        }
        int value = (below ? negative : positive) + b;
        if (b == 0xfe) {
            int high = in.unsignedByte();
            int low = in.unsignedByte();
            value =
                    (high & 0x80) != 0
                            ? low | in.unsignedShort() << 8 | (high & 0x7f) << 24
                            : (below ? negative : positive) + (high << 8 | low);
        }
        if (value < 0) {
            throw new Broken("an index that runs over");
        }
        if (below) {
            negative = value;
            return -value;
        }
        positive = value;
        return value;
    }

    /// Reads what follows [#DELETE_STATISTICS]: how many files, directories, links, devices and
    /// specials were deleted. A sender repeats to its client what the generator told it.
    public static long[] readDeleteStatistics(WireIn in) throws IOException {
        long[] counts = new long[5];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.count(Integer.MAX_VALUE, "deletions");
        }
        return counts;
    }

    /// Writes [#DONE].
    public static void writeDone(WireOut out) throws IOException {
        out.unsignedByte(0);
    }
}
