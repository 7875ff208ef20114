package lockstep.fleet;

import java.util.ArrayList;
import java.util.List;

/// Goes through a text that is known to be sound TOML, from one place to the end of what begins
/// there. Understands how far things reach, not what they mean.
final class TomlScanner {
    private static final int MAX_DEPTH = 32;

    private final String text;

    TomlScanner(String text) {
        this.text = text;
    }

    /// From `[from, to)` of the text.
    record Span(int from, int to) {}

    /// The parts of a key between dots, and the place behind it.
    record Key(List<String> path, int end) {}

    /// The values of an array.
    ///
    /// @param close where its bracket is
    record Values(List<Span> values, int close) {}

    char at(int place) {
        return place < text.length() ? text.charAt(place) : '\n';
    }

    /// The first place that is neither a space nor a tab.
    int behindSpace(int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /// The first place that is no space, line end or comment.
    int behindNothing(int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd(at);
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    int lineStart(int place) {
        return text.lastIndexOf('\n', place - 1) + 1;
    }

    /// Where the line's `\n` is, or the end of the text.
    int lineEnd(int place) {
        int end = text.indexOf('\n', place);
        return end < 0 ? text.length() : end;
    }

    /// Where the next line begins.
    int nextLine(int place) {
        return Math.min(text.length(), lineEnd(place) + 1);
    }

    /// Whether the rest of the line is empty or a comment.
    boolean endsLine(int from) {
        char c = at(behindSpace(from));
        return c == '#' || c == '\r' || c == '\n';
    }

    /// Whether only spaces stand before it on its line.
    boolean beginsLine(int place) {
        return behindSpace(lineStart(place)) == place;
    }

    Key key(int from) throws TomlUnclear {
        List<String> path = new ArrayList<>();
        int at = from - 1;
        do {
            at = behindSpace(at + 1);
            char c = at(at);
            int end = c == '"' || c == '\'' ? string(at) : bareKey(at);
            String part = text.substring(at, end);
            path.add(c == '"' || c == '\'' ? part.substring(1, part.length() - 1) : part);
            at = behindSpace(end);
        } while (at(at) == '.');
        return new Key(List.copyOf(path), at);
    }

    private int bareKey(int from) throws TomlUnclear {
        int at = from;
        while (Character.isLetterOrDigit(at(at)) || at(at) == '_' || at(at) == '-') {
            at++;
        }
        if (at == from) {
            throw unclear(from);
        }
        return at;
    }

    /// Behind a value.
    int value(int from) throws TomlUnclear {
        return value(from, 0);
    }

    private int value(int from, int depth) throws TomlUnclear {
        if (depth > MAX_DEPTH) {
            throw unclear(from);
        }
        return switch (at(from)) {
            case '"', '\'' -> string(from);
            case '[' -> values(from, depth).close() + 1;
            case '{' -> table(from, depth);
            default -> plain(from);
        };
    }

    /// The values of the array that begins there.
    Values values(int from) throws TomlUnclear {
        return values(from, 0);
    }

    private Values values(int from, int depth) throws TomlUnclear {
        List<Span> values = new ArrayList<>();
        int at = behindNothing(from + 1);
        while (at(at) != ']') {
            int end = value(at, depth + 1);
            values.add(new Span(at, end));
            at = behindNothing(end);
            if (at(at) == ',') {
                at = behindNothing(at + 1);
            } else if (at(at) != ']') {
                throw unclear(at);
            }
        }
        return new Values(values, at);
    }

    private int table(int from, int depth) throws TomlUnclear {
        int at = behindNothing(from + 1);
        while (at(at) != '}') {
            int equals = key(at).end();
            require(equals, '=');
            at = behindNothing(value(behindSpace(equals + 1), depth + 1));
            if (at(at) == ',') {
                at = behindNothing(at + 1);
            } else if (at(at) != '}') {
                throw unclear(at);
            }
        }
        return at + 1;
    }

    /// Numbers, times, true and false.
    private int plain(int from) throws TomlUnclear {
        int at = from;
        while (at < text.length() && ",]}#\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        while (at > from && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        if (at == from) {
            throw unclear(from);
        }
        return at;
    }

    private int string(int from) throws TomlUnclear {
        char quote = at(from);
        String three = String.valueOf(quote).repeat(3);
        if (text.startsWith(three, from)) {
            int end = closing(from + 3, three, quote == '"');
            while (at(end) == quote) { // up to two of them may stand before the closing three
                end++;
            }
            return end;
        }
        return closing(from + 1, String.valueOf(quote), quote == '"');
    }

    private int closing(int from, String quotes, boolean escapes) throws TomlUnclear {
        int at = from;
        while (at < text.length() && !text.startsWith(quotes, at)) {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw unclear(from);
        }
        return at + quotes.length();
    }

    void require(int place, char wanted) throws TomlUnclear {
        if (place >= text.length() || text.charAt(place) != wanted) {
            throw unclear(place);
        }
    }

    private TomlUnclear unclear(int place) {
        long line = 1 + text.substring(0, Math.min(place, text.length())).lines().count();
        return new TomlUnclear("what stands near line " + line);
    }
}
