package lockstep.drift;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;

/// Sets of signs as bits, one a sign in the order of their declaration: a cell is two bytes, and
/// its primary sign the lowest bit. No bit at all is [Sign#SAME].
final class Signs {
    private static final List<Sign> ALL = List.of(Sign.values());

    /// How many slots there are to count cells in by their primary sign.
    static final int SLOTS = ALL.size();

    static final int UNKNOWN = bit(Sign.UNKNOWN);
    static final int KIND = bit(Sign.KIND);
    static final int MISSING = bit(Sign.MISSING);
    static final int EXTRA = bit(Sign.EXTRA);
    static final int CONTENT = bit(Sign.CONTENT);
    static final int TARGET = bit(Sign.TARGET);
    static final int UNREADABLE = bit(Sign.UNREADABLE);
    static final int MODE = bit(Sign.MODE);
    static final int OWNER = bit(Sign.OWNER);
    static final int TIME = bit(Sign.TIME);
    static final int ABSENT = bit(Sign.ABSENT);

    /// All that make a cell differ.
    static final int DIFFERENCES = of(Sign.differences());

    private Signs() {}

    private static int bit(Sign sign) {
        return 1 << ALL.indexOf(sign);
    }

    static int of(Collection<Sign> signs) {
        int bits = 0;
        for (Sign sign : signs) {
            bits |= sign == Sign.SAME ? 0 : bit(sign);
        }
        return bits;
    }

    static Sign primary(int bits) {
        return inSlot(slot(bits));
    }

    static int slot(int bits) {
        return Math.min(Integer.numberOfTrailingZeros(bits), SLOTS - 1);
    }

    static Sign inSlot(int slot) {
        return ALL.get(slot);
    }

    static EnumSet<Sign> set(int bits) {
        EnumSet<Sign> signs = EnumSet.noneOf(Sign.class);
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            signs.add(primary(rest));
        }
        if (bits == 0) {
            signs.add(Sign.SAME);
        }
        return signs;
    }
}
