package lockstep.wire;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// rsync's encodings, written independently of the program's own reader: what tests and scripted
/// peers say. The index state belongs to one direction, so one object writes one direction.
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int positive = -1;
    private int negative = 1;

    public Bytes u8(int... values) {
        for (int v : values) {
            out.write(v);
        }
        return this;
    }

    public Bytes u16(int value) {
        return u8(value, value >> 8);
    }

    public Bytes i32(int value) {
        return u16(value).u16(value >> 16);
    }

    public Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Bytes text(String latin1) {
        return raw(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Length bytes, then text.
    public Bytes vstring(String latin1) {
        int n = latin1.length();
        if (n > 0x7f) {
            u8(n >> 8 | 0x80);
        }
        return u8(n).text(latin1);
    }

    public Bytes varint(int value) {
        return varlong(value & 0xffffffffL, 1);
    }

    /// The shortest form: `minimum - 1` low bytes and as many more as are needed, behind a first
    /// byte of that many ones, a zero and what bits of the value have room there.
    public Bytes varlong(long value, int minimum) {
        int extra = 0;
        while (minimum - 1 + extra < 8 && !fits(value >>> 8 * (minimum - 1 + extra), 7 - extra)) {
            extra++;
        }
        int low = minimum - 1 + extra;
        int ones = 0xff00 >> extra & 0xff;
        u8(ones | (low < 8 ? (int) (value >>> 8 * low) : 0));
        for (int i = 0; i < low; i++) {
            u8((int) (value >>> 8 * i));
        }
        return this;
    }

    private static boolean fits(long value, int bits) {
        return Long.compareUnsigned(value, 1L << bits) < 0;
    }

    /// An index in its shortest form.
    public Bytes index(int value) {
        if (value == Index.DONE) {
            return u8(0);
        }
        int number = value;
        int distance;
        if (value < 0) {
            u8(0xff);
            number = -value;
            distance = number - negative;
            negative = number;
        } else {
            distance = number - positive;
            positive = number;
        }
        if (distance > 0 && distance < 0xfe) {
            return u8(distance);
        }
        u8(0xfe);
        if (distance < 0 || distance > 0x7fff) {
            return u8(number >>> 24 | 0x80, number, number >> 8, number >> 16);
        }
        return u8(distance >> 8, distance);
    }

    /// A frame around `payload`.
    public Bytes frame(int tag, byte[] payload) {
        int n = payload.length;
        return u8(n, n >> 8, n >> 16, tag + Tag.RAISED_BY).raw(payload);
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    public InputStream stream() {
        return new java.io.ByteArrayInputStream(bytes());
    }

    /// A reader of what was written.
    public WireIn in() {
        return new WireIn(stream());
    }
}
