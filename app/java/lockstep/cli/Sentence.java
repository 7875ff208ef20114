package lockstep.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Verdict;
import lockstep.drift.Verdict.NodeCounts;

/// The verdict in one sentence.
final class Sentence {
    private final DriftTree drift;
    private final Verdict verdict;

    private Sentence(DriftTree drift, Verdict verdict) {
        this.drift = drift;
        this.verdict = verdict;
    }

    static String of(DriftTree drift, Verdict verdict) {
        return new Sentence(drift, verdict).text();
    }

    private String text() {
        return switch (verdict.kind()) {
            case IDENTICAL ->
                    "All %d nodes are identical %s: %s compared."
                            .formatted(
                                    drift.nodes(),
                                    verdict.byContent()
                                            ? "by content"
                                            : "by size, time and attributes",
                                    Words.entries(drift.rows()));
            case DIFFERS -> String.join(" · ", differing());
            case CANNOT_TELL ->
                    unscanned().isEmpty()
                            ? "Cannot tell: something could not be read."
                            : "Cannot tell: " + Words.list(unscanned()) + " not scanned.";
        };
    }

    private List<String> differing() {
        List<NodeCounts> counts =
                verdict.nodes().stream()
                        .filter(n -> n.differing() > 0)
                        .sorted(Comparator.comparingInt(NodeCounts::differing).reversed())
                        .toList();
        List<String> parts = new ArrayList<>();
        for (NodeCounts node : counts) {
            parts.add(
                    parts.isEmpty()
                            ? node.node() + " differs in " + Words.entries(node.differing())
                            : node.node() + " in " + Words.number(node.differing()));
        }
        if (!unscanned().isEmpty()) {
            parts.add(Words.list(unscanned()) + " not scanned");
        }
        if (drift.baseline() instanceof Baseline.Reference(int node)) {
            parts.add(drift.nodeNames().get(node) + " is the reference");
        }
        return parts;
    }

    private List<String> unscanned() {
        List<String> names = new ArrayList<>();
        for (int node = 0; node < drift.nodes(); node++) {
            if (drift.listing(node) == null) {
                names.add(drift.nodeNames().get(node));
            }
        }
        return names;
    }
}
