package lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import lockstep.preflight.Finding;
import lockstep.preflight.Findings;

/// What a preflight found, on a terminal: nodes and weights in columns, the sentences beside them,
/// never cut, because what to do stands at their end.
final class FindingLines {
    private static final String GAP = "  ";
    private static final int NARROWEST = 30;

    private FindingLines() {}

    static void print(Findings findings, Terminal terminal) {
        int node = widest(findings.all().stream().map(Finding::node).toList());
        int word = widest(findings.all().stream().map(Finding::word).toList());
        int margin = node + word + 2 * GAP.length();
        int room = Math.max(NARROWEST, terminal.columns() - margin);
        for (Finding finding : findings.all()) {
            String head = Width.left(finding.node(), node) + GAP + Width.left(finding.word(), word);
            List<String> lines = new ArrayList<>(wrapped(finding.what(), room));
            lines.addAll(wrapped(finding.remedy(), room));
            for (String line : lines) {
                terminal.say(head + GAP + line);
                head = " ".repeat(node + GAP.length() + word);
            }
        }
        terminal.say(findings.summary());
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(Width::of).max().orElse(0);
    }

    /// The words in lines of at most so many columns; a longer word has a line of its own.
    private static List<String> wrapped(String text, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && Width.of(line + " " + word) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
