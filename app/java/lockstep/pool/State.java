package lockstep.pool;

/// The effective state of a member, decided by our own reading of the balancer's flags. What an
/// operator asked for comes before what the checks find: a drained member whose checks fail is
/// [#DRAIN], and its reason says both.
public enum State {
    /// Takes new requests; its checks pass or there are none.
    UP,
    /// Takes requests on probation: slow start, or checks that have not all passed (again) yet.
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
    ABSENT,
    /// Nobody could be asked about this one member: it may take requests.
    UNKNOWN;

    /// Whether an order keeps new requests away from it.
    public boolean isOut() {
        return this == DRAIN || this == MAINT;
    }

    /// Whether the balancer has it in the load, as far as its checks allow.
    public boolean isIn() {
        return !isOut() && this != ABSENT && this != UNKNOWN;
    }
}
