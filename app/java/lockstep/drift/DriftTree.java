package lockstep.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// The listings of N nodes in one tree: one row a path, one column a node, and in each cell how
/// that node's entry differs from the baseline. Immutable; any thread.
///
/// Row 0 is the root and is always there. Rows stand depth first, so what is below directory `d`
/// is `d + 1 … subtreeEnd(d) - 1`; in a directory, directories come first. A name that is a file
/// on one node and a directory on another is one row, with the directory's children below it.
///
/// A cell holds a set of signs ([#signs]); [#sign] is the most severe. Entries are compared as
/// rsync's quick check does, with times in whole seconds: what is the same here is what a sync
/// would leave alone. Where both sides have a digest, that decides instead of the time. All
/// digests must come from one algorithm and seed, which is for whoever scans to see to.
///
/// What a node lacks is [Sign#UNREADABLE], not missing, when the node could not read the place or
/// could not say what it left out; and so is what it has where the baseline could not read.
///
/// About 8 bytes a row and 6 a cell beyond the listings; measured in `tests/bench`.
public final class DriftTree {
    private final List<String> names;
    private final Rows rows;
    private final Cells cells;
    private final boolean byContent;

    private DriftTree(List<String> names, Rows rows, Baseline baseline) {
        this.names = names;
        this.rows = rows;
        this.cells = new Cells(rows, baseline);
        this.byContent = byContent(rows.listings);
    }

    /// Merges listings: time grows with their entries, a million rows a second or better.
    ///
    /// @param nodes the columns' names
    /// @param listings one a node, null for a node that was not scanned
    /// @throws IllegalArgumentException when there is not one listing a node, there is no node, or
    ///     the baseline names a node that is not there
    public static DriftTree merge(
            List<String> nodes, List<@Nullable Listing> listings, Baseline baseline) {
        if (nodes.isEmpty() || nodes.size() != listings.size()) {
            throw new IllegalArgumentException(
                    nodes.size() + " nodes, " + listings.size() + " listings");
        }
        check(baseline, nodes.size());
        List<@Nullable Listing> columns =
                Collections.unmodifiableList(new ArrayList<@Nullable Listing>(listings));
        return new DriftTree(List.copyOf(nodes), Merge.of(columns), baseline);
    }

    /// The same rows held against another baseline; the rows are shared.
    public DriftTree withBaseline(Baseline baseline) {
        check(baseline, names.size());
        return new DriftTree(names, rows, baseline);
    }

    private static void check(Baseline baseline, int nodes) {
        if (baseline instanceof Baseline.Reference(int node) && (node < 0 || node >= nodes)) {
            throw new IllegalArgumentException("node " + node + " of " + nodes);
        }
    }

    private static boolean byContent(List<@Nullable Listing> listings) {
        int[] lengths =
                listings.stream()
                        .mapToInt(l -> l == null ? -1 : l.digestLength())
                        .filter(n -> n >= 0)
                        .distinct()
                        .toArray();
        return lengths.length == 1 && lengths[0] > 0;
    }

    /// How many rows, the root included.
    public int rows() {
        return rows.count();
    }

    /// How many nodes, scanned or not.
    public int nodes() {
        return names.size();
    }

    public List<String> nodeNames() {
        return names;
    }

    public Baseline baseline() {
        return cells.baseline();
    }

    /// The node's listing; null when it was not scanned.
    public @Nullable Listing listing(int node) {
        return rows.listings.get(node);
    }

    /// Whether every scanned node was scanned by content, with digests that can be compared.
    public boolean byContent() {
        return byContent;
    }

    /// The directory that holds this row; -1 for the root.
    public int parent(int row) {
        return rows.parent[row];
    }

    /// The first row after everything below this one; `row + 1` for all but directories.
    public int subtreeEnd(int row) {
        return rows.end[row];
    }

    /// Whether it is a directory on any node.
    public boolean isDirectory(int row) {
        return rows.directories.get(row);
    }

    /// The row in that node's listing; -1 where it has none.
    public int listingRow(int row, int node) {
        return rows.at(row, node);
    }

    public TreePath path(int row) {
        int node = rows.holder(row);
        Listing listing = node < 0 ? null : listing(node);
        return listing == null ? TreePath.ROOT : listing.path(rows.at(row, node));
    }

    /// The last component of the path, safe to show; `.` for the root.
    public String visibleName(int row) {
        int node = rows.holder(row);
        Listing listing = node < 0 ? null : listing(node);
        return listing == null ? "." : listing.visibleName(rows.at(row, node));
    }

    /// The row of a path that any node holds, or -1.
    public int find(TreePath path) {
        return rows.find(path);
    }

    /// The most severe sign of a cell.
    public Sign sign(int row, int node) {
        return Signs.primary(cells.signs(row, node));
    }

    /// Every sign of a cell; never empty.
    public EnumSet<Sign> signs(int row, int node) {
        return Signs.set(cells.signs(row, node));
    }

    /// Whether the cell is not known to be like the baseline's: a difference, or unreadable.
    public boolean differs(int row, int node) {
        return cells.differs(row, node);
    }

    /// Whether any node differs here.
    public boolean differs(int row) {
        return cells.differs(row);
    }

    /// How many entries strictly below this row differ on that node. The directory's own
    /// differences are not among them: [#sign] tells those.
    public int differing(int row, int node) {
        return cells.differing(row + 1, rows.end[row], node);
    }

    /// How many entries strictly below this row differ on any node.
    public int differing(int row) {
        return cells.differing(row + 1, rows.end[row]);
    }

    /// Why the row differs, in a few words safe to show: `content`, `0644 / 0600`, `only on web2`;
    /// empty when it does not.
    public String why(int row) {
        return Reason.of(this, row);
    }

    /// The size on the baseline, or where it has none, on the first node that holds the path.
    public long bytes(int row) {
        int node = representative(row);
        Listing listing = node < 0 ? null : listing(node);
        return listing == null ? 0 : listing.bytes(rows.at(row, node));
    }

    /// The modification time of the same entry as [#bytes].
    public Instant modified(int row) {
        int node = representative(row);
        Listing listing = node < 0 ? null : listing(node);
        return listing == null ? Instant.EPOCH : listing.modified(rows.at(row, node));
    }

    private int representative(int row) {
        int base = cells.base(row);
        return base >= 0 ? base : rows.holder(row);
    }

    /// Counts every cell and says what they come to. Takes a pass over the tree.
    public Verdict verdict() {
        return Judge.of(this);
    }

    /// The rows that a filter shows. Takes a pass over the tree.
    public Selection select(Filter filter) {
        return Selection.of(this, filter);
    }

    /// The children of a row that the selection shows, in display order: directories first, each
    /// group by plain name.
    public int[] children(int row, Selection selection) {
        return selection.children(this, row);
    }

    int comparePlainNames(int row, int otherRow) {
        int node = rows.holder(row);
        int otherNode = rows.holder(otherRow);
        Listing listing = node < 0 ? null : listing(node);
        Listing other = otherNode < 0 ? null : listing(otherNode);
        return listing == null || other == null
                ? row - otherRow
                : listing.comparePlainNames(
                        rows.at(row, node), other, rows.at(otherRow, otherNode));
    }

    int bits(int row, int node) {
        return cells.signs(row, node);
    }

    int bits(int row) {
        return cells.signs(row);
    }

    boolean any(int row, int bits) {
        return (cells.signs(row) & bits) != 0;
    }

    int base(int row) {
        return cells.base(row);
    }

    boolean hidden(int row, int node) {
        return rows.hidden(row, node);
    }
}
