package lockstep.options;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes lines, and a line that is written over and over. Everything is made harmless here. When
/// nobody reads any more, nothing is written any more; trouble still is.
final class Press {
    private final Paper paper;
    private final Escape escape;
    private boolean open;
    private @Nullable IOException failure;

    Press(Paper paper, Escape escape) {
        this.paper = paper;
        this.escape = escape;
    }

    /// A line with names in it, as they are.
    void line(byte[] raw) {
        ByteArrayOutputStream line = begun();
        escape.name(raw, line);
        line.write('\n');
        write(line);
    }

    /// A line of our own words.
    void line(String text) {
        line(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Something that an rsync said: trouble, behind the node's name.
    void trouble(String node, byte[] said) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        escape.name((node + ": ").getBytes(StandardCharsets.UTF_8), line);
        escape.text(said, line);
        trouble(line);
    }

    /// Trouble in our own words.
    void trouble(String text) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        escape.text(text.getBytes(StandardCharsets.UTF_8), line);
        trouble(line);
    }

    private void trouble(ByteArrayOutputStream line) {
        endOpen();
        line.write('\n');
        try {
            send(line, paper.err());
        } catch (IOException _) {
            // Nobody reads trouble; what is printed may still be read.
        }
    }

    /// Writes over the line that is open, or opens one. The text begins with a carriage return.
    void over(String text) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        write(line);
        open = true;
    }

    /// Ends the line that is open, if one is.
    void endOpen() {
        if (open) {
            write(begun());
        }
    }

    private ByteArrayOutputStream begun() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        if (open) {
            line.write('\n');
            open = false;
        }
        return line;
    }

    private void write(ByteArrayOutputStream bytes) {
        if (failure != null) {
            return;
        }
        try {
            send(bytes, paper.out());
        } catch (IOException e) {
            failure = e;
        }
    }

    private static void send(ByteArrayOutputStream bytes, OutputStream to) throws IOException {
        bytes.writeTo(to);
        to.flush();
    }

    /// Why nothing is written any more.
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
