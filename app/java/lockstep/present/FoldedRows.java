package lockstep.present;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lockstep.present.TextDifference.Mark;
import lockstep.present.TextDifference.Row;

/// The rows of a difference with long runs of equal lines folded. Immutable.
public final class FoldedRows {
    /// How many equal lines around a difference are never folded.
    private static final int CONTEXT = 3;

    /// Fewer lines than that are not worth a fold.
    private static final int LEAST = 4;

    /// What takes one row on the screen.
    public sealed interface Shown {
        /// Two lines.
        record Lines(Row row) implements Shown {}

        /// Equal lines that are not shown.
        ///
        /// @param from the first of them among all rows
        record Fold(int from, int count) implements Shown {}
    }

    private final TextDifference difference;
    private final Set<Integer> opened;
    private final List<Shown> shown;

    private FoldedRows(TextDifference difference, Set<Integer> opened) {
        this.difference = difference;
        this.opened = opened;
        shown = List.copyOf(folded());
    }

    /// All that can be is folded.
    public static FoldedRows of(TextDifference difference) {
        return new FoldedRows(difference, Set.of());
    }

    /// What is to be shown, from top to bottom.
    public List<Shown> shown() {
        return shown;
    }

    /// The same with the lines of a fold shown.
    public FoldedRows opening(Shown.Fold fold) {
        Set<Integer> more = new HashSet<>(opened);
        more.add(fold.from());
        return new FoldedRows(difference, more);
    }

    /// Where the first difference after a shown row begins; -1 when there is none. Use -1 for the
    /// top.
    public int after(int at) {
        for (int i = at + 1; i < shown.size(); i++) {
            if (begins(i)) {
                return i;
            }
        }
        return -1;
    }

    /// Where the last difference that begins before a shown row does; -1 when there is none.
    public int before(int at) {
        int from = Math.min(at, shown.size());
        for (int i = from - 1; i >= 0; i--) {
            if (begins(i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean begins(int at) {
        return differs(at) && (at == 0 || !differs(at - 1));
    }

    private boolean differs(int at) {
        return shown.get(at) instanceof Shown.Lines(Row row) && row.mark() != Mark.SAME;
    }

    private List<Shown> folded() {
        List<Row> rows = difference.rows();
        List<Shown> out = new ArrayList<>();
        int at = 0;
        while (at < rows.size()) {
            int end = at;
            while (end < rows.size() && rows.get(end).mark() == Mark.SAME) {
                end++;
            }
            addEqual(out, at, end);
            while (end < rows.size() && rows.get(end).mark() != Mark.SAME) {
                out.add(new Shown.Lines(rows.get(end++)));
            }
            at = end;
        }
        return out;
    }

    private void addEqual(List<Shown> out, int from, int to) {
        int foldFrom = from == 0 ? 0 : Math.min(to, from + CONTEXT);
        int foldTo = to == difference.rows().size() ? to : Math.max(from, to - CONTEXT);
        boolean folds = foldTo - foldFrom >= LEAST && !opened.contains(foldFrom);
        for (int i = from; i < to; i++) {
            if (!folds || i < foldFrom || i >= foldTo) {
                out.add(new Shown.Lines(difference.rows().get(i)));
            } else if (i == foldFrom) {
                out.add(new Shown.Fold(foldFrom, foldTo - foldFrom));
            }
        }
    }
}
