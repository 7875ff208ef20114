package lockstep.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Replies of a real HAProxy 2.6 to [HaproxyReport#QUESTION].
final class Captured {
    private Captured() {}

    /// Two backends with a server in every state that there is.
    static String everyState() {
        try (InputStream in = Captured.class.getResourceAsStream("haproxy-2.6.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
