package lockstep.fleet;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/// Lines of TOML, as they are written.
final class TomlText {
    private final StringBuilder out = new StringBuilder();

    void line(String text) {
        out.append(text).append('\n');
    }

    void text(String key, String value) {
        line(key + " = " + quoted(value));
    }

    void time(String key, Duration value) {
        text(key, Durations.text(value));
    }

    /// An array of strings on one line.
    void words(String key, List<String> words) {
        line(
                key
                        + words.stream()
                                .map(TomlText::quoted)
                                .collect(Collectors.joining(", ", " = [", "]")));
    }

    /// An array with a line for each value.
    ///
    /// @param values TOML themselves
    void list(String key, List<String> values) {
        if (values.isEmpty()) {
            line(key + " = []");
            return;
        }
        line(key + " = [");
        values.forEach(value -> line("    " + value + ","));
        line("]");
    }

    static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
