package lockstep.rsync.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import lockstep.wire.Broken;
import org.jspecify.annotations.Nullable;

/// Compressed blocks of one frame: literals, whose number stands before them, and sequences, each
/// of which copies some bytes. What a block gives is as long as its literals and its copies
/// together, so neither the literals need decoding nor the places that are copied from.
///
/// The codes of the sequences' numbers are [FseTable]s; a block may go on with those of the one
/// before. Their bits are read from the end of the block to its front, below the highest one set.
final class ZstdBlock {
    /// The most that a block holds, and the most it gives.
    static final int MAX_SIZE = 128 << 10;

    /// Bytes behind a block that may be read and mean nothing.
    static final int SLACK = 8;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SHORTEST_COPY = 3;

    /// What a code for a length of copied bytes begins at, from code 32 on.
    private static final int[] COPY_BASES = {
        35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387,
        32771, 65539
    };

    /// Bits that follow a code for a number of literals, from code 16 on; none before.
    private static final int[] LITERAL_BITS = {
        1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };

    /// Likewise for a length of copied bytes, from code 32 on.
    private static final int[] COPY_BITS = {
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };

    private final byte[] block;
    private final FseTable.Bits front;
    private final Codes literals = new Codes(35, 9, FseTable.known(6, FseTable.LITERALS));
    private final Codes distances = new Codes(31, 8, FseTable.known(5, FseTable.DISTANCES));
    private final Codes copies = new Codes(52, 9, FseTable.known(6, FseTable.COPIES));
    private int at;
    private int end;

    /// Where the bits to be read next end.
    private long bit;

    /// @param block holds each block at its front when [#length] is called
    ZstdBlock(byte[] block) {
        this.block = block;
        this.front = new FseTable.Bits(block);
    }

    /// A frame begins: there are no codes to go on with.
    void beginFrame() {
        literals.table = null;
        distances.table = null;
        copies.table = null;
    }

    /// The length of what the block of `size` bytes gives.
    long length(int size) throws Broken {
        at = 0;
        end = size;
        long all = literalSection();
        int sequences = count();
        if (sequences > 0) {
            int modes = next();
            if ((modes & 3) != 0) {
                throw new Broken("a Zstandard block with codes of an unknown form");
            }
            literals.read(modes >> 6);
            distances.read(modes >> 4 & 3);
            copies.read(modes >> 2 & 3);
            all += copied(sequences);
        }
        if (at != end && sequences == 0 || all > MAX_SIZE) {
            throw new Broken("a Zstandard block that is longer than it may be");
        }
        return all;
    }

    private int next() throws Broken {
        require(1);
        return block[at++] & 0xff;
    }

    private void require(int bytes) throws Broken {
        if (bytes > end - at) {
            throw new Broken("a Zstandard block that is cut off");
        }
    }

    /// Passes over the literals; gives their number.
    private int literalSection() throws Broken {
        int first = next();
        int form = first >> 2 & 3;
        boolean plain = (first & 2) == 0;
        int number;
        int bytes;
        if (plain) {
            number =
                    switch (form) {
                        case 1 -> first >> 4 | next() << 4;
                        case 3 -> first >> 4 | next() << 4 | next() << 12;
                        default -> first >> 3;
                    };
            bytes = (first & 1) == 0 ? number : 1;
        } else {
            int width = form < 2 ? 10 : form == 2 ? 14 : 18;
            long bits = first >> 4;
            for (int have = 4; have < 2 * width; have += 8) {
                bits |= (long) next() << have;
            }
            number = (int) bits & (1 << width) - 1;
            bytes = (int) (bits >> width);
        }
        require(bytes);
        at += bytes;
        return number;
    }

    private int count() throws Broken {
        int first = next();
        if (first < 128) {
            return first;
        }
        return first < 255 ? (first - 128 << 8) + next() : next() + (next() << 8) + 0x7f00;
    }

    /// Reads the sequences; gives the length of all that they copy.
    private long copied(int sequences) throws Broken {
        int top = end > at ? block[end - 1] & 0xff : 0;
        if (top == 0) {
            throw new Broken("a Zstandard block without an end mark");
        }
        bit = end * 8L - Integer.numberOfLeadingZeros(top << 24) - 1;
        FseTable literal = literals.known();
        FseTable distance = distances.known();
        FseTable copy = copies.known();
        int l = bits(literal.log());
        int d = bits(distance.log());
        int c = bits(copy.log());
        long all = 0;
        for (int i = 1; ; i++) {
            bits(distance.symbol(d));
            all += copyLength(copy.symbol(c));
            int literalCode = literal.symbol(l);
            bits(literalCode < 16 ? 0 : LITERAL_BITS[literalCode - 16]);
            if (i == sequences) {
                break;
            }
            l = literal.base(l) + bits(literal.bits(l));
            c = copy.base(c) + bits(copy.bits(c));
            d = distance.base(d) + bits(distance.bits(d));
        }
        if (bit != at * 8L) {
            throw new Broken("a Zstandard block with bits that are left over");
        }
        return all;
    }

    private int copyLength(int code) throws Broken {
        if (code < 32) {
            return code + SHORTEST_COPY;
        }
        int width = COPY_BITS[code - 32];
        return COPY_BASES[code - 32] + bits(width);
    }

    /// The next bits, from the end on; at most 31.
    private int bits(int width) throws Broken {
        bit -= width;
        if (bit < at * 8L) {
            throw new Broken("a Zstandard block with too few bits");
        }
        long value = (long) LONG.get(block, (int) (bit >> 3)) >>> (bit & 7);
        return (int) (value & (1L << width) - 1);
    }

    /// The codes of one of a sequence's three numbers.
    private final class Codes {
        private final int maxSymbol;
        private final FseTable usual;
        private final FseTable own;
        private @Nullable FseTable table;

        Codes(int maxSymbol, int maxLog, FseTable usual) {
            this.maxSymbol = maxSymbol;
            this.usual = usual;
            this.own = new FseTable(maxSymbol, maxLog);
        }

        /// Reads what stands for them in a block.
        void read(int mode) throws Broken {
            switch (mode) {
                case 0 -> table = usual;
                case 1 -> {
                    int symbol = next();
                    if (symbol > maxSymbol) {
                        throw new Broken("a Zstandard block with the code " + symbol);
                    }
                    own.always(symbol);
                    table = own;
                }
                case 2 -> {
                    front.within(at, end);
                    own.read(front);
                    at = front.at();
                    table = own;
                }
                default -> known();
            }
        }

        FseTable known() throws Broken {
            FseTable known = table;
            if (known == null) {
                throw new Broken("a Zstandard block that goes on with codes of none before");
            }
            return known;
        }
    }
}
