package lockstep.pool;

import lockstep.fault.Visible;

/// A text is not an nginx configuration, or holds what cannot be read with certainty. The message
/// says where and why, made visible, without a full stop.
final class NginxGarbled extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param line counts from 1
    NginxGarbled(int line, String reason) {
        super(Visible.text("line " + line + ": " + reason, 300));
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
