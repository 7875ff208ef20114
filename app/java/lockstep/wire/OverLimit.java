package lockstep.wire;

/// A peer's bytes go beyond a limit of ours that an honest one may reach as well. Whoever knows the
/// node turns it into a `LimitReached` fault.
public final class OverLimit extends Broken {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /// @param remedy one sentence for the operator: what to do about it
    public OverLimit(String detail, String remedy) {
        super(detail);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
