package lockstep.drift;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a comparison comes to, for one sentence on the screen.
///
/// @param kind the answer; a proven difference outweighs what could not be told
/// @param byContent every node was scanned by content, with digests that can be compared; when
///     false, identical means "by size, time and attributes"
/// @param nodes in column order
/// @param reasons why something cannot be told, a sentence each, safe to show; empty when
///     everything could be read. At most [#MAX_REASONS] places a node: the last counts the rest.
public record Verdict(Kind kind, boolean byContent, List<NodeCounts> nodes, List<String> reasons) {
    /// The most unreadable places told of one node.
    public static final int MAX_REASONS = 100;

    public Verdict {
        nodes = List.copyOf(nodes);
        reasons = List.copyOf(reasons);
    }

    /// The answer.
    public enum Kind {
        /// Every node holds what the baseline holds, and all of it could be read.
        IDENTICAL,
        /// At least one difference is proven.
        DIFFERS,
        /// No difference is proven, but something was not read or not scanned.
        CANNOT_TELL
    }

    /// What one node's column holds.
    ///
    /// @param bySign cells by their primary sign; signs that do not occur are left out
    /// @param differing cells that differ for certain
    /// @param unreadable cells of which it cannot be told
    public record NodeCounts(
            String node, Map<Sign, Integer> bySign, int differing, int unreadable) {
        public NodeCounts {
            Map<Sign, Integer> counts = new EnumMap<>(Sign.class);
            counts.putAll(bySign);
            bySign = Collections.unmodifiableMap(counts);
        }

        /// Cells whose primary sign is this one.
        public int count(Sign sign) {
            return bySign.getOrDefault(sign, 0);
        }
    }
}
