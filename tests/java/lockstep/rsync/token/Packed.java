package lockstep.rsync.token;

import java.util.Arrays;
import java.util.zip.Deflater;
import lockstep.wire.Bytes;

/// Packed content as a sender writes it: token by token, each literal run packed with what the
/// program under test does not use.
public final class Packed {
    private static final int MOST = 0x3fff;

    private final Bytes bytes = new Bytes();
    private final Deflater deflater = new Deflater(6, true);

    /// Literal bytes, deflated and flushed, without the four bytes that a receiver knows.
    public Packed deflated(byte[] content) {
        byte[] out = new byte[content.length + 1_000];
        deflater.setInput(content);
        int n = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return packed(Arrays.copyOf(out, n - 4));
    }

    /// Bytes that are packed already.
    public Packed packed(byte[] content) {
        for (int at = 0; at < content.length; at += MOST) {
            int n = Math.min(MOST, content.length - at);
            bytes.u8(0x40 | n >> 8, n).raw(Arrays.copyOfRange(content, at, at + n));
        }
        return this;
    }

    public Packed block(int number) {
        bytes.u8(0x20).i32(number);
        return this;
    }

    /// @param more how many blocks follow the first
    public Packed blocks(int first, int more) {
        bytes.u8(0x21).i32(first).u16(more);
        return this;
    }

    public Packed nextBlock(int distance) {
        bytes.u8(0x80 | distance);
        return this;
    }

    public Packed nextBlocks(int distance, int more) {
        bytes.u8(0xc0 | distance).u16(more);
        return this;
    }

    public Bytes end() {
        deflater.end();
        return bytes.u8(0);
    }
}
