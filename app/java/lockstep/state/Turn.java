package lockstep.state;

/// What can happen to a run as a whole.
///
/// @param note why, in words; may be empty
public record Turn(Kind kind, String note) {
    /// What a turn does.
    public enum Kind {
        /// Work on it ended before it was over.
        HALT,
        /// Work on it goes on.
        RESUME,
        /// It is over.
        CLOSE
    }
}
