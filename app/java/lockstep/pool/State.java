package lockstep.pool;

/// The effective state of a member, decided by our own reading of the balancer's flags.
public enum State {
    /// Takes new requests; its checks pass or there are none.
    UP,
    /// On its way up: slow start, or not yet enough passed checks.
    STARTING,
    /// Takes no new requests, still checked, bound sessions may still come.
    DRAIN,
    /// Takes nothing, is not checked.
    MAINT,
    /// Ends by its own wish (health endpoint answers 404).
    STOPPING,
    /// Its checks fail.
    DOWN,
    /// The balancer does not know this member.
    ABSENT
}
