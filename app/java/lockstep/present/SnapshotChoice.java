package lockstep.present;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;

/// A moment that can be chosen: a snapshot of one node, or those of several that were made for the
/// same run. Immutable.
///
/// @param to by the nodes' names, in the order of the cluster file; not empty
public record SnapshotChoice(Map<String, Kept> to) {
    public SnapshotChoice {
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a moment of no node");
        }
        to = Collections.unmodifiableMap(new LinkedHashMap<>(to));
    }

    /// The snapshots of one node, the newest first.
    static List<SnapshotChoice> of(String node, List<Kept> shelf) {
        return shelf.stream()
                .map(kept -> new SnapshotChoice(Map.of(node, kept)))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /// The snapshots of all nodes, those of one run together, the newest first.
    static List<SnapshotChoice> moments(Map<String, List<Kept>> shelves) {
        Map<String, Map<String, Kept>> runs = new LinkedHashMap<>();
        shelves.forEach(
                (node, shelf) ->
                        shelf.forEach(
                                kept ->
                                        runs.computeIfAbsent(
                                                        kept.snapshot().run(),
                                                        _ -> new LinkedHashMap<>())
                                                .putIfAbsent(node, kept)));
        return runs.values().stream().map(SnapshotChoice::new).sorted(NEWEST_FIRST).toList();
    }

    private static final Comparator<SnapshotChoice> NEWEST_FIRST =
            Comparator.comparing(SnapshotChoice::at).reversed();

    /// When the first of them was made.
    public Instant at() {
        return to.values().stream()
                .map(kept -> kept.snapshot().at())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    public List<String> nodes() {
        return List.copyOf(to.keySet());
    }

    /// Whether each of them is of a state that was found good.
    public boolean isGood() {
        return to.values().stream().allMatch(kept -> kept.good().isPresent());
    }

    /// Whether no rule removes any of them.
    public boolean isPinned() {
        return to.values().stream().allMatch(kept -> kept.pin().isPresent());
    }

    /// Whether one of them is the same as one of the other, by name.
    boolean isSame(SnapshotChoice other) {
        return snapshots().equals(other.snapshots());
    }

    Map<String, Snapshot> snapshots() {
        Map<String, Snapshot> all = new LinkedHashMap<>();
        to.forEach((node, kept) -> all.put(node, kept.snapshot()));
        return all;
    }

    /// The states that they are of, by node; absent where the node does not tell.
    Map<String, Optional<String>> states() {
        Map<String, Optional<String>> all = new LinkedHashMap<>();
        to.forEach((node, kept) -> all.put(node, kept.about().map(About::state)));
        return all;
    }
}
