package lockstep.rsync;

import java.io.IOException;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;

/// Ends a relay from inside one of its pumps with a fault that is known already.
final class Halt extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    Halt(Fault fault) {
        super(fault.message());
        this.fault = fault;
    }

    Halt(FaultException cause) {
        super(cause.getMessage(), cause);
        this.fault = cause.fault();
    }

    Fault fault() {
        return fault;
    }
}
