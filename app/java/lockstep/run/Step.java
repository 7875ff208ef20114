package lockstep.run;

/// The steps of a node in a rolling run, in order.
public enum Step {
    PREFLIGHT,
    DRAIN,
    ZERO_SESSIONS,
    SYNC,
    VERIFY,
    READY
}
