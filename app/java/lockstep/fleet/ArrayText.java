package lockstep.fleet;

import java.util.List;
import lockstep.fleet.TomlScanner.Span;

/// An array as it stands in a text, and the text with one value more, less or changed. Lines,
/// indentation and comments of the other values stay; a new value stands as its neighbours do.
final class ArrayText {
    private static final String INDENTATION = "    ";

    private final String text;
    private final TomlScanner scanner;
    private final int open;
    private final TomlScanner.Values values;

    private ArrayText(String text, int open) throws TomlUnclear {
        this.text = text;
        this.open = open;
        scanner = new TomlScanner(text);
        scanner.require(open, '[');
        values = scanner.values(open);
    }

    /// The array that begins there.
    static ArrayText at(String text, int open) throws TomlUnclear {
        return new ArrayText(text, open);
    }

    int count() {
        return values.values().size();
    }

    String replacing(int index, String value) {
        Span old = values.values().get(index);
        return spliced(old.from(), old.to(), value);
    }

    /// @param index before which it comes; [#count] for the end
    String inserting(int index, String value) {
        List<Span> all = values.values();
        if (all.isEmpty()) {
            return first(value);
        }
        return index == 0
                ? before(all.getFirst(), value)
                : behind(all.get(index - 1), index == count(), value);
    }

    private String first(String value) {
        int line = scanner.nextLine(open);
        if (line > values.close()) {
            return spliced(open + 1, open + 1, value);
        }
        return spliced(line, line, indentation(open) + INDENTATION + value + "," + lineEnd());
    }

    private String before(Span next, String value) {
        boolean alone = scanner.beginsLine(next.from()) && scanner.endsLine(open + 1);
        if (alone) {
            int line = scanner.nextLine(open);
            return spliced(line, line, indentation(next.from()) + value + "," + lineEnd());
        }
        return spliced(next.from(), next.from(), value + ", ");
    }

    private String behind(Span previous, boolean last, String value) {
        int comma = comma(previous);
        int rest = comma < 0 ? previous.to() : comma + 1;
        if (!standsAlone(previous, rest)) {
            return spliced(previous.to(), previous.to(), ", " + value);
        }
        int line = scanner.nextLine(rest);
        boolean closed = last && comma < 0;
        String added = indentation(previous.from()) + value + (closed ? "" : ",") + lineEnd();
        String head = text.substring(0, previous.to());
        String between = text.substring(previous.to(), line);
        return head + (comma < 0 ? "," : "") + between + added + text.substring(line);
    }

    String removing(int index) throws TomlUnclear {
        Span gone = values.values().get(index);
        int comma = comma(gone);
        int rest = comma < 0 ? gone.to() : comma + 1;
        if (standsAlone(gone, rest)) {
            return spliced(scanner.lineStart(gone.from()), scanner.nextLine(rest), "");
        }
        if (comma >= 0) {
            plain(gone.to(), comma);
            return spliced(gone.from(), scanner.behindSpace(comma + 1), "");
        }
        if (index == 0) {
            return spliced(gone.from(), gone.to(), "");
        }
        int before = comma(values.values().get(index - 1));
        plain(before + 1, gone.from());
        return spliced(before, gone.to(), "");
    }

    /// A comment between a value and its comma has no place without them.
    private void plain(int from, int to) throws TomlUnclear {
        if (!text.substring(from, to).isBlank()) {
            throw new TomlUnclear("a comment within a line of values");
        }
    }

    /// Whether it has its lines to itself, but for its comma and a comment.
    private boolean standsAlone(Span value, int rest) {
        return scanner.beginsLine(value.from())
                && scanner.endsLine(rest)
                && scanner.lineEnd(rest) < values.close()
                && !text.substring(value.to(), rest).contains("\n");
    }

    /// Where the comma behind it is; negative without one.
    private int comma(Span value) {
        int at = scanner.behindNothing(value.to());
        return scanner.at(at) == ',' ? at : -1;
    }

    private String indentation(int place) {
        int line = scanner.lineStart(place);
        return text.substring(line, scanner.behindSpace(line));
    }

    private String lineEnd() {
        return ClusterEdit.lineEnd(text);
    }

    private String spliced(int from, int to, String with) {
        return text.substring(0, from) + with + text.substring(to);
    }
}
