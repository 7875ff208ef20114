package lockstep.drift;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import lockstep.tree.Wildcard;

/// The rows of a tree that a filter shows: those that match, and every directory above them.
/// Immutable; holds for every baseline only in its paths, so select again after a change of it.
public final class Selection {
    private final Filter filter;
    private final BitSet visible;
    private final int matches;

    private Selection(Filter filter, BitSet visible, int matches) {
        this.filter = filter;
        this.visible = visible;
        this.matches = matches;
    }

    static Selection of(DriftTree tree, Filter filter) {
        int kinds = Signs.of(filter.kinds()) & Signs.DIFFERENCES;
        RowTest needle =
                Wildcard.isIn(filter.needle())
                        ? new Glob(tree, filter.needle())
                        : new Needle(tree, filter.needle());
        BitSet visible = new BitSet(tree.rows());
        int matches = 0;
        for (int row = 0; row < tree.rows(); row++) {
            boolean shown = tree.differs(row) ? tree.any(row, kinds) : !filter.differencesOnly();
            if (needle.isIn(row) && shown) {
                visible.set(row);
                matches++;
            }
        }
        if (matches < tree.rows()) {
            addAncestors(tree, visible);
        }
        return new Selection(filter, visible, matches);
    }

    private static void addAncestors(DriftTree tree, BitSet visible) {
        int row = visible.previousSetBit(tree.rows() - 1);
        while (row > 0) {
            visible.set(tree.parent(row));
            row = visible.previousSetBit(row - 1);
        }
        visible.set(0);
    }

    public Filter filter() {
        return filter;
    }

    /// Whether the row is shown.
    public boolean shows(int row) {
        return visible.get(row);
    }

    /// How many rows match the filter themselves.
    public int matches() {
        return matches;
    }

    /// How many rows are shown: the matches and the directories above them, the root included.
    public int shown() {
        return visible.cardinality();
    }

    /// The shown children of a row: directories first, each group by plain name. What comes first
    /// below a row is a child of it, because everything above a shown row is shown.
    int[] children(DriftTree tree, int row) {
        int[] children = new int[16];
        int n = 0;
        int end = tree.subtreeEnd(row);
        int child = visible.nextSetBit(row + 1);
        while (child >= 0 && child < end) {
            children = n < children.length ? children : Arrays.copyOf(children, n * 2);
            children[n++] = child;
            child = visible.nextSetBit(tree.subtreeEnd(child));
        }
        int directories = 0;
        while (directories < n && tree.isDirectory(children[directories])) {
            directories++;
        }
        sortByName(tree, children, directories);
        return Arrays.copyOf(children, n);
    }

    /// Directories stand as if their names ended in `/`, which puts `conf.d` before `conf`.
    private static void sortByName(DriftTree tree, int[] rows, int n) {
        int[] sorted =
                Arrays.stream(rows, 0, n)
                        .boxed()
                        .sorted(tree::comparePlainNames)
                        .mapToInt(Integer::intValue)
                        .toArray();
        System.arraycopy(sorted, 0, rows, 0, n);
    }

    /// Asked of every row, in order.
    private interface RowTest {
        boolean isIn(int row);
    }

    /// Fits visible paths to a pattern.
    private static final class Glob implements RowTest {
        private final DriftTree tree;
        private final boolean whole;
        private final boolean directories;
        private final Wildcard pattern;
        private final BitSet fitting = new BitSet();

        Glob(DriftTree tree, String text) {
            this.tree = tree;
            whole = text.startsWith("/");
            directories = text.endsWith("/");
            String plain = text.substring(whole ? 1 : 0, text.length() - (directories ? 1 : 0));
            byte[] bytes = bytes(plain);
            pattern = new Wildcard(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        private static byte[] bytes(String text) {
            return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isIn(int row) {
            boolean fits = row > 0 && (fitting.get(tree.parent(row)) || fits(row));
            fitting.set(row, fits);
            return fits;
        }

        private boolean fits(int row) {
            if (directories && !tree.isDirectory(row)) {
                return false;
            }
            byte[] path = bytes(tree.path(row).visible());
            return whole
                    ? pattern.matches(path, 0, path.length)
                    : pattern.matchesFromAnySlash(path, 0, path.length);
        }
    }

    /// Looks for text in visible paths; remembers the directory of the row before, because rows
    /// of one directory stand together.
    private static final class Needle implements RowTest {
        private final DriftTree tree;
        private final String text;
        private int directory = -1;
        private String above = "";

        Needle(DriftTree tree, String text) {
            this.tree = tree;
            this.text = text.toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean isIn(int row) {
            if (text.isEmpty()) {
                return true;
            }
            if (row == 0) {
                return tree.visibleName(0).contains(text);
            }
            if (tree.parent(row) != directory) {
                directory = tree.parent(row);
                above = directory == 0 ? "" : lower(tree.path(directory).visible()) + "/";
            }
            return (above + lower(tree.visibleName(row))).contains(text);
        }

        private static String lower(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
