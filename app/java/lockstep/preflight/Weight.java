package lockstep.preflight;

/// What a finding means for a run, the worst first.
public enum Weight {
    /// The run would fail, or do harm: it must not begin.
    BLOCKS,
    /// The run may go well; somebody should know before.
    WARNS,
    /// Good to know.
    TELLS
}
