package lockstep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import lockstep.tree.TreePath;

/// Writes one JSON value (RFC 8259), indented, without ever holding a tree of it. Using it out of
/// order is a mistake of ours and throws `IllegalStateException`.
///
/// Output is ASCII, so that it is the same whatever the terminal's encoding.
final class Json {
    private static final String INDENT = "  ";

    private final Appendable text;
    private boolean begun;
    private final Deque<Character> open = new ArrayDeque<>();
    private boolean first = true;
    private boolean named;

    /// One whose text is given by [#finished].
    Json() {
        this(new StringBuilder());
    }

    /// One that is written as it grows; a failure to write is an `UncheckedIOException`.
    Json(Appendable to) {
        text = to;
    }

    /// Begins an object as the value that comes next.
    Json object() {
        return begin('{', '}');
    }

    /// Begins an array as the value that comes next.
    Json array() {
        return begin('[', ']');
    }

    /// Ends what was begun last.
    Json end() {
        char close = open.pop();
        if (named) {
            throw new IllegalStateException("a name without a value");
        }
        if (!first) {
            newLine();
        }
        put(close);
        first = false;
        return this;
    }

    /// The name of the value that comes next.
    Json name(String name) {
        if (named || open.isEmpty() || open.peek() != '}') {
            throw new IllegalStateException("no place for the name " + name);
        }
        separate();
        quote(name);
        put(": ");
        named = true;
        return this;
    }

    Json value(String value) {
        place();
        quote(value);
        return this;
    }

    /// The two names of a path and their values: `path` for reading, and `pathHex`, its bytes,
    /// where the text is not the name byte for byte: not UTF-8, or not fit to be shown.
    Json path(TreePath path) {
        byte[] exact = path.toBytes();
        String shown = path.visible();
        name("path").value(shown);
        boolean same =
                path.isRoot() || Arrays.equals(exact, shown.getBytes(StandardCharsets.UTF_8));
        return same ? this : name("pathHex").value(HexFormat.of().formatHex(exact));
    }

    Json value(long value) {
        place();
        put(String.valueOf(value));
        return this;
    }

    Json value(boolean value) {
        place();
        put(String.valueOf(value));
        return this;
    }

    Json nothing() {
        place();
        put("null");
        return this;
    }

    /// The whole text, where it is kept here.
    ///
    /// @throws IllegalStateException when something is still open
    String finished() {
        finish();
        return text.toString();
    }

    /// Makes sure that it is whole.
    ///
    /// @throws IllegalStateException when something is still open
    void finish() {
        if (!open.isEmpty() || !begun) {
            throw new IllegalStateException("not finished");
        }
    }

    private void put(char c) {
        begun = true;
        try {
            text.append(c);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String all) {
        begun = true;
        try {
            text.append(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Json begin(char opening, char closing) {
        place();
        put(opening);
        open.push(closing);
        first = true;
        return this;
    }

    private void place() {
        if (named) {
            named = false;
        } else if (open.isEmpty() ? begun : open.peek() == '}') {
            throw new IllegalStateException("no place for a value");
        } else if (!open.isEmpty()) {
            separate();
        }
    }

    private void separate() {
        if (!first) {
            put(',');
        }
        first = false;
        newLine();
    }

    private void newLine() {
        put('\n');
        put(INDENT.repeat(open.size()));
    }

    private void quote(String value) {
        put('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                put('\\');
                put(c);
            } else if (c < ' ' || c > '~') {
                put(String.format("\\u%04x", (int) c));
            } else {
                put(c);
            }
        }
        put('"');
    }
}
