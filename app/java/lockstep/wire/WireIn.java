package lockstep.wire;

import java.io.EOFException;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import lockstep.tree.Budget;
import org.jspecify.annotations.Nullable;

/// Reads rsync's encodings from a peer: raw at first, in multiplexed frames after
/// [#startFrames]. One thread.
///
/// What was read can be passed on to another peer byte for byte without being written again:
/// with a [WireOut] set by [#passTo], everything read is held back until [#forward] lets it
/// through or [#drop] forgets it. So a relay parses an item, judges it, and only then forwards it.
///
/// Before a read that may wait, the `beforeWait` action runs; a relay flushes its other side there,
/// because two peers that wait for bytes in our buffers would wait for ever.
public final class WireIn {
    /// The longest message accepted; rsync's own texts stay under 9 kB.
    public static final int MAX_MESSAGE = 64 << 10;

    private static final int BUFFER = 128 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    /// Payload that may be read now: `[at, end)`. Raw bytes behind it: `[end, filled)`.
    private int at;

    private int end;
    private int filled;
    /// Bytes of the present frame that lie beyond `end`.
    private int frameLeft;

    /// Bytes of headers and messages.
    private long framing;

    private boolean insideMessage;

    private @Nullable MessageSink messages;
    private Flushable beforeWait = () -> {};
    private @Nullable Passage passage;
    private int passedTo;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong content = new AtomicLong();
    private final AtomicLong items = new AtomicLong();

    public WireIn(InputStream in) {
        this.in = in;
    }

    /// From here on the stream comes in frames; messages between data frames go to `sink`.
    public void startFrames(MessageSink sink) {
        messages = sink;
        frameLeft = 0;
        end = at;
    }

    /// Runs before every read that may have to wait.
    public void beforeWait(Flushable action) {
        beforeWait = action;
    }

    /// From here on what is read is held for `out`.
    ///
    /// @param limit the most bytes that may be held back at once; what holds more is broken
    /// @param budget pays for what is held back
    public void passTo(WireOut out, long limit, Budget budget) {
        passage = new Passage(out, limit, budget);
        passedTo = at;
    }

    /// Lets everything read so far through to the other side's buffer.
    public void forward() throws IOException {
        Passage through = passage;
        if (through != null) {
            through.release();
            through.out.bytes(buffer, passedTo, at - passedTo);
            passedTo = at;
        }
    }

    /// Forgets what was read and not yet forwarded.
    public void drop() {
        Passage through = passage;
        if (through != null) {
            through.forget();
            passedTo = at;
        }
    }

    /// Raw bytes received so far, frames and messages included. May be read by any thread.
    public long received() {
        return received.get();
    }

    /// Bytes received so far in data frames: no headers, no messages, nothing from before frames.
    /// May be read by any thread.
    public long content() {
        return content.get();
    }

    /// Counts something that was read whole and means something: an entry, an answer.
    public void itemDone() {
        items.lazySet(items.getPlain() + 1);
    }

    /// How many such things were read so far. May be read by any thread.
    public long items() {
        return items.get();
    }

    /// Bytes read out so far, without the frames and messages around them. For the thread that
    /// reads.
    public long consumed() {
        return received.get() - (filled - at) - framing;
    }

    public int unsignedByte() throws IOException {
        if (at == end) {
            refill();
        }
        return buffer[at++] & 0xff;
    }

    /// Two bytes, low byte first.
    public int unsignedShort() throws IOException {
        int low = unsignedByte();
        return low | unsignedByte() << 8;
    }

    /// Four bytes, low byte first.
    public int int32() throws IOException {
        if (end - at >= 4) {
            int value =
                    buffer[at] & 0xff
                            | (buffer[at + 1] & 0xff) << 8
                            | (buffer[at + 2] & 0xff) << 16
                            | buffer[at + 3] << 24;
            at += 4;
            return value;
        }
        int low = unsignedShort();
        return low | unsignedShort() << 16;
    }

    /// A varint: the leading ones of the first byte say how many bytes follow, which are the low
    /// ones, low byte first; the rest of the first byte is the high part.
    public int varint() throws IOException {
        int first = unsignedByte();
        int extra = Integer.numberOfLeadingZeros(~first << 24);
        if (extra == 0) {
            return first;
        }
        if (extra > 4) {
            throw new Broken("a varint of " + (extra + 1) + " bytes");
        }
        int value = 0;
        for (int i = 0; i < extra; i++) {
            value |= unsignedByte() << 8 * i;
        }
        int high = first & (1 << 8 - extra) - 1;
        if (extra == 4) {
            if ((high & 0x7) != 0) {
                throw new Broken("a varint over 32 bits");
            }
            return value;
        }
        return value | high << 8 * extra;
    }

    /// A varint that must be in `[0, limit]`.
    public int count(int limit, String what) throws IOException {
        int value = varint();
        if (value < 0 || value > limit) {
            throw new Broken(what + " of " + Integer.toUnsignedString(value) + ", over " + limit);
        }
        return value;
    }

    /// A varlong whose first part has `minimum` bytes: as a varint, but the first byte is followed
    /// by `minimum - 1` bytes before those that its leading ones announce.
    public long varlong(int minimum) throws IOException {
        int first = unsignedByte();
        int extra = Math.min(Integer.numberOfLeadingZeros(~first << 24), 6);
        int low = minimum - 1 + extra;
        if (low > 8) {
            throw new Broken("a varlong of " + (low + 1) + " bytes");
        }
        long value = 0;
        for (int i = 0; i < low; i++) {
            value |= (long) unsignedByte() << 8 * i;
        }
        long high = extra == 0 ? first : first & (1 << 8 - extra) - 1;
        if (low == 8) {
            if (high != 0) {
                throw new Broken("a varlong over 64 bits");
            }
            return value;
        }
        return value | high << 8 * low;
    }

    /// A string of at most `limit` bytes: one length byte, or two with the high bit set, then text.
    public byte[] vstring(int limit) throws IOException {
        int length = unsignedByte();
        if ((length & 0x80) != 0) {
            length = (length & 0x7f) << 8 | unsignedByte();
        }
        if (length > limit) {
            throw new Broken("a string of " + length + " bytes, over " + limit);
        }
        byte[] text = new byte[length];
        fully(text, 0, length);
        return text;
    }

    /// Fills `into[offset, offset + length)`.
    public void fully(byte[] into, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (at == end) {
                refill();
            }
            int n = Math.min(length - done, end - at);
            System.arraycopy(buffer, at, into, offset + done, n);
            at += n;
            done += n;
        }
    }

    /// Passes over `length` bytes, forwarding them at once where a passage is open: for bulk that
    /// needs no judging. What was held before goes first.
    public void through(long length) throws IOException {
        long left = length;
        while (left > 0) {
            if (at == end) {
                refill();
            }
            int n = (int) Math.min(left, end - at);
            at += n;
            left -= n;
            forward();
        }
    }

    /// Reads to the end for the messages alone, and never throws. Nothing is forwarded and nothing
    /// flushed any more.
    public void drain() {
        passage = null;
        beforeWait = () -> {};
        try {
            while (true) {
                at = end;
                refill();
            }
        } catch (IOException _) {
            // The end, or as good as.
        }
    }

    /// Whether the peer has ended its stream at a place where it may: between frames.
    public boolean atEnd() throws IOException {
        if (at < end) {
            return false;
        }
        try {
            refill();
            return false;
        } catch (EndOfStream e) {
            return true;
        }
    }

    private void refill() throws IOException {
        holdBack();
        do {
            if (messages == null) {
                fillBuffer(1);
                end = filled;
            } else if (frameLeft > 0) {
                fillBuffer(1);
                end = Math.min(filled, at + frameLeft);
                frameLeft -= end - at;
                content.lazySet(content.getPlain() + end - at);
            } else {
                nextFrame(messages);
            }
        } while (at == end);
        passedTo = at;
    }

    private void holdBack() throws IOException {
        Passage through = passage;
        if (through != null && passedTo < at) {
            through.hold(buffer, passedTo, at - passedTo);
        }
        passedTo = at;
    }

    private void nextFrame(MessageSink sink) throws IOException {
        fillBuffer(4);
        int length =
                buffer[at] & 0xff | (buffer[at + 1] & 0xff) << 8 | (buffer[at + 2] & 0xff) << 16;
        int tag = (buffer[at + 3] & 0xff) - Tag.RAISED_BY;
        at += 4;
        end = at;
        if (tag == Tag.DATA) {
            framing += 4;
            frameLeft = length;
            return;
        }
        if (tag < 0 || length > MAX_MESSAGE) {
            throw new Broken("a frame with tag " + tag + " and " + length + " bytes");
        }
        framing += 4 + length;
        byte[] payload = new byte[length];
        insideMessage = true;
        int done = 0;
        while (done < length) {
            fillBuffer(1);
            int n = Math.min(length - done, filled - at);
            System.arraycopy(buffer, at, payload, done, n);
            at += n;
            done += n;
        }
        end = at;
        insideMessage = false;
        sink.message(tag, payload);
    }

    /// Makes at least `wanted` raw bytes lie behind `at`. Nothing is held in the buffer itself
    /// when this is called, so it may be filled again from its start.
    private void fillBuffer(int wanted) throws IOException {
        if (filled - at >= wanted) {
            return;
        }
        System.arraycopy(buffer, at, buffer, 0, filled - at);
        filled -= at;
        at = 0;
        end = 0;
        passedTo = 0;
        while (filled < wanted) {
            if (in.available() == 0) {
                beforeWait.flush();
            }
            int n = in.read(buffer, filled, buffer.length - filled);
            if (n < 0) {
                throw filled == 0 && frameLeft == 0 && !insideMessage
                        ? new EndOfStream("the stream ended")
                        : new EOFException("the stream ended inside a frame");
            }
            filled += n;
            received.addAndGet(n);
        }
    }

    /// The stream ended between frames.
    private static final class EndOfStream extends EOFException {
        private static final long serialVersionUID = 1L;

        EndOfStream(String message) {
            super(message);
        }
    }
}
