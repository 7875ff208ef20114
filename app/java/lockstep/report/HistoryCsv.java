package lockstep.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What happened to a cluster as a table for a spreadsheet: exact times in UTC, exact numbers.
public final class HistoryCsv {
    private static final List<String> COLUMNS =
            List.of(
                    "when",
                    "kind",
                    "who",
                    "nodes",
                    "result",
                    "outcome",
                    "why",
                    "seconds",
                    "sent bytes",
                    "saved bytes",
                    "run");

    private HistoryCsv() {}

    /// A head and a row each; no cell is of several lines.
    public static String of(List<HistoryLine> lines) {
        StringBuilder out = new StringBuilder(Csv.line(COLUMNS));
        for (HistoryLine line : lines) {
            out.append(Csv.line(cells(line)));
        }
        return out.toString();
    }

    private static List<String> cells(HistoryLine line) {
        return List.of(
                line.at().toString(),
                line.kind(),
                line.who(),
                HistoryLines.nodes(line),
                line.result(),
                line.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                line.why(),
                line.took().map(HistoryCsv::seconds).orElse(""),
                exact(line.sent()),
                exact(line.saved()),
                line.run());
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1_000.0);
    }

    private static String exact(OptionalLong bytes) {
        return bytes.isPresent() ? Long.toString(bytes.getAsLong()) : "";
    }
}
