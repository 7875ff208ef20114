package lockstep.statedir;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Cuts what a script prints into lines, and keeps the last one back.
final class Lines {
    /// A path of 4,096 bytes, each as rsync's `\#ooo`, with something before it.
    static final int LONGEST = 24 << 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<byte[]> to;
    private byte @Nullable [] last;

    Lines(Consumer<byte[]> to) {
        this.to = to;
    }

    /// Whether all of it was taken: false when a line is too long, and that line is not given.
    boolean add(byte[] bytes, int length) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                if (line.size() > LONGEST) {
                    return false;
                }
                end();
                from = i + 1;
            }
        }
        line.write(bytes, from, length - from);
        return line.size() <= LONGEST;
    }

    private void end() {
        byte[] before = last;
        last = line.toByteArray();
        line.reset();
        if (before != null) {
            to.accept(before);
        }
    }

    /// The last whole line, untrusted; empty where there is none, or more came behind it.
    String last() {
        byte[] whole = last;
        return whole == null || line.size() > 0 ? "" : new String(whole, StandardCharsets.UTF_8);
    }
}
