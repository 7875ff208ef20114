package lockstep.rsync.token;

import java.io.IOException;
import lockstep.wire.Broken;
import lockstep.wire.WireIn;

/// Content with its literal bytes packed, in whatever way. A token begins with a byte:
///
/// | byte | meaning |
/// | --- | --- |
/// | 0 | the end |
/// | 0x20 | the block whose number follows as an int32 |
/// | 0x21 | likewise, and as many after it as the next two bytes say, low byte first |
/// | 0x40 + h | packed bytes: h and the next byte are their number, high part first |
/// | 0x80 + d | the block d after the one last named |
/// | 0xc0 + d | likewise, and as many after it as the next two bytes say |
///
/// The block last named is the last one of a run, and 0 when a file begins.
final class PackedTokens implements Tokens {
    private static final int END = 0;
    private static final int BLOCK = 0x20;
    private static final int BLOCKS = 0x21;
    private static final int KIND = 0xc0;
    private static final int PACKED = 0x40;
    private static final int NEXT_BLOCK = 0x80;
    private static final int NEXT_BLOCKS = 0xc0;
    private static final int MAX_PACKED = 0x3fff;

    private final byte[] packed = new byte[MAX_PACKED];
    private final PackedLength length;

    PackedTokens(PackedLength length) {
        this.length = length;
    }

    @Override
    public void pass(WireIn in, TokenSink sink) throws IOException {
        length.begin();
        boolean literal = false;
        int block = 0;
        for (int flag = in.unsignedByte(); flag != END; flag = in.unsignedByte()) {
            if ((flag & KIND) == PACKED) {
                int n = (flag & ~KIND) << 8 | in.unsignedByte();
                in.fully(packed, 0, n);
                sink.literal(length.of(packed, n));
                literal = true;
            } else {
                if (literal) {
                    sink.literal(length.pause());
                    literal = false;
                }
                block = blocks(in, sink, flag, block);
            }
            in.forward();
        }
        if (literal) {
            sink.literal(length.pause());
        }
    }

    /// Gives the block named last.
    private static int blocks(WireIn in, TokenSink sink, int flag, int last) throws IOException {
        boolean run = flag == BLOCKS || (flag & KIND) == NEXT_BLOCKS;
        long first;
        if (flag == BLOCK || flag == BLOCKS) {
            first = in.int32();
        } else if (run || (flag & KIND) == NEXT_BLOCK) {
            first = last + (long) (flag & ~KIND);
        } else {
            throw new Broken("a token of the kind " + flag);
        }
        int more = run ? in.unsignedShort() : 0;
        if (run && more == 0) {
            throw new Broken("a run of no more blocks");
        }
        sink.matched(first, 1 + more);
        return (int) first + more;
    }

    @Override
    public void close() {
        length.close();
    }
}
