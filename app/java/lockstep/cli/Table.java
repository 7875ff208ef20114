package lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows of text in columns, one line a row whatever the terminal's width: columns that may be cut
/// give way, the widest first, until a line fits.
final class Table {
    /// Which way a column leans, and whether it may be cut.
    enum Column {
        TEXT(true, false),
        MARK(false, false),
        NUMBER(false, true);

        private final boolean yields;
        private final boolean right;

        Column(boolean yields, boolean right) {
            this.yields = yields;
            this.right = right;
        }
    }

    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    private final Terminal terminal;
    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(Terminal terminal, List<Column> columns) {
        this.terminal = terminal;
        this.columns = List.copyOf(columns);
    }

    /// One row, a text for each column, made visible where it came from a peer.
    void add(List<String> texts) {
        if (texts.size() != columns.size()) {
            throw new IllegalArgumentException(texts.size() + " texts, " + columns.size());
        }
        rows.add(texts.stream().map(terminal::printable).toList());
    }

    /// Prints all rows, `indent` before each.
    void print(String indent) {
        int[] widths = widths(terminal.columns() - indent.length());
        rows.forEach(row -> terminal.say((indent + line(row, widths)).stripTrailing()));
    }

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(i -> cell(row.get(i), columns.get(i), widths[i]))
                .collect(Collectors.joining(GAP));
    }

    private static String cell(String text, Column column, int width) {
        String cut = Width.cut(text, width);
        return column.right ? Width.right(cut, width) : Width.left(cut, width);
    }

    private int[] widths(int room) {
        int[] widths =
                IntStream.range(0, columns.size())
                        .map(i -> rows.stream().mapToInt(r -> Width.of(r.get(i))).max().orElse(0))
                        .toArray();
        int over = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - room;
        while (over > 0) {
            int widest = widest(widths);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }

    /// The widest column that can still give way; -1 for none.
    private int widest(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (columns.get(i).yields
                    && widths[i] > NARROWEST
                    && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
