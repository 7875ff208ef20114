package lockstep.snapshot;

/// What removing snapshots gives back to the file system.
public record Freed(long bytes, Certainty certainty) {
    /// How well that is known.
    public enum Certainty {
        /// What nothing else holds was counted.
        COUNTED,
        /// The live tree or other snapshots may share some of it.
        AT_MOST
    }
}
