package lockstep.rsync.token;

import lockstep.wire.Broken;

/// LZ4 blocks, a whole one at a time and each on its own. A block is a row of: a byte with the
/// number of literal bytes (high four bits) and that of copied ones less four, more bytes of the
/// first number while they are 255, the literals, where to copy from (two bytes), more bytes of
/// the second number. After the last literals it ends.
final class Lz4Length implements PackedLength {
    private static final int SHORTEST_COPY = 4;
    private static final int MORE = 15;

    private byte[] block = new byte[0];
    private int at;
    private int end;

    @Override
    public void begin() {}

    @Override
    public long of(byte[] packed, int length) throws Broken {
        block = packed;
        at = 0;
        end = length;
        long all = 0;
        while (true) {
            int both = next();
            long literals = number(both >> 4);
            if (literals > end - at) {
                throw new Broken("an LZ4 block that is cut off");
            }
            at += (int) literals;
            all += literals;
            if (at == end) {
                return all;
            }
            int distance = next() | next() << 8;
            if (distance == 0 || distance > all) {
                throw new Broken("an LZ4 block that copies from before itself");
            }
            all += SHORTEST_COPY + number(both & MORE);
        }
    }

    private long number(int first) throws Broken {
        long number = first;
        int more = first == MORE ? 255 : 0;
        while (more == 255) {
            more = next();
            number += more;
        }
        return number;
    }

    private int next() throws Broken {
        if (at == end) {
            throw new Broken("an LZ4 block that is cut off");
        }
        return block[at++] & 0xff;
    }

    @Override
    public long pause() {
        return 0;
    }
}
