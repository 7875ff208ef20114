package lockstep.stage;

import java.util.Locale;

/// How a node can give two directories each other's name, the best first.
public enum Way {
    /// `mv --exchange`, from coreutils 9.5 on.
    MV,
    /// The kernel's `renameat2`, called by perl.
    PERL,
    /// The same, called by python3.
    PYTHON3,
    /// One rename after the other: between them there is no directory.
    RENAMES;

    /// Whether the name leads to one of the two trees at every moment.
    public boolean isAtomic() {
        return this != RENAMES;
    }

    /// What a script calls it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
