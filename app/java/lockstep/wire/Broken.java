package lockstep.wire;

import java.io.IOException;

/// A peer's bytes broke the encoding or a limit. The message says how, for the operator; whoever
/// knows the node turns it into a `ProtocolBroken` fault.
public class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    public Broken(String detail) {
        super(detail);
    }
}
