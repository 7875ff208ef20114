package lockstep.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON strictly by RFC 8259, to check what we write: objects as maps, arrays as lists,
/// strings, booleans, whole numbers as `Long`, null as null. Anything else is an error.
public final class JsonText {
    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /// The one value that the text is.
    public static @Nullable Object read(String text) {
        JsonText json = new JsonText(text);
        @Nullable Object value = json.value();
        json.space();
        if (json.at != text.length()) {
            throw json.wrong("more after the value");
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    public static List<@Nullable Object> array(@Nullable Object value) {
        return (List<@Nullable Object>) java.util.Objects.requireNonNull(value);
    }

    private @Nullable Object value() {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        take('{');
        space();
        while (peek() != '}') {
            if (!object.isEmpty()) {
                take(',');
                space();
            }
            String name = string();
            space();
            take(':');
            if (object.containsKey(name)) {
                throw wrong("twice " + name);
            }
            object.put(name, value());
            space();
        }
        take('}');
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        take('[');
        space();
        while (peek() != ']') {
            if (!array.isEmpty()) {
                take(',');
            }
            array.add(value());
            space();
        }
        take(']');
        return array;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        take('"');
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw wrong("a control character in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        take('"');
        return string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw wrong("the escape " + c);
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("no " + word);
        }
        at += word.length();
        return value;
    }

    private Long number() {
        int from = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(from, at);
        if (!digits.matches("-?(0|[1-9][0-9]*)")) {
            throw wrong("no number: " + digits);
        }
        return Long.valueOf(digits);
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("the end");
        }
        return text.charAt(at);
    }

    private void take(char wanted) {
        if (peek() != wanted) {
            throw wrong("no " + wanted);
        }
        at++;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at " + at);
    }
}
