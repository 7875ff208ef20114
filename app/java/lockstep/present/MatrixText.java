package lockstep.present;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lockstep.drift.DriftTree;
import lockstep.report.Csv;
import lockstep.tree.Kind;

/// The rows of the matrix as text: for the clipboard, or as CSV for a spreadsheet. What is shown is
/// told, every directory open. Any thread.
public final class MatrixText {
    private final MatrixView view;

    MatrixText(MatrixView view) {
        this.view = view;
    }

    /// A line a row, the path first and then a sign a node, in columns that a fixed font lines up.
    ///
    /// @param most rows; what is beyond is counted in the last line
    String lines(int most) {
        DriftTree tree = view.tree();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(tree.nodeNames());
        rows.add(head);
        int[] shown = shown();
        for (int row : Arrays.copyOf(shown, Math.min(most, shown.length))) {
            List<String> cells = new ArrayList<>(List.of(path(row)));
            for (int node = 0; node < tree.nodes(); node++) {
                cells.add(MatrixCell.of(tree, row, node).text().replace("  ", " "));
            }
            cells.add(tree.why(row));
            rows.add(cells);
        }
        int more = shown.length - (rows.size() - 1);
        return aligned(rows) + (more == 0 ? "" : Strings.count("matrix.more", more) + "\n");
    }

    private static String aligned(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /// As [Csv] has them, with a head: path, kind, a sign in words for each node, size in bytes
    /// where it is a file, time of change in UTC, and why.
    void csv(Appendable out) throws IOException {
        DriftTree tree = view.tree();
        List<String> head = new ArrayList<>(List.of("path", "kind"));
        head.addAll(tree.nodeNames());
        head.addAll(List.of("bytes", "changed", "why"));
        out.append(Csv.line(head));
        for (int row : shown()) {
            out.append(Csv.line(cells(row)));
        }
    }

    private List<String> cells(int row) {
        DriftTree tree = view.tree();
        Kind kind = MatrixCell.kind(tree, row);
        List<String> cells = new ArrayList<>();
        cells.add(path(row));
        cells.add(Strings.text("kind." + kind));
        for (int node = 0; node < tree.nodes(); node++) {
            cells.add(
                    tree.signs(row, node).stream()
                            .map(MatrixCell::word)
                            .collect(Collectors.joining(", ")));
        }
        Instant changed = tree.modified(row);
        cells.add(kind == Kind.FILE ? Long.toString(tree.bytes(row)) : "");
        cells.add(changed.equals(Instant.EPOCH) ? "" : changed.toString());
        cells.add(tree.why(row));
        return cells;
    }

    private String path(int row) {
        return row == 0 ? "." : view.tree().path(row).visible();
    }

    /// The rows as they stand below each other when every directory is open.
    private int[] shown() {
        IntStream.Builder rows = IntStream.builder();
        Deque<Integer> waiting = new ArrayDeque<>(List.of(0));
        while (!waiting.isEmpty()) {
            int row = waiting.pop();
            rows.add(row);
            int[] children = view.tree().isDirectory(row) ? view.children(row) : new int[0];
            for (int i = children.length - 1; i >= 0; i--) {
                waiting.push(children[i]);
            }
        }
        return rows.build().toArray();
    }
}
