package lockstep.rsync.token;

import java.util.Arrays;
import lockstep.wire.Broken;

/// A code of finite state entropy, as RFC 8878 has it in 4.1: a state stands for a symbol, and
/// tells how many bits lead to the next state and what to add to them. One object becomes one code
/// after the other, because each block may bring its own and none is to cost memory.
final class FseTable {
    /// The code for numbers of literals that every reader knows, by how often each symbol comes in
    /// 64; -1 is less than once. From section 3.1.1.3.2.2 of the RFC, as the two others.
    static final int[] LITERALS = {
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1,
        1, -1, -1, -1, -1
    };

    /// Likewise for lengths of copied bytes.
    static final int[] COPIES = {
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
    };

    /// Likewise for distances, in 32.
    static final int[] DISTANCES = {
        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
    };

    private static final int SMALLEST_LOG = 5;
    private static final int MORE = 3;

    private final byte[] symbols;
    private final byte[] bits;
    private final short[] bases;
    /// Of the states, for each symbol; together all of them, -1 counting as one.
    private final int[] shares;

    /// While the states are numbered: the next number among those of each symbol.
    private final int[] next;

    private int log;

    /// Room for a code of the symbols up to `maxSymbol`, with at most `1 << maxLog` states.
    FseTable(int maxSymbol, int maxLog) {
        symbols = new byte[1 << maxLog];
        bits = new byte[1 << maxLog];
        bases = new short[1 << maxLog];
        shares = new int[maxSymbol + 1];
        next = new int[maxSymbol + 1];
    }

    /// A code that every reader knows.
    ///
    /// @param log of the number of states, to base 2
    static FseTable known(int log, int[] shares) {
        FseTable table = new FseTable(shares.length - 1, log);
        System.arraycopy(shares, 0, table.shares, 0, shares.length);
        table.share(log);
        return table;
    }

    /// Becomes the code without bits that stands for one symbol.
    void always(int symbol) {
        Arrays.fill(shares, 0);
        shares[symbol] = 1;
        share(0);
    }

    /// Becomes the code that comes next in a block: the logarithm less five in four bits, then the
    /// symbols' shares plus one, each in as many bits as what is left to share can need; behind a
    /// share of none, two bits at a time tell how many more have none.
    void read(Bits from) throws Broken {
        int told = SMALLEST_LOG + from.next(4);
        if (1 << told > symbols.length) {
            throw new Broken("a Zstandard code of " + told + " bits");
        }
        Arrays.fill(shares, 0);
        int left = 1 << told;
        int symbol = 0;
        while (left > 0) {
            require(symbol < shares.length);
            int share = readShare(from, left);
            shares[symbol++] = share;
            left -= Math.abs(share);
            if (share == 0) {
                int none = MORE;
                while (none == MORE) {
                    none = from.next(2);
                    symbol += none;
                    require(symbol < shares.length);
                }
            }
        }
        share(told);
    }

    /// Of the values that a share can have, the low ones are written with one bit less.
    private static int readShare(Bits from, int left) throws Broken {
        int most = left + 1;
        int width = 32 - Integer.numberOfLeadingZeros(most);
        int half = 1 << width - 1;
        int shorter = 2 * half - 1 - most;
        int value = from.next(width - 1);
        if (value >= shorter) {
            value |= from.next(1) << width - 1;
            if (value >= half) {
                value -= shorter;
            }
        }
        return value - 1;
    }

    /// Gives the symbols their states.
    private void share(int ofStates) {
        log = ofStates;
        int states = 1 << log;
        spread(states);
        for (int s = 0; s < shares.length; s++) {
            next[s] = Math.abs(shares[s]);
        }
        for (int state = 0; state < states; state++) {
            int x = next[symbols[state]]++;
            int width = log - (31 - Integer.numberOfLeadingZeros(x));
            bits[state] = (byte) width;
            bases[state] = (short) ((x << width) - states);
        }
    }

    /// Rare symbols get the last states, one each; the others are strewn over the rest.
    private void spread(int states) {
        int top = states;
        for (int s = 0; s < shares.length; s++) {
            if (shares[s] < 0) {
                symbols[--top] = (byte) s;
            }
        }
        int step = (states >> 1) + (states >> 3) + 3;
        int at = 0;
        for (int s = 0; s < shares.length; s++) {
            for (int i = 0; i < shares[s]; i++) {
                symbols[at] = (byte) s;
                do {
                    at = at + step & states - 1;
                } while (at >= top);
            }
        }
    }

    int log() {
        return log;
    }

    int symbol(int state) {
        return symbols[state];
    }

    /// How many bits lead on from a state.
    int bits(int state) {
        return bits[state];
    }

    /// What to add to those bits.
    int base(int state) {
        return bases[state];
    }

    private static void require(boolean sane) throws Broken {
        if (!sane) {
            throw new Broken("a Zstandard code that is damaged");
        }
    }

    /// The bits of a block from its front on, low ones of a byte first.
    static final class Bits {
        private final byte[] from;
        private long bit;
        private long end;

        Bits(byte[] from) {
            this.from = from;
        }

        /// From here on, those of `[at, end)`.
        void within(int at, int end) {
            this.bit = at * 8L;
            this.end = end * 8L;
        }

        private int next(int width) throws Broken {
            require(bit + width <= end);
            int value = 0;
            for (int i = 0; i < width; i++, bit++) {
                value |= (from[(int) (bit >> 3)] >> (int) (bit & 7) & 1) << i;
            }
            return value;
        }

        /// Where the first whole byte behind those that were read begins.
        int at() {
            return (int) (bit + 7 >> 3);
        }
    }
}
