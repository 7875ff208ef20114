package lockstep.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lockstep.fleet.ClusterEdit.Where;
import lockstep.fleet.TomlOutline.Table;

/// The tables of one name: those that stay are changed where they stand, others go or come, and
/// all get their new order.
final class TableChanges {
    private static final int NEW = -1;

    private final ClusterEdit edit;
    private final String name;
    private final List<Table> before;
    private final List<Table> after;

    /// For each wanted table the one that it was, or [#NEW].
    private final int[] origin;

    TableChanges(ClusterEdit edit, String name, List<Table> before, List<Table> after) {
        this.edit = edit;
        this.name = name;
        this.before = before;
        this.after = after;
        origin = origins();
    }

    void make() throws TomlUnclear {
        if (same()) {
            return;
        }
        if (edit.outline().named(name).size() != before.size()) {
            throw new TomlUnclear(name);
        }
        for (int i = 0; i < origin.length; i++) {
            if (origin[i] != NEW) {
                Where where = new Where(Optional.of(name), origin[i]);
                edit.keys(where, before.get(origin[i]), after.get(i));
            }
        }
        for (int old = before.size() - 1; old >= 0; old--) {
            if (!stays(old)) {
                remove(edit.outline(), old);
            }
        }
        reorder();
        for (int i = 0; i < origin.length; i++) {
            if (origin[i] == NEW) {
                insert(i);
            }
        }
    }

    private boolean same() {
        return before.size() == after.size()
                && IntStream.range(0, origin.length)
                        .allMatch(i -> origin[i] == i && isLike(before.get(i), after.get(i)));
    }

    private boolean isLike(Table old, Table now) {
        List<String> keys = TomlOutline.keys(now).toList();
        return keys.equals(TomlOutline.keys(old).toList()) && alike(old, now) == keys.size();
    }

    private boolean stays(int old) {
        return IntStream.of(origin).anyMatch(o -> o == old);
    }

    /// First those that are as they were or have kept their name, then those that are more like
    /// one that would go than not.
    private int[] origins() {
        int[] found = new int[after.size()];
        java.util.Arrays.fill(found, NEW);
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < found.length; i++) {
                if (found[i] == NEW) {
                    found[i] = origin(found, i, pass);
                }
            }
        }
        return found;
    }

    private int origin(int[] taken, int wanted, int pass) {
        Table table = after.get(wanted);
        Optional<String> named = edit.valueWanted(table, "name");
        long most = TomlOutline.keys(table).count();
        return IntStream.range(0, before.size())
                .filter(old -> IntStream.of(taken).noneMatch(t -> t == old))
                .filter(
                        old ->
                                switch (pass) {
                                    case 0 -> isLike(before.get(old), table);
                                    case 1 ->
                                            named.isPresent()
                                                    && named.equals(
                                                            edit.valueNow(before.get(old), "name"));
                                    default -> alike(before.get(old), table) * 2 > most;
                                })
                .boxed()
                .max(
                        Comparator.comparingLong((Integer old) -> alike(before.get(old), table))
                                .thenComparingInt(old -> -Math.abs(old - wanted)))
                .orElse(NEW);
    }

    /// How many keys have the same value.
    private long alike(Table old, Table wanted) {
        return TomlOutline.keys(wanted)
                .filter(key -> edit.valueWanted(wanted, key).equals(edit.valueNow(old, key)))
                .count();
    }

    /// With the blank lines behind it, or at the end of the text with those before it.
    private void remove(TomlOutline file, int index) throws TomlUnclear {
        Table gone = new Where(Optional.of(name), index).in(file);
        String text = file.text();
        int from = gone.start();
        int to = gone.end();
        while (to < text.length() && Character.isWhitespace(text.charAt(to))) {
            to++;
        }
        if (to < text.length()) {
            to = text.lastIndexOf('\n', to - 1) + 1;
            edit.splice(from, Math.max(to, gone.end()), "");
            return;
        }
        while (from > 0 && Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        edit.splice(from, to, from == 0 ? "" : ClusterEdit.lineEnd(text));
    }

    /// Each place where a table stands gets the one that belongs there.
    private void reorder() throws TomlUnclear {
        List<Integer> order = IntStream.of(origin).filter(o -> o != NEW).boxed().toList();
        List<Integer> sorted = order.stream().sorted().toList();
        TomlOutline file = edit.outline();
        List<Table> places = file.named(name);
        List<String> blocks = new ArrayList<>();
        for (int old : order) {
            blocks.add(ended(file.block(places.get(sorted.indexOf(old))), file.text()));
        }
        for (int i = places.size() - 1; i >= 0 && !order.equals(sorted); i--) {
            edit.splice(places.get(i).start(), places.get(i).end(), blocks.get(i));
        }
    }

    private static String ended(String block, String text) {
        return block.endsWith("\n") ? block : block + ClusterEdit.lineEnd(text);
    }

    /// Behind the one before it, else before the next, else at the end of the file.
    private void insert(int wanted) throws TomlUnclear {
        TomlOutline file = edit.outline();
        List<Table> there = file.named(name);
        String block = edit.wantedBlock(after.get(wanted));
        if (wanted > 0) {
            edit.insertLines(there.get(wanted - 1).end(), "\n" + block);
        } else if (!there.isEmpty()) {
            edit.insertLines(there.getFirst().start(), block + "\n");
        } else {
            edit.insertLines(file.text().length(), "\n" + block);
        }
    }
}
