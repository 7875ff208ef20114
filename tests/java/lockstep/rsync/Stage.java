package lockstep.rsync;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.wire.Bytes;
import lockstep.wire.WireIn;
import lockstep.wire.WireOut;

/// What a played rsync stands on: its two streams, and the polite phrases of a real one.
final class Stage {
    /// Capabilities of rsync 3.5.0 without incremental recursion, and with it.
    static final int WHOLE = 2 | 8 | 16 | 32 | 128 | 256;

    static final int INCREMENTAL = WHOLE | 1;

    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final List<String> messages = new ArrayList<>();
    final WireIn in;
    final WireOut out;
    private final OutputStream output;
    private final CountDownLatch brokenOff;

    Stage(InputStream in, OutputStream out, CountDownLatch brokenOff) {
        this.brokenOff = brokenOff;
        this.in = new WireIn(in);
        this.out = new WireOut(out);
        this.output = out;
    }

    /// Reads the words that came instead of a command line.
    List<String> words() throws IOException {
        return words(StandardCharsets.UTF_8);
    }

    /// As [#words], a character a byte.
    List<String> latinWords() throws IOException {
        return words(StandardCharsets.ISO_8859_1);
    }

    private List<String> words(Charset charset) throws IOException {
        List<String> words = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        while (true) {
            int b = in.unsignedByte();
            if (b != 0) {
                word.write(b);
            } else if (word.size() == 0) {
                return words;
            } else {
                words.add(word.toString(charset));
                word.reset();
            }
        }
    }

    /// Everything before frames; gives the words that came instead of a command line. Who is told
    /// `-z` also names what it can unpack.
    List<String> greet(int flags) throws IOException {
        List<String> words = words();
        boolean packed = words.contains("-z");
        say(new Bytes().i32(32));
        in.int32();
        Bytes names = new Bytes().varint(flags).vstring("xxh64 md5");
        say(packed ? names.vstring("zstd lz4 zlibx zlib none") : names);
        in.vstring(100);
        if (packed) {
            in.vstring(100);
        }
        say(new Bytes().i32(1));
        out.startFrames();
        in.startFrames(
                (tag, payload) -> messages.add(tag + " " + HexFormat.of().formatHex(payload)));
        return words;
    }

    /// Reads the filter rules.
    void rules() throws IOException {
        for (int n = in.int32(); n != 0; n = in.int32()) {
            in.fully(new byte[n], 0, n);
        }
    }

    void say(Bytes bytes) throws IOException {
        byte[] b = bytes.bytes();
        out.bytes(b, 0, b.length);
        out.flush();
    }

    /// Waits so long, or until the other side breaks off: whether it has not.
    boolean waits(Duration time) throws IOException {
        try {
            return !brokenOff.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// Says the same again and again, a little time apart, until the other side breaks off.
    void drip(Bytes bytes, Duration apart) throws IOException {
        do {
            say(bytes);
        } while (waits(apart));
    }

    /// Says one after the other, a little time apart.
    void dripOnce(Iterable<Bytes> all, Duration apart) throws IOException {
        for (Bytes bytes : all) {
            say(bytes);
            if (!waits(apart)) {
                return;
            }
        }
    }

    /// Takes leave as a target that wanted nothing.
    void thank() throws IOException {
        say(Entries.thanks());
        end();
    }

    /// Takes leave as a source that was asked for nothing, after a whole list.
    void leave() throws IOException {
        say(Entries.farewell());
        end();
    }

    /// Says that nothing more comes.
    void end() throws IOException {
        out.flush();
        output.close();
    }

    /// Takes nothing more until the other side breaks off.
    void standStill() throws IOException {
        out.flush();
        try {
            brokenOff.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void hear(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            heard.write(in.unsignedByte());
        }
    }

    /// Hears everything until the other side ends, or breaks off.
    void hearOut() {
        try {
            while (!in.atEnd()) {
                heard.write(in.unsignedByte());
            }
        } catch (IOException _) {
            // What came is what counts.
        }
    }

    /// The messages that came, each its tag and its bytes as digits.
    List<String> messages() {
        return List.copyOf(messages);
    }

    /// All that was heard, without what [#greet], [#rules] and [#words] read.
    byte[] heard() {
        return heard.toByteArray();
    }
}
