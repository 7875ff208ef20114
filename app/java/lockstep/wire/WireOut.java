package lockstep.wire;

import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/// Writes rsync's encodings to a peer: raw at first, in multiplexed frames after [#startFrames].
///
/// Safe for two threads, one that passes data and one that sends messages: each call is atomic.
public final class WireOut implements Flushable {
    /// A whole frame fits in two SSH packets of 32 KiB.
    private static final int BUFFER = 64 << 10;

    private static final int HEADER = 4;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int used;
    private int start;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong content = new AtomicLong();

    public WireOut(OutputStream out) {
        this.out = out;
    }

    /// From here on everything goes out in frames. What was written before is sent first.
    public synchronized void startFrames() throws IOException {
        flush();
        start = HEADER;
        used = HEADER;
    }

    /// From here on, until frames start again, everything goes out raw.
    public synchronized void stopFrames() throws IOException {
        flush();
        start = 0;
        used = 0;
    }

    /// Raw bytes sent so far. May be read by any thread.
    public long sent() {
        return sent.get();
    }

    /// Bytes sent so far in data frames, without headers. May be read by any thread.
    public long content() {
        return content.get();
    }

    public synchronized void unsignedByte(int value) throws IOException {
        if (used == buffer.length) {
            send();
        }
        buffer[used++] = (byte) value;
    }

    /// Two bytes, low byte first.
    public synchronized void unsignedShort(int value) throws IOException {
        unsignedByte(value);
        unsignedByte(value >> 8);
    }

    /// Four bytes, low byte first.
    public synchronized void int32(int value) throws IOException {
        unsignedShort(value);
        unsignedShort(value >> 16);
    }

    /// A string with one or two length bytes, see [WireIn#vstring].
    public synchronized void vstring(byte[] text) throws IOException {
        if (text.length > 0x7fff) {
            throw new IllegalArgumentException("a vstring of " + text.length + " bytes");
        }
        if (text.length > 0x7f) {
            unsignedByte(text.length >> 8 | 0x80);
        }
        unsignedByte(text.length);
        bytes(text, 0, text.length);
    }

    public synchronized void bytes(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (used == buffer.length) {
                send();
            }
            int n = Math.min(length - done, buffer.length - used);
            System.arraycopy(from, offset + done, buffer, used, n);
            used += n;
            done += n;
        }
    }

    /// Sends a message between data frames, at once.
    public synchronized void message(int tag, byte[] payload) throws IOException {
        send();
        byte[] frame = new byte[HEADER + payload.length];
        header(frame, tag, payload.length);
        System.arraycopy(payload, 0, frame, HEADER, payload.length);
        out.write(frame);
        out.flush();
        sent.addAndGet(frame.length);
    }

    /// Sends a message that is a number.
    public void message(int tag, int value) throws IOException {
        message(
                tag,
                new byte[] {
                    (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
                });
    }

    /// Sends what is buffered.
    @Override
    public synchronized void flush() throws IOException {
        if (used > start) {
            send();
            out.flush();
        }
    }

    private void send() throws IOException {
        if (used == start) {
            return;
        }
        if (start == HEADER) {
            header(buffer, Tag.DATA, used - HEADER);
        }
        out.write(buffer, 0, used);
        sent.addAndGet(used);
        if (start == HEADER) {
            content.addAndGet(used - HEADER);
        }
        used = start;
    }

    private static void header(byte[] frame, int tag, int length) {
        frame[0] = (byte) length;
        frame[1] = (byte) (length >> 8);
        frame[2] = (byte) (length >> 16);
        frame[3] = (byte) (tag + Tag.RAISED_BY);
    }
}
