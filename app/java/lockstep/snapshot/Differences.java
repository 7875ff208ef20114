package lockstep.snapshot;

import java.util.List;

/// In what a node's tree is not as a snapshot, or was not before it was restored.
///
/// @param first of them, in rsync's order, some dozens
/// @param count of all
public record Differences(List<Difference> first, long count) {
    public Differences {
        first = List.copyOf(first);
    }

    /// Whether there are none.
    public boolean none() {
        return count == 0;
    }
}
