package lockstep.ssh;

import java.util.List;

/// The signals that SSH names (RFC 4254 §6.10), as a shell's exit status shows them.
final class Signals {
    /// By number on Linux, from 1.
    private static final List<String> NAMES =
            List.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM");

    private Signals() {}

    /// 128 + n; -1 for a signal that has no number here.
    static int status(String name) {
        int index = NAMES.indexOf(name);
        return index < 0 ? -1 : 128 + index + 1;
    }
}
