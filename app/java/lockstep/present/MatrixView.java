package lockstep.present;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import lockstep.drift.DriftTree;
import lockstep.drift.Filter;
import lockstep.drift.Selection;
import lockstep.drift.Sign;

/// The drift tree as the matrix shows it now: filtered and sorted. Immutable; any thread.
public final class MatrixView {
    /// What the rows of a directory are ordered by; directories always stand first.
    public sealed interface Key {
        /// As the tree has them.
        record Name() implements Key {}

        /// By size, smallest first.
        record Size() implements Key {}

        /// By time of change, oldest first.
        record Changed() implements Key {}

        /// The most severe sign of that node's column first.
        record Node(int node) implements Key {}
    }

    /// An order.
    public record Order(Key key, boolean descending) {
        public static final Order BY_NAME = new Order(new Key.Name(), false);
    }

    private final DriftTree tree;
    private final Selection selection;
    private final Order order;
    private final Map<Sign, Integer> counts;

    private MatrixView(
            DriftTree tree, Map<Sign, Integer> counts, Selection selection, Order order) {
        this.tree = tree;
        this.counts = counts;
        this.selection = selection;
        this.order = order;
    }

    /// Takes a pass over the tree: not for the screen's thread.
    ///
    /// @param counts cells of the whole tree by their most severe sign
    static MatrixView of(DriftTree tree, Map<Sign, Integer> counts, Filter filter, Order order) {
        return new MatrixView(tree, counts, tree.select(filter), order);
    }

    public DriftTree tree() {
        return tree;
    }

    /// How many cells of the whole tree have that as their most severe sign.
    public int count(Sign sign) {
        return counts.getOrDefault(sign, 0);
    }

    /// How many rows match the filter.
    public int matches() {
        return selection.matches();
    }

    /// How many rows there are to show when every directory is open.
    public int shown() {
        return selection.shown();
    }

    public Filter filter() {
        return selection.filter();
    }

    /// Whether opening the row may show something. Quick.
    public boolean opens(int row) {
        return tree.isDirectory(row)
                && tree.subtreeEnd(row) > row + 1
                && (!selection.filter().differencesOnly() || tree.differing(row) > 0);
    }

    /// The shown rows of a directory, in order. A hundred thousand take a tenth of a second: not
    /// for the screen's thread.
    public int[] children(int row) {
        int[] children = tree.children(row, selection);
        return order.equals(Order.BY_NAME) ? children : sorted(children);
    }

    private int[] sorted(int[] rows) {
        Comparator<Integer> by =
                switch (order.key()) {
                    case Key.Name() -> Comparator.naturalOrder();
                    case Key.Size() -> Comparator.comparingLong(i -> tree.bytes(rows[i]));
                    case Key.Changed() -> Comparator.comparing(i -> tree.modified(rows[i]));
                    case Key.Node(int node) -> Comparator.comparing(i -> tree.sign(rows[i], node));
                };
        return IntStream.range(0, rows.length)
                .boxed()
                .sorted(
                        Comparator.comparing((Integer i) -> !tree.isDirectory(rows[i]))
                                .thenComparing(order.descending() ? by.reversed() : by))
                .mapToInt(i -> rows[i])
                .toArray();
    }
}
