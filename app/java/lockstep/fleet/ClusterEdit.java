package lockstep.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.TomlOutline.Table;

/// Changes the text of a cluster file so that it says another cluster, and nothing else in it:
/// comments, blank lines, the order of keys and what was written in an unusual way stay. Pure.
///
/// What is to be changed is found by holding what [ClusterText] writes of the cluster now against
/// what it writes of the one that is wanted. Only what differs there is touched in the file. A
/// comment goes with the value, line or table that it stands at.
final class ClusterEdit {
    private static final int MOST_TOLD = 6;

    private final TomlOutline now;
    private final TomlOutline wanted;
    private String text;

    private ClusterEdit(String text, TomlOutline now, TomlOutline wanted) {
        this.text = text;
        this.now = now;
        this.wanted = wanted;
    }

    /// @param file what messages call it, made visible
    /// @return a text that reads as exactly the cluster that is wanted
    /// @throws IllegalArgumentException when that is unsound
    /// @throws FaultException `FileInvalid` for a text that is no cluster; `GuardTripped` where it
    ///     is written in a way that cannot be changed in part, saying what to write by hand
    static String of(String text, Cluster wanted, String file) throws FaultException {
        if (!wanted.problems().isEmpty()) {
            throw new IllegalArgumentException("unsound cluster: " + wanted.problems());
        }
        Cluster now = ClusterReader.read(text, file);
        String before = ClusterText.of(now);
        String after = ClusterText.of(wanted);
        String edited;
        try {
            edited = new ClusterEdit(text, TomlOutline.of(before), TomlOutline.of(after)).edited();
        } catch (TomlUnclear e) {
            throw refused(file, before, after, e);
        }
        if (!saysExactly(edited, wanted, file)) {
            throw refused(file, before, after, new TomlUnclear("the result"));
        }
        return edited;
    }

    private static boolean saysExactly(String text, Cluster wanted, String file) {
        try {
            return ClusterReader.read(text, file).equals(wanted);
        } catch (FaultException _) {
            return false;
        }
    }

    private static FaultException refused(
            String file, String before, String after, TomlUnclear why) {
        List<String> had = before.lines().toList();
        List<String> has = after.lines().toList();
        String wanted =
                has.stream()
                        .filter(line -> !line.isBlank() && !had.contains(line))
                        .limit(MOST_TOLD)
                        .map(line -> Visible.text(line.strip(), 200))
                        .collect(Collectors.joining(" · "));
        String gone =
                had.stream()
                        .filter(line -> !line.isBlank() && !has.contains(line))
                        .limit(MOST_TOLD)
                        .map(line -> Visible.text(line.strip(), 200))
                        .collect(Collectors.joining(" · "));
        return new FaultException(
                new Fault.GuardTripped(
                        file,
                        "The file is written in a way that cannot be changed from here without"
                                + " touching the rest of it.",
                        "Change it with an editor and open it again."
                                + (wanted.isEmpty() ? "" : " Write: " + wanted + ".")
                                + (gone.isEmpty() ? "" : " Instead of: " + gone + ".")),
                why);
    }

    /// How lines of the text end.
    static String lineEnd(String text) {
        int end = text.indexOf('\n');
        return end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
    }

    private String edited() throws TomlUnclear {
        keys(new Where(Optional.empty(), 0), now.top(), wanted.top());
        for (String name : List.of("node", "balancer", "hook")) {
            new TableChanges(this, name, now.named(name), wanted.named(name)).make();
        }
        single("health");
        single("snapshots");
        return text;
    }

    /// A table of the file that has others of its name before it; the top has no name.
    record Where(Optional<String> name, int index) {
        Table in(TomlOutline file) throws TomlUnclear {
            if (name.isEmpty()) {
                return file.top();
            }
            List<Table> tables = file.named(name.get());
            if (index >= tables.size()) {
                throw new TomlUnclear(name.get());
            }
            return tables.get(index);
        }
    }

    /// A table that may be there, and may be left out where it says the usual.
    private void single(String name) throws TomlUnclear {
        List<Table> before = now.named(name);
        List<Table> after = wanted.named(name);
        boolean there = !TomlOutline.of(text).named(name).isEmpty();
        if (there && !after.isEmpty()) {
            Table none = new Table(List.of(), 0, 0, 0, List.of());
            Table had = before.isEmpty() ? none : before.getFirst();
            keys(new Where(Optional.of(name), 0), had, after.getFirst());
        } else {
            new TableChanges(this, name, before, after).make();
        }
    }

    /// Makes a table of the file say what the wanted one says, where that is not what it says now.
    void keys(Where where, Table before, Table after) throws TomlUnclear {
        for (String key : TomlOutline.keys(after).toList()) {
            Optional<String> had = now.value(before, key);
            String value = wanted.value(after, key).orElseThrow();
            if (!had.equals(Optional.of(value))) {
                set(where, key, had, value);
            }
        }
        for (String key : TomlOutline.keys(before).toList()) {
            if (after.pair(key).isEmpty()) {
                Optional<TomlOutline.Pair> gone = where.in(TomlOutline.of(text)).pair(key);
                gone.ifPresent(pair -> splice(pair.start(), pair.end(), ""));
            }
        }
    }

    private void set(Where where, String key, Optional<String> had, String value)
            throws TomlUnclear {
        Table table = where.in(TomlOutline.of(text));
        Optional<TomlOutline.Pair> pair = table.pair(key);
        if (pair.isEmpty()) {
            insertLines(table.place(), key + " = " + value + "\n");
        } else if (had.isPresent() && value.startsWith("[") && had.get().startsWith("[")) {
            array(where, key, values(had.get()), values(value));
        } else {
            splice(pair.get().value().from(), pair.get().value().to(), value);
        }
    }

    private static List<String> values(String array) throws TomlUnclear {
        List<String> values = new ArrayList<>();
        for (TomlScanner.Span span : new TomlScanner(array).values(0).values()) {
            values.add(array.substring(span.from(), span.to()));
        }
        return values;
    }

    private void array(Where where, String key, List<String> from, List<String> to)
            throws TomlUnclear {
        if (arrayOf(where, key).count() != from.size()) {
            throw new TomlUnclear("the values of " + key);
        }
        for (ListDifference.Step step : ListDifference.of(from, to)) {
            ArrayText array = arrayOf(where, key);
            text =
                    switch (step) {
                        case ListDifference.Step.Replace(int at, String value) ->
                                array.replacing(at, value);
                        case ListDifference.Step.Insert(int at, String value) ->
                                array.inserting(at, value);
                        case ListDifference.Step.Remove(int at) -> array.removing(at);
                    };
        }
    }

    private ArrayText arrayOf(Where where, String key) throws TomlUnclear {
        Table table = where.in(TomlOutline.of(text));
        int open = table.pair(key).orElseThrow(() -> new TomlUnclear(key)).value().from();
        return ArrayText.at(text, open);
    }

    TomlOutline outline() throws TomlUnclear {
        return TomlOutline.of(text);
    }

    /// The lines of a table as they are wanted.
    String wantedBlock(Table table) {
        return wanted.block(table);
    }

    Optional<String> valueNow(Table table, String key) {
        return now.value(table, key);
    }

    Optional<String> valueWanted(Table table, String key) {
        return wanted.value(table, key);
    }

    void splice(int from, int to, String with) {
        text = text.substring(0, from) + with + text.substring(to);
    }

    /// Puts whole lines where a line begins, or at the end of the text.
    void insertLines(int place, String lines) {
        String end = lineEnd(text);
        boolean broken = place > 0 && text.charAt(place - 1) != '\n';
        splice(place, place, (broken ? end : "") + lines.replace("\n", end));
    }
}
