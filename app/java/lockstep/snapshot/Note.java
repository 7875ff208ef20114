package lockstep.snapshot;

/// What may be noted with a whole snapshot, a line each.
public enum Note {
    /// That it stays, and why.
    PIN,
    /// That its tree was found good, and by what.
    GOOD
}
