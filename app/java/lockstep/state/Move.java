package lockstep.state;

/// What can happen to a node in a run.
///
/// @param kind of it
/// @param course that the node is on
/// @param step which one; for a node's end the last that it was in
/// @param note what was found, or why, in words; may be empty
public record Move(Kind kind, Course course, Step step, String note) {
    /// What a move does.
    public enum Kind {
        /// A step begins.
        BEGIN,
        /// It ended well.
        END,
        /// It was left out, since there is nothing to do.
        SKIP,
        /// It failed.
        FAIL,
        /// The program ended while the node was being worked on.
        BREAK,
        /// The node is through.
        FINISH,
        /// The node is as it was before the run.
        SPARE,
        /// A person takes the node over as it is.
        LEAVE
    }
}
