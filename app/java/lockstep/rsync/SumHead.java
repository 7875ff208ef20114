package lockstep.rsync;

import java.io.IOException;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;

/// What stands before block sums and before tokens: how many blocks, their length, the length of
/// the strong sums, and the length of the last block where it is shorter.
record SumHead(int count, int blockLength, int sumLength, int remainder) {
    /// What stands for a request that wants no content.
    static final SumHead NONE = new SumHead(0, 0, 0, 0);

    private static final int MAX_BLOCK = 1 << 17;

    /// Each block costs the generator a read of its own file, so this bounds nothing but nonsense.
    /// Below 1 << 28, so that a head can be packed.
    private static final int MAX_COUNT = (1 << 28) - 1;

    /// How long the head itself is.
    static final int BYTES = 16;

    static SumHead read(WireIn in, Digest digest) throws IOException {
        SumHead head = new SumHead(in.int32(), in.int32(), in.int32(), in.int32());
        boolean sane =
                head.count >= 0
                        && head.count <= MAX_COUNT
                        && head.blockLength >= 0
                        && head.blockLength <= MAX_BLOCK
                        && head.sumLength >= 0
                        && head.sumLength <= digest.length()
                        && head.remainder >= 0
                        && head.remainder <= head.blockLength
                        && (head.count == 0 || head.blockLength > 0);
        if (!sane) {
            throw new Broken("block sums of an impossible form: " + head);
        }
        return head;
    }

    /// The length of a block.
    ///
    /// @throws Broken when there is no such block
    long lengthOf(int block) throws Broken {
        if (block < 0 || block >= count) {
            throw new Broken("block " + block + " of " + count);
        }
        return block == count - 1 ? lastLength() : blockLength;
    }

    /// Bytes of the file that was cut into these blocks.
    long length() {
        return count == 0 ? 0 : (long) (count - 1) * blockLength + lastLength();
    }

    private int lastLength() {
        return remainder > 0 ? remainder : blockLength;
    }

    /// The length of `many` blocks from `first` on.
    ///
    /// @param many at least one
    /// @throws Broken when one of them is none
    long lengthOf(long first, int many) throws Broken {
        long last = first + many - 1;
        if (first < 0 || last >= count) {
            throw new Broken("block " + (first < 0 ? first : last) + " of " + count);
        }
        return (many - 1L) * blockLength + lengthOf((int) last);
    }

    /// Bytes of the sums that follow.
    long sumBytes() {
        return (long) count * (4 + sumLength);
    }
}
