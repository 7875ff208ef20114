package lockstep.rsync;

import java.io.IOException;
import java.util.Arrays;
import lockstep.tree.Budget;
import lockstep.tree.TooLarge;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;

/// The sets of extended attributes that a source told, and which of their values it left out
/// because they are long: a target asks for those that it lacks, and the answer brings them.
///
/// With an entry stands a varint: 1 + the number of an earlier set, or 0 and a new one: the count,
/// then for each the length of its name with a NUL at the end, the length of its value, the name,
/// and the value, or its MD5 where it is longer than 32 bytes.
///
/// A request is a varint for each value: the distance of its place in the set, counted from 1, from
/// the one before; 0 ends. An answer has for each the distance, the length, which may have changed
/// since, and the value; 0 ends.
///
/// Filled by the thread that reads the source, asked by both.
final class XattrSets {
    /// What an entry has that has no set.
    static final int NONE = -1;

    private static final int MAX_IN_SET = 1 << 16;
    private static final int MAX_NAME = 1 << 10;
    private static final int SHORT = 32;
    private static final int DIGEST = 16;

    /// Linux has 64 kB, others more; a value passes through and is never held.
    static final int MAX_VALUE = 1 << 26;

    /// No places.
    static final int[] NOTHING = {};

    private static final int[] FROM_THE_START = {0};

    /// The set being read: its long values, so far.
    private final byte[] scratch = new byte[MAX_NAME];

    private final Budget budget;
    private int[] open = NOTHING;
    private int opened;

    /// Where in `places` the long values of each set begin.
    private int[] from = FROM_THE_START;

    private int[] places = NOTHING;
    private int count;

    /// @param budget of the source
    XattrSets(Budget budget) {
        this.budget = budget;
    }

    /// Reads what stands with an entry; gives the number of its set. Nothing is locked while this
    /// waits, for what it waits for may depend on what the target says next.
    int read(WireIn in) throws IOException {
        int known = in.count(count, "the number of a set of extended attributes");
        if (known > 0) {
            return known - 1;
        }
        opened = 0;
        int size = in.count(MAX_IN_SET, "extended attributes");
        for (int place = 1; place <= size; place++) {
            if (attribute(in)) {
                open = budget.withRoom(open, opened + 1L);
                open[opened++] = place;
            }
        }
        return add();
    }

    /// Reads one; tells whether its value was left out.
    private boolean attribute(WireIn in) throws IOException {
        int length = in.count(MAX_NAME, "the name of an extended attribute");
        int value = in.count(MAX_VALUE, "an extended attribute");
        in.fully(scratch, 0, length);
        if (length < 2) {
            throw new Broken("an extended attribute without a name");
        }
        for (int i = 0; i < length; i++) {
            if ((scratch[i] == 0) != (i == length - 1)) {
                throw new Broken("the name of an extended attribute with a NUL inside or no end");
            }
        }
        in.fully(scratch, 0, value > SHORT ? DIGEST : value);
        return value > SHORT;
    }

    private synchronized int add() throws TooLarge {
        int used = from[count];
        places = budget.withRoom(places, (long) used + opened);
        System.arraycopy(open, 0, places, used, opened);
        from = budget.withRoom(from, count + 2L);
        from[count + 1] = used + opened;
        return count++;
    }

    /// Reads which values of a set a target asks for, as places in the set, rising.
    ///
    /// @param set [#NONE] for an entry that has none
    int[] asked(WireIn in, int set) throws IOException {
        int[] wanted = NOTHING;
        int n = 0;
        int place = 0;
        for (int step = step(in); step != 0; step = step(in)) {
            place += step;
            if (place > MAX_IN_SET) {
                throw new Broken("a request for extended attribute " + place);
            }
            wanted = n < wanted.length ? wanted : Arrays.copyOf(wanted, n + (n >> 1) + 1);
            wanted[n++] = place;
        }
        wanted = Arrays.copyOf(wanted, n);
        judge(wanted, set);
        return wanted;
    }

    private synchronized void judge(int[] wanted, int set) throws Broken {
        int at = set == NONE ? 0 : from[set];
        int end = set == NONE ? 0 : from[set + 1];
        for (int place : wanted) {
            at = Arrays.binarySearch(places, at, end, place) + 1;
            if (at <= 0) {
                throw new Broken(
                        "a request for extended attribute "
                                + place
                                + ", which was sent or is none");
            }
        }
    }

    /// Lets the values through that were asked for.
    static void answered(WireIn in, int[] wanted) throws IOException {
        int place = 0;
        for (int due : wanted) {
            place += step(in);
            if (place != due) {
                throw new Broken("extended attribute " + place + " where " + due + " was due");
            }
            in.through(in.count(MAX_VALUE, "an extended attribute"));
        }
        if (step(in) != 0) {
            throw new Broken("more extended attributes than were asked for");
        }
    }

    private static int step(WireIn in) throws IOException {
        return in.count(MAX_IN_SET, "the place of an extended attribute");
    }
}
