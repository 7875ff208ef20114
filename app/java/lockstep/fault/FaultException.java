package lockstep.fault;

/// The one checked exception of the program: the world failed, and [#fault] says how.
///
/// Thrown by everything that talks to a node, a balancer or a disk. Code that catches it either
/// handles it once (shows it, records it) or lets it pass; it never drops the cause.
public final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    public FaultException(Fault fault) {
        this(fault, null);
    }

    public FaultException(Fault fault, @org.jspecify.annotations.Nullable Throwable cause) {
        super(fault.message(), cause);
        this.fault = fault;
    }

    /// What failed, where, and what to do about it.
    public Fault fault() {
        return fault;
    }
}
