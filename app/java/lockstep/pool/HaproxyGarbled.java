package lockstep.pool;

import lockstep.fault.Visible;

/// A reply is not what HAProxy sends. The message says why, made visible, without a full stop.
final class HaproxyGarbled extends Exception {
    private static final long serialVersionUID = 1L;

    HaproxyGarbled(String reason) {
        super(Visible.text(reason, 300));
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
