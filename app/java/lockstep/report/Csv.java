package lockstep.report;

import java.util.List;
import java.util.stream.Collectors;

/// Comma-separated values as RFC 4180 has them, for spreadsheets: what one of them would compute
/// stands behind an apostrophe.
public final class Csv {
    /// What a spreadsheet would take for the beginning of a formula.
    private static final String FORMULAS = "=+-@\t\r";

    private Csv() {}

    /// A row with its end.
    public static String line(List<String> cells) {
        return cells.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    static String quoted(String cell) {
        boolean formula = !cell.isEmpty() && FORMULAS.indexOf(cell.charAt(0)) >= 0;
        String safe = formula ? "'" + cell : cell;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
