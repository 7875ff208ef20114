package lockstep.wire;

/// A peer's bytes go beyond a limit of ours that an honest one may reach as well. Whoever knows the
/// node turns it into a `LimitReached` fault.
public final class OverLimit extends Broken {
    private static final long serialVersionUID = 1L;

    public OverLimit(String detail) {
        super(detail);
    }
}
