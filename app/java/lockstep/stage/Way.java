package lockstep.stage;

import java.util.Locale;

/// How a node can give two directories each other's name in one move, the best first.
public enum Way {
    /// `mv --exchange`, from coreutils 9.5 on.
    MV,
    /// The kernel's `renameat2`, called by perl.
    PERL,
    /// The same, called by python3.
    PYTHON3;

    /// What a script calls it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
