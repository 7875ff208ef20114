package lockstep.present;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;

/// A moment that can be chosen: a snapshot of one node, or those of several that were made for the
/// same run. Immutable.
///
/// @param to by the nodes' names, in the order of the cluster file; not empty
/// @param damaged the nodes whose snapshot was found damaged
public record SnapshotChoice(Map<String, Kept> to, Set<String> damaged) {
    public SnapshotChoice {
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a moment of no node");
        }
        to = Collections.unmodifiableMap(new LinkedHashMap<>(to));
        damaged = Set.copyOf(damaged);
    }

    /// @param isDamaged whether the snapshot of a node was found damaged
    static SnapshotChoice of(Map<String, Kept> to, BiPredicate<String, Snapshot> isDamaged) {
        return new SnapshotChoice(
                to,
                to.entrySet().stream()
                        .filter(one -> isDamaged.test(one.getKey(), one.getValue().snapshot()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /// The snapshots of one node, the newest first.
    static List<SnapshotChoice> of(
            String node, List<Kept> shelf, BiPredicate<String, Snapshot> isDamaged) {
        return shelf.stream()
                .map(kept -> of(Map.of(node, kept), isDamaged))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /// The snapshots of all nodes, those of one run together, the newest first.
    static List<SnapshotChoice> moments(
            Map<String, List<Kept>> shelves, BiPredicate<String, Snapshot> isDamaged) {
        Map<String, Map<String, Kept>> runs = new LinkedHashMap<>();
        shelves.forEach(
                (node, shelf) ->
                        shelf.forEach(
                                kept ->
                                        runs.computeIfAbsent(
                                                        kept.snapshot().run(),
                                                        _ -> new LinkedHashMap<>())
                                                .putIfAbsent(node, kept)));
        return runs.values().stream().map(to -> of(to, isDamaged)).sorted(NEWEST_FIRST).toList();
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

    /// When the last of them was made.
    public Instant until() {
        return to.values().stream()
                .map(kept -> kept.snapshot().at())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// The same of some of its nodes.
    SnapshotChoice of(List<String> some) {
        Map<String, Kept> theirs = new LinkedHashMap<>(to);
        theirs.keySet().retainAll(some);
        return of(theirs, (node, _) -> damaged.contains(node));
    }

    public List<String> nodes() {
        return List.copyOf(to.keySet());
    }

    /// Whether one of them was found damaged, so that nothing is rolled back to it.
    public boolean isDamaged() {
        return !damaged.isEmpty();
    }

    /// Whether each of them is of a state that was found good, and none is damaged.
    public boolean isGood() {
        return !isDamaged() && to.values().stream().allMatch(kept -> kept.good().isPresent());
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
