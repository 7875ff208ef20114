package lockstep.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lockstep.plan.Plan.Action;
import lockstep.plan.Plan.Row;
import lockstep.tree.Kind;
import lockstep.tree.Listing;
import lockstep.tree.MalformedTree;
import lockstep.tree.TreePath;

/// What a receiver that was killed left in the directory of a file that was being sent: the file
/// `.NAME.XXXXXX` that it writes before it is renamed, six letters or digits at its end.
///
/// Held against rsync 3.5.0: a dot at the beginning of NAME is not doubled; of a long name 246
/// bytes are kept, less the bytes above 127 before the cut where it goes through such bytes. A name
/// of which nothing is left then (123 letters of two bytes) would match every `.XXXXXX`, and
/// `.bashrc` is one: what remains of those is not recognised.
final class Leftovers {
    private static final int KEPT = 246;
    private static final int SUFFIX = 7;

    private final List<Row> rows;
    private final Listing target;
    private final Map<TreePath, List<Integer>> byStem = new HashMap<>();
    private final BitSet found = new BitSet();

    /// @param rows of a target; what is to be deleted there may be a leftover
    Leftovers(List<Row> rows, Listing target) {
        this.rows = rows;
        this.target = target;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            byte[] name = row.path().name();
            if (row.action() == Action.DELETE && isTemporary(name)) {
                TreePath stem =
                        beside(row.path(), Arrays.copyOfRange(name, 1, name.length - SUFFIX));
                byStem.computeIfAbsent(stem, _ -> new ArrayList<>(1)).add(i);
            }
        }
    }

    private static boolean isTemporary(byte[] name) {
        int dot = name.length - SUFFIX;
        if (dot < 2 || name[0] != '.' || name[dot] != '.') {
            return false;
        }
        for (int i = dot + 1; i < name.length; i++) {
            int c = name[i];
            boolean plain = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /// What the receiver's file is called between its first dot and its last.
    static byte[] stem(byte[] name) {
        int from = name.length > 0 && name[0] == '.' ? 1 : 0;
        int end = name.length;
        if (end - from > KEPT) {
            end = from + KEPT;
            while (name[end] < 0 && end > from && name[end - 1] < 0) {
                end--;
            }
        }
        return Arrays.copyOfRange(name, from, end);
    }

    /// The path of that name in the same directory; the path itself where there can be none.
    private static TreePath beside(TreePath path, byte[] name) {
        byte[] all = path.toBytes();
        int directory = all.length - path.name().length;
        byte[] joined = Arrays.copyOf(all, directory + name.length);
        System.arraycopy(name, 0, joined, directory, name.length);
        try {
            return TreePath.checked(joined, 0, joined.length);
        } catch (MalformedTree _) {
            return path;
        }
    }

    /// A file that was to be sent: what is left of it has at most its size.
    void sent(TreePath path, EntryFacts source) {
        byte[] stem = stem(path.name());
        if (byStem.isEmpty() || stem.length == 0) {
            return;
        }
        for (int i : byStem.getOrDefault(beside(path, stem), List.of())) {
            int row = target.find(rows.get(i).path());
            if (row >= 0 && target.kind(row) == Kind.FILE && target.bytes(row) <= source.bytes()) {
                found.set(i);
            }
        }
    }

    /// Whether the row deletes what is left of a file that was to be sent.
    boolean has(int row) {
        return found.get(row);
    }
}
