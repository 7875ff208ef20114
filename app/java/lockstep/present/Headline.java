package lockstep.present;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.drift.Verdict;
import lockstep.drift.Verdict.NodeCounts;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;

/// The verdict as the largest text on the screen says it.
///
/// @param tone how it is coloured and which sign stands before it
/// @param sentence the answer
/// @param detail what the answer rests on; may be empty
public record Headline(Tone tone, String sentence, String detail) {
    private static final int NAMED_NODES = 4;

    /// What kind of answer it is.
    public enum Tone {
        UNSCANNED,
        SCANNING,
        IDENTICAL,
        /// They were identical, and something speaks against relying on that still.
        STALE,
        DIFFERS,
        CANNOT_TELL
    }

    static Headline unscanned() {
        return new Headline(
                Tone.UNSCANNED,
                Strings.text("headline.unscanned"),
                Strings.text("headline.unscanned.detail"));
    }

    static Headline scanning(Criterion criterion, long entries) {
        String key =
                switch (criterion) {
                    case METADATA -> "headline.scanning.metadata";
                    case CONTENT -> "headline.scanning.content";
                };
        return new Headline(
                Tone.SCANNING,
                Strings.text(key),
                Strings.count("headline.scanning.entries", entries));
    }

    /// A good answer that is no longer to be relied on.
    ///
    /// @param nodes how many were identical
    /// @param ago when, in words
    /// @param why it may be otherwise by now
    static Headline stale(int nodes, String ago, String why) {
        return new Headline(Tone.STALE, Strings.text("headline.stale", nodes, ago), why);
    }

    static Headline of(Comparison comparison, Verdict verdict) {
        DriftTree drift = comparison.drift();
        List<String> unscanned = unscanned(drift);
        return switch (verdict.kind()) {
            case IDENTICAL -> identical(drift, verdict);
            case DIFFERS -> differs(drift, verdict, unscanned);
            case CANNOT_TELL -> cannotTell(drift, verdict, unscanned);
        };
    }

    private static Headline identical(DriftTree drift, Verdict verdict) {
        String key = verdict.byContent() ? "headline.identical.content" : "headline.identical";
        return new Headline(
                Tone.IDENTICAL,
                Strings.text(key, drift.nodes()),
                Strings.text(
                        "headline.identical.detail", Words.number(drift.rows()), baseline(drift)));
    }

    private static Headline differs(DriftTree drift, Verdict verdict, List<String> unscanned) {
        List<NodeCounts> differing =
                verdict.nodes().stream()
                        .filter(n -> n.differing() > 0)
                        .sorted(Comparator.comparingInt(NodeCounts::differing).reversed())
                        .toList();
        List<String> parts = new ArrayList<>();
        for (NodeCounts node : differing.subList(0, Math.min(NAMED_NODES, differing.size()))) {
            parts.add(
                    parts.isEmpty()
                            ? Strings.text(
                                    "headline.differs.first",
                                    node.node(),
                                    Strings.count("entries", node.differing()))
                            : Strings.text(
                                    "headline.differs.next",
                                    node.node(),
                                    Words.number(node.differing())));
        }
        if (differing.size() > NAMED_NODES) {
            parts.add(Strings.count("headline.differs.more", differing.size() - NAMED_NODES));
        }
        if (!unscanned.isEmpty()) {
            parts.add(Strings.text("headline.unknown", named(unscanned)));
        }
        String same = same(drift, verdict);
        return new Headline(
                Tone.DIFFERS,
                String.join(" · ", parts),
                baseline(drift) + (same.isEmpty() ? "" : " · " + same));
    }

    private static String same(DriftTree drift, Verdict verdict) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < drift.nodes(); i++) {
            NodeCounts counts = verdict.nodes().get(i);
            boolean held =
                    drift.baseline() instanceof Baseline.Reference(int node) && node == i
                            || drift.listing(i) == null;
            if (!held && counts.differing() == 0 && counts.unreadable() == 0) {
                same.add(counts.node());
            }
        }
        return same.isEmpty() ? "" : Strings.text("headline.same", named(same));
    }

    private static Headline cannotTell(DriftTree drift, Verdict verdict, List<String> unscanned) {
        String sentence =
                unscanned.isEmpty()
                        ? Strings.text("headline.cannot.unreadable")
                        : Strings.text("headline.cannot.unscanned", named(unscanned));
        String why = verdict.reasons().stream().limit(2).collect(Collectors.joining(" · "));
        return new Headline(Tone.CANNOT_TELL, sentence, why.isEmpty() ? baseline(drift) : why);
    }

    private static List<String> unscanned(DriftTree drift) {
        List<String> names = new ArrayList<>();
        for (int node = 0; node < drift.nodes(); node++) {
            if (drift.listing(node) == null) {
                names.add(drift.nodeNames().get(node));
            }
        }
        return names;
    }

    private static String named(List<String> names) {
        return names.size() <= NAMED_NODES
                ? String.join(", ", names)
                : Strings.text(
                        "headline.named.more",
                        String.join(", ", names.subList(0, NAMED_NODES - 1)),
                        names.size() - NAMED_NODES + 1);
    }

    private static String baseline(DriftTree drift) {
        return switch (drift.baseline()) {
            case Baseline.Reference(int node) ->
                    Strings.text("headline.reference", drift.nodeNames().get(node));
            case Baseline.Majority() -> Strings.text("headline.majority");
        };
    }
}
