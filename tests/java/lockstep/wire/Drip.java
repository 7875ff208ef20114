package lockstep.wire;

import java.io.InputStream;

/// Gives at most `piece` bytes at a time, and never says that more are ready.
final class Drip extends InputStream {
    private final byte[] bytes;
    private final int piece;
    private int at;

    Drip(byte[] bytes, int piece) {
        this.bytes = bytes;
        this.piece = piece;
    }

    @Override
    public int read() {
        return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (at == bytes.length) {
            return -1;
        }
        int n = Math.min(Math.min(piece, length), bytes.length - at);
        System.arraycopy(bytes, at, into, offset, n);
        at += n;
        return n;
    }
}
