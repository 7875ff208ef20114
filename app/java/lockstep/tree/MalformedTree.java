package lockstep.tree;

/// A peer's list that cannot be a directory tree: an unsafe name, a child without its parent, the
/// same name twice. Whoever knows the node turns it into a `ProtocolBroken`.
public final class MalformedTree extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public MalformedTree(String reason) {
        super(reason);
        this.reason = reason;
    }

    /// What is wrong, in words that fit after "it sent"; names in it have been made visible.
    public String reason() {
        return reason;
    }
}
