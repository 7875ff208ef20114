package lockstep.pool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A JSON text from elsewhere, of which only what is of the expected kind is there. Depth, numbers
/// and names have the limits of the library, the text has those of who read it.
///
/// @param value a `Map`, `List`, `String`, `Long`, `Double` or `Boolean`; null for none
record JsonTree(@Nullable Object value) {
    /// @throws IOException when it is not one whole JSON value
    static JsonTree parse(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IOException("it is empty");
            }
            JsonTree tree = new JsonTree(value(parser));
            if (parser.nextToken() != null) {
                throw new IOException("more follows behind its end");
            }
            return tree;
        }
    }

    /// What an object has under a name; nothing where this is no object.
    JsonTree get(String name) {
        return new JsonTree(value instanceof Map<?, ?> map ? map.get(name) : null);
    }

    /// The elements of an array; none where this is no array.
    List<JsonTree> elements() {
        return value instanceof List<?> list
                ? list.stream().<JsonTree>map(JsonTree::new).toList()
                : List.of();
    }

    Optional<String> text() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    OptionalLong number() {
        return value instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /// Whether this is `true`.
    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /// Whether there is anything.
    boolean isPresent() {
        return value != null;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }
}
