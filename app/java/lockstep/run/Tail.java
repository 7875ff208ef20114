package lockstep.run;

import lockstep.fault.Visible;

/// The last bytes of what is written here, on another thread than it is looked at.
final class Tail {
    private final byte[] ring;
    private long written;

    /// @param most the bytes that are kept
    Tail(int most) {
        ring = new byte[most];
    }

    /// Takes the first `length` bytes of `from`.
    synchronized void write(byte[] from, int length) {
        for (int i = Math.max(0, length - ring.length); i < length; i++) {
            ring[(int) ((written + i) % ring.length)] = from[i];
        }
        written += length;
    }

    /// What is kept, made visible, without blanks around it; an ellipsis stands for what is not.
    synchronized String visible() {
        int length = (int) Math.min(written, ring.length);
        byte[] kept = new byte[length];
        for (int i = 0; i < length; i++) {
            kept[i] = ring[(int) ((written - length + i) % ring.length)];
        }
        int from = written > length ? afterHalfCharacter(kept) : 0;
        int to = length;
        while (to > from && isBlank(kept[to - 1])) {
            to--;
        }
        while (from < to && isBlank(kept[from])) {
            from++;
        }
        return (written > length ? "…" : "") + Visible.bytes(kept, from, to - from);
    }

    private static int afterHalfCharacter(byte[] kept) {
        int at = 0;
        while (at < Math.min(3, kept.length) && (kept[at] & 0xc0) == 0x80) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
