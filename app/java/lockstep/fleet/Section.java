package lockstep.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table of the file, read strictly: each value is asked for by key and type, what is wrong is
/// noted with its place and a harmless stand-in is returned, and [#end] notes the keys that nobody
/// asked for. The places of all values asked for are noted too.
final class Section {
    private final TomlTable table;
    private final String path;
    private final TomlPosition start;
    private final Findings findings;
    private final SortedSet<String> asked = new TreeSet<>();

    /// @param path of the table from the top of the file, empty for the top itself
    Section(TomlTable table, String path, TomlPosition start, Findings findings) {
        this.table = table;
        this.path = path;
        this.start = start;
        this.findings = findings;
        findings.place(path, start);
    }

    String text(String key) {
        return has(key) ? text(key, "") : missing(key, "");
    }

    private String missing(String key, String standIn) {
        asked.add(key);
        wrong("\"" + key + "\" is missing here");
        return standIn;
    }

    /// Whether the key is there, whatever its value.
    boolean has(String key) {
        return table.contains(List.of(key));
    }

    /// Notes what is wrong with the table as a whole.
    void wrong(String reason) {
        findings.add(start, reason);
    }

    String text(String key, String absent) {
        return value(key, String.class, "a string").orElse(absent);
    }

    /// Empty when the key is absent.
    Optional<String> textIfAny(String key) {
        return value(key, String.class, "a string");
    }

    /// One of `words`, of which the first stands in for what is missing.
    String choice(String key, List<String> words) {
        return has(key) ? choice(key, words, words.getFirst()) : missing(key, words.getFirst());
    }

    /// One of `words`; `absent`, which is one of them, when the key is not there.
    String choice(String key, List<String> words, String absent) {
        String word = text(key, absent);
        if (words.contains(word)) {
            return word;
        }
        findings.add(
                place(key),
                "the "
                        + key
                        + " \""
                        + Visible.text(word, 60)
                        + "\" is none of "
                        + String.join(", ", words));
        return absent;
    }

    /// False when the key is absent.
    boolean flag(String key) {
        return flag(key, false);
    }

    boolean flag(String key, boolean absent) {
        return value(key, Boolean.class, "true or false").orElse(absent);
    }

    int number(String key, int absent) {
        return numberIfAny(key).orElse(absent);
    }

    /// Empty when the key is absent.
    Optional<Integer> numberIfAny(String key) {
        Optional<Long> number = value(key, Long.class, "a whole number");
        if (number.filter(n -> n < 0 || n > Integer.MAX_VALUE).isPresent()) {
            findings.add(place(key), key + " is not between 0 and " + Integer.MAX_VALUE);
            return Optional.empty();
        }
        return number.map(Long::intValue);
    }

    /// A length of time, in the form of [Durations].
    Duration time(String key, Duration absent) {
        return timeIfAny(key, Duration.ofDays(1)).orElse(absent);
    }

    /// A length of time of at most `most`; empty when the key is absent.
    Optional<Duration> timeIfAny(String key, Duration most) {
        Optional<String> text = textIfAny(key);
        Optional<Duration> time = text.flatMap(t -> Durations.parse(t, most));
        if (text.isPresent() && time.isEmpty()) {
            long days = most.toDays();
            findings.add(
                    place(key),
                    key
                            + " \""
                            + Visible.text(text.get(), 60)
                            + "\" is not a time such as 90s, 5m or 1h, of at most "
                            + (days == 1 ? "a day" : days + " days"));
        }
        return time;
    }

    /// The strings of an array; none when the key is absent.
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        TomlArray array = array(key);
        for (int i = 0; array != null && i < array.size(); i++) {
            TomlPosition at = positionIn(array, i, key);
            findings.place(path(key) + "[" + i + "]", at);
            if (array.get(i) instanceof String text) {
                texts.add(text);
            } else {
                findings.add(at, key + " must hold strings only");
            }
        }
        return texts;
    }

    /// A table; empty when the key is absent.
    Optional<Section> sectionIfAny(String key) {
        return value(key, TomlTable.class, "a table")
                .map(inner -> new Section(inner, path(key), place(key), findings));
    }

    /// The tables of an array; none when the key is absent.
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        TomlArray array = array(key);
        for (int i = 0; array != null && i < array.size(); i++) {
            TomlPosition at = positionIn(array, i, key);
            if (array.get(i) instanceof TomlTable inner) {
                sections.add(new Section(inner, path(key) + "[" + i + "]", at, findings));
            } else {
                findings.add(at, key + " must hold tables only");
            }
        }
        return sections;
    }

    /// Notes every key that was not asked for.
    void end() {
        for (String key : table.keySet()) {
            if (!asked.contains(key)) {
                findings.add(
                        place(key),
                        "unknown key \""
                                + Visible.text(key, 60)
                                + "\"; known here: "
                                + String.join(", ", asked));
            }
        }
    }

    private @Nullable TomlArray array(String key) {
        return value(key, TomlArray.class, "an array").orElse(null);
    }

    private <T> Optional<T> value(String key, Class<T> type, String wanted) {
        asked.add(key);
        Object value = table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        findings.place(path(key), place(key));
        if (type.isInstance(value)) {
            return Optional.of(type.cast(value));
        }
        findings.add(place(key), key + " must be " + wanted);
        return Optional.empty();
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private TomlPosition place(String key) {
        TomlPosition at = table.inputPositionOf(List.of(key));
        return at == null ? start : at;
    }

    private TomlPosition positionIn(TomlArray array, int index, String key) {
        TomlPosition at = array.inputPositionOf(index);
        return at == null ? place(key) : at;
    }
}
