package lockstep.rsync;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts what a program prints into lines of bounded length, without the white space around them.
final class ErrorLines {
    private static final int MAX_LINE = 8 << 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<byte[]> to;

    ErrorLines(Consumer<byte[]> to) {
        this.to = to;
    }

    void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                end();
            } else if (line.size() < MAX_LINE) {
                line.write(bytes[i]);
            }
        }
    }

    /// What is left is a line too.
    void end() {
        String text = line.toString(StandardCharsets.ISO_8859_1).strip();
        line.reset();
        if (!text.isEmpty()) {
            to.accept(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
