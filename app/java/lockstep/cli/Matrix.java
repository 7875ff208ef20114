package lockstep.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lockstep.cli.Table.Column;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.tree.Kind;
import lockstep.tree.Listing;

/// The drift matrix on a terminal: a row a path, a column a node, one sign a cell.
final class Matrix {
    private static final int WIDEST_NODE = 12;

    private final Terminal terminal;
    private final DriftTree drift;

    Matrix(Terminal terminal, DriftTree drift) {
        this.terminal = terminal;
        this.drift = drift;
    }

    /// Which rows are shown.
    enum Rows {
        DIFFERENCES,
        ALL
    }

    /// The rows of the drift that `which` stands for, in the order of the tree.
    static IntStream rows(DriftTree drift, Rows which) {
        return IntStream.range(0, drift.rows())
                .filter(row -> which == Rows.ALL || drift.differs(row));
    }

    /// Prints at most `limit` rows, how many more there are, and what the signs mean.
    void print(Rows which, int limit) {
        int[] shown = rows(drift, which).limit(limit).toArray();
        if (shown.length == 0) {
            return;
        }
        Table table = new Table(terminal, columns());
        table.add(head());
        EnumSet<Sign> signs = EnumSet.noneOf(Sign.class);
        for (int row : shown) {
            table.add(cells(row, signs));
        }
        table.print("");
        long more = rows(drift, which).count() - shown.length;
        if (more > 0) {
            terminal.say("... and " + Words.number(more) + " more; --limit shows more of them.");
        }
        terminal.say(legend(signs));
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.TEXT);
        IntStream.range(0, drift.nodes()).forEach(_ -> columns.add(Column.MARK));
        columns.add(Column.NUMBER);
        columns.add(Column.TEXT);
        return columns;
    }

    private List<String> head() {
        List<String> head = new ArrayList<>();
        head.add("path");
        for (int node = 0; node < drift.nodes(); node++) {
            String star = drift.baseline().equals(new Baseline.Reference(node)) ? "★" : "";
            head.add(Width.cut(drift.nodeNames().get(node), WIDEST_NODE) + star);
        }
        head.add("size");
        head.add("why");
        return head;
    }

    private List<String> cells(int row, EnumSet<Sign> signs) {
        List<String> cells = new ArrayList<>();
        cells.add(drift.path(row).visible() + (drift.isDirectory(row) && row > 0 ? "/" : ""));
        for (int node = 0; node < drift.nodes(); node++) {
            Sign sign = drift.sign(row, node);
            signs.add(sign);
            cells.add(sign.symbol());
        }
        cells.add(isFile(row) ? Words.bytes(drift.bytes(row)) : "");
        cells.add(drift.why(row));
        return cells;
    }

    private boolean isFile(int row) {
        for (int node = 0; node < drift.nodes(); node++) {
            Listing listing = drift.listing(node);
            int at = drift.listingRow(row, node);
            if (listing != null && at >= 0 && listing.kind(at) == Kind.FILE) {
                return true;
            }
        }
        return false;
    }

    private static String legend(EnumSet<Sign> signs) {
        return signs.stream()
                .map(sign -> sign.symbol() + " " + sign.word())
                .collect(Collectors.joining("   "));
    }
}
