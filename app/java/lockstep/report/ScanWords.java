package lockstep.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lockstep.drift.Sign;
import lockstep.journal.ScanResult;
import lockstep.report.HistoryLine.Outcome;

/// What a scan came to, in words.
///
/// @param result its figures
public record ScanWords(ScanResult result) {
    private static final int MOST_NAMED = 4;

    /// What [#cells] gives of a node.
    public static final List<String> COLUMNS = List.of("node", "result", "differing", "unreadable");

    /// How it was compared.
    public String criterion() {
        return result.byContent() ? "by content" : "by size, time and attributes";
    }

    /// All of it in one sentence.
    public String sentence() {
        List<ScanResult.Node> differing =
                result.nodes().stream()
                        .filter(node -> node.differing() > 0)
                        .sorted(Comparator.comparingInt(ScanResult.Node::differing).reversed())
                        .toList();
        List<String> parts = new ArrayList<>();
        for (ScanResult.Node node : differing.stream().limit(MOST_NAMED).toList()) {
            parts.add(
                    parts.isEmpty()
                            ? node.name() + " differs in " + entries(node.differing())
                            : node.name() + " in " + number(node.differing()));
        }
        if (differing.size() > MOST_NAMED) {
            parts.add((differing.size() - MOST_NAMED) + " more differ");
        }
        List<String> failed = failed();
        if (!failed.isEmpty()) {
            parts.add(Figures.list(failed) + " not scanned");
        }
        List<String> unread =
                result.nodes().stream()
                        .filter(node -> node.unreadable() > 0)
                        .map(ScanResult.Node::name)
                        .toList();
        if (!unread.isEmpty()) {
            parts.add("not all of " + Figures.list(unread) + " could be read");
        }
        return parts.isEmpty()
                ? "All %d nodes are identical %s: %s."
                        .formatted(result.nodes().size(), criterion(), entries(result.entries()))
                : String.join(" · ", parts) + " (" + criterion() + ")";
    }

    Outcome outcome() {
        boolean clear = result.nodes().stream().allMatch(n -> n.isScanned() && n.unreadable() == 0);
        boolean alike = result.nodes().stream().allMatch(node -> node.differing() == 0);
        return !clear ? Outcome.FAILED : alike ? Outcome.GOOD : Outcome.DIFFERS;
    }

    private List<String> failed() {
        return result.nodes().stream()
                .filter(node -> !node.isScanned())
                .map(ScanResult.Node::name)
                .toList();
    }

    /// What is told of a node under [#COLUMNS]; harmless to show.
    public List<String> cells(ScanResult.Node node) {
        if (!node.isScanned()) {
            return List.of(ReportWords.shown(node.name()), shown(node.fault()), "", "");
        }
        return List.of(
                ReportWords.shown(node.name()),
                outcome(node),
                number(node.differing()),
                number(node.unreadable()));
    }

    private String outcome(ScanResult.Node node) {
        if (node.name().equals(result.against())) {
            return "what the others are held against";
        }
        String kinds =
                node.bySign().entrySet().stream()
                        .map(each -> number(each.getValue()) + " " + word(each.getKey()))
                        .collect(Collectors.joining(", "));
        return kinds.isEmpty() ? "identical" : kinds;
    }

    private static String word(Sign sign) {
        return sign.word();
    }

    private static String shown(String fault) {
        return "not scanned: " + ReportWords.shown(fault);
    }

    private static String entries(long count) {
        return number(count) + (count == 1 ? " entry" : " entries");
    }

    private static String number(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }
}
