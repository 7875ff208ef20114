package lockstep.cli;

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

    private final StringBuilder text = new StringBuilder();
    private final Deque<Character> open = new ArrayDeque<>();
    private boolean first = true;
    private boolean named;

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
        text.append(close);
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
        text.append(": ");
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
        text.append(value);
        return this;
    }

    Json value(boolean value) {
        place();
        text.append(value);
        return this;
    }

    Json nothing() {
        place();
        text.append("null");
        return this;
    }

    /// The whole text.
    ///
    /// @throws IllegalStateException when something is still open
    String finished() {
        if (!open.isEmpty() || text.isEmpty()) {
            throw new IllegalStateException("not finished");
        }
        return text.toString();
    }

    private Json begin(char opening, char closing) {
        place();
        text.append(opening);
        open.push(closing);
        first = true;
        return this;
    }

    private void place() {
        if (named) {
            named = false;
        } else if (open.isEmpty() ? !text.isEmpty() : open.peek() == '}') {
            throw new IllegalStateException("no place for a value");
        } else if (!open.isEmpty()) {
            separate();
        }
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
        newLine();
    }

    private void newLine() {
        text.append('\n').repeat(INDENT, open.size());
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
