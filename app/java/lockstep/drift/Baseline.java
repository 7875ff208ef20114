package lockstep.drift;

/// What every cell is held against.
public sealed interface Baseline {
    /// One node, by its column.
    record Reference(int node) implements Baseline {}

    /// For each path the state that most nodes hold: first whether it is there at all, among those
    /// its kind, then its content or link target, then mode and owner, then its time. The largest
    /// group wins each round, of equals the one with the earliest node. Nodes that were not
    /// scanned, or could not read the place, have no vote.
    record Majority() implements Baseline {}
}
