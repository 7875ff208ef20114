package lockstep.snapshot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what [ShelfScript#MANIFEST] prints: the bytes in parts, with a line break behind each.
final class ManifestReading {
    private static final int PART = 24_000;
    private static final Pattern SIZE = Pattern.compile(":[0-9]{1,9}");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;
    private int size = -1;
    private int part;
    private boolean first = true;

    ManifestReading(int most) {
        this.most = most;
    }

    void add(byte[] line) {
        if (size < 0) {
            begin(new String(line, StandardCharsets.ISO_8859_1));
        } else if (bytes.size() < size) {
            if (part == PART) {
                part = 0;
            } else if (!first) {
                add(new byte[] {'\n'}, 1);
            }
            first = false;
            add(line, line.length);
        }
    }

    private void begin(String line) {
        if (SIZE.matcher(line).matches() && Integer.parseInt(line.substring(1)) <= most) {
            size = Integer.parseInt(line.substring(1));
        }
    }

    private void add(byte[] from, int length) {
        bytes.write(from, 0, length);
        part += length;
    }

    /// Empty when not all came, or more.
    Optional<byte[]> all() {
        return bytes.size() == size ? Optional.of(bytes.toByteArray()) : Optional.empty();
    }
}
