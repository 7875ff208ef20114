package lockstep.present;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lockstep.plan.Plan;
import org.jspecify.annotations.Nullable;

/// The rows of one action on one node, which of them are chosen, and which the filter lets be
/// seen. Rows keep the plan's order; a position counts from 0 in the group. FX thread only, but
/// for [#matching], which touches nothing that changes.
public final class PlanGroup {
    private final Plan.Target target;
    private final Plan.Action action;
    private final int[] indices;
    private final BitSet chosen = new BitSet();
    private long chosenBytes;
    private int @Nullable [] shown;
    private boolean open;

    PlanGroup(Plan.Target target, Plan.Action action) {
        this.target = target;
        this.action = action;
        List<Plan.Row> rows = target.rows();
        indices =
                IntStream.range(0, rows.size())
                        .filter(i -> rows.get(i).action() == action)
                        .toArray();
        for (int i = 0; i < indices.length; i++) {
            set(i, row(i).chosen());
        }
    }

    public String node() {
        return target.node();
    }

    public Plan.Action action() {
        return action;
    }

    /// All rows, whatever the filter says.
    public int size() {
        return indices.length;
    }

    public Plan.Row row(int position) {
        return target.rows().get(indices[position]);
    }

    public boolean isChosen(int position) {
        return chosen.get(position);
    }

    public int chosenCount() {
        return chosen.cardinality();
    }

    public long chosenBytes() {
        return chosenBytes;
    }

    public boolean isOpen() {
        return open;
    }

    /// How many rows pass the filter.
    public int shownCount() {
        return shown == null ? indices.length : shown.length;
    }

    /// How many of the rows that pass the filter are chosen.
    public int shownChosen() {
        if (shown == null) {
            return chosenCount();
        }
        int count = 0;
        for (int position : shown) {
            count += chosen.get(position) ? 1 : 0;
        }
        return count;
    }

    int shownAt(int index) {
        return shown == null ? index : shown[index];
    }

    void open(boolean on) {
        open = on;
    }

    void show(int @Nullable [] positions) {
        shown = positions;
    }

    void set(int position, boolean on) {
        if (chosen.get(position) != on) {
            chosen.set(position, on);
            chosenBytes += on ? row(position).bytes() : -row(position).bytes();
        }
    }

    void setShown(boolean on) {
        for (int i = 0; i < shownCount(); i++) {
            set(shownAt(i), on);
        }
    }

    /// Writes what is chosen into a copy of the node's rows.
    void write(List<Plan.Row> rows) {
        for (int i = 0; i < indices.length; i++) {
            rows.set(indices[i], row(i).choose(chosen.get(i)));
        }
    }

    /// Positions whose path, as shown, holds `needle` in any case.
    int[] matching(String needle) {
        String lower = needle.toLowerCase(Locale.ROOT);
        int[] found = new int[indices.length];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (row(i).path().visible().toLowerCase(Locale.ROOT).contains(lower)) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
