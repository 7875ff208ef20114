package lockstep.rsync.token;

import java.util.Arrays;
import lockstep.wire.Broken;

/// A code of finite state entropy, as RFC 8878 has it in 4.1: a state stands for a symbol, and
/// tells how many bits lead to the next state and what to add to them.
final class FseTable {
    /// The code for numbers of literals that every reader knows, by how often each symbol comes in
    /// 64; -1 is less than once. From section 3.1.1.3.2.2 of the RFC, as the two others.
    static final FseTable LITERALS =
            new FseTable(
                    6,
                    new int[] {
                        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2,
                        3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1
                    });

    /// Likewise for lengths of copied bytes.
    static final FseTable COPIES =
            new FseTable(
                    6,
                    new int[] {
                        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1,
                        -1, -1, -1, -1
                    });

    /// Likewise for distances, in 32.
    static final FseTable DISTANCES =
            new FseTable(
                    5,
                    new int[] {
                        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1,
                        -1, -1, -1, -1
                    });

    private final int log;
    private final byte[] symbols;
    private final byte[] bits;
    private final short[] bases;

    /// @param log of the number of states, to base 2
    /// @param shares of the states for each symbol; together all of them, -1 counting as one
    private FseTable(int log, int[] shares) {
        this.log = log;
        int states = 1 << log;
        symbols = new byte[states];
        bits = new byte[states];
        bases = new short[states];
        spread(shares);
        int[] next = new int[shares.length];
        Arrays.setAll(next, s -> Math.abs(shares[s]));
        for (int state = 0; state < states; state++) {
            int x = next[symbols[state]]++;
            int width = log - (31 - Integer.numberOfLeadingZeros(x));
            bits[state] = (byte) width;
            bases[state] = (short) ((x << width) - states);
        }
    }

    /// Rare symbols get the last states, one each; the others are strewn over the rest.
    private void spread(int[] shares) {
        int states = symbols.length;
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

    /// A code without bits that stands for one symbol.
    static FseTable always(int symbol) {
        int[] shares = new int[symbol + 1];
        shares[symbol] = 1;
        return new FseTable(0, shares);
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

    /// Reads a code from a block: the logarithm less five in four bits, then the symbols' shares
    /// plus one, each in as many bits as what is left to share can need; behind a share of none,
    /// two bits at a time tell how many more have none.
    static final class Reader {
        private static final int SMALLEST_LOG = 5;
        private static final int MORE = 3;

        private final byte[] from;
        private final long endBit;
        private long bit;

        /// Reads within `from[at, end)`.
        Reader(byte[] from, int at, int end) {
            this.from = from;
            this.bit = at * 8L;
            this.endBit = end * 8L;
        }

        FseTable read(int maxSymbol, int maxLog) throws Broken {
            int log = SMALLEST_LOG + bits(4);
            if (log > maxLog) {
                throw new Broken("a Zstandard code of " + log + " bits");
            }
            int[] shares = new int[maxSymbol + 1];
            int left = 1 << log;
            int symbol = 0;
            while (left > 0) {
                require(symbol <= maxSymbol);
                int share = share(left);
                shares[symbol++] = share;
                left -= Math.abs(share);
                if (share == 0) {
                    int none = MORE;
                    while (none == MORE) {
                        none = bits(2);
                        symbol += none;
                        require(symbol <= maxSymbol);
                    }
                }
            }
            return new FseTable(log, shares);
        }

        /// Of the values that a share can have, the low ones are written with one bit less.
        private int share(int left) throws Broken {
            int most = left + 1;
            int width = 32 - Integer.numberOfLeadingZeros(most);
            int half = 1 << width - 1;
            int shorter = 2 * half - 1 - most;
            int value = bits(width - 1);
            if (value >= shorter) {
                value |= bits(1) << width - 1;
                if (value >= half) {
                    value -= shorter;
                }
            }
            return value - 1;
        }

        private int bits(int width) throws Broken {
            require(bit + width <= endBit);
            int value = 0;
            for (int i = 0; i < width; i++, bit++) {
                value |= (from[(int) (bit >> 3)] >> (int) (bit & 7) & 1) << i;
            }
            return value;
        }

        private static void require(boolean sane) throws Broken {
            if (!sane) {
                throw new Broken("a Zstandard code that is damaged");
            }
        }

        /// Where what follows begins.
        int at() {
            return (int) (bit + 7 >> 3);
        }
    }
}
