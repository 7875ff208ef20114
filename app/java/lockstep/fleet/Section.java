package lockstep.fleet;

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
        if (!table.contains(List.of(key))) {
            asked.add(key);
            findings.add(start, "\"" + key + "\" is missing here");
        }
        return text(key, "");
    }

    String text(String key, String absent) {
        return value(key, String.class, "a string").orElse(absent);
    }

    /// Empty when the key is absent.
    Optional<String> textIfAny(String key) {
        return value(key, String.class, "a string");
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
        return value(key, Boolean.class, "true or false").orElse(false);
    }

    int number(String key, int absent) {
        long number = value(key, Long.class, "a whole number").orElse((long) absent);
        if (number < 0 || number > Integer.MAX_VALUE) {
            findings.add(place(key), key + " is not between 0 and " + Integer.MAX_VALUE);
            return absent;
        }
        return (int) number;
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
