package lockstep.preflight;

import lockstep.fault.Fault;

/// One thing that somebody should know before a run, in sentences for whoever is called at night.
/// Texts from peers have been made visible.
///
/// @param node or the balancer, by the name that the operator gave it
/// @param what it is, and what that means
/// @param remedy what to do
public record Finding(String node, Weight weight, Kind kind, String what, String remedy) {
    /// A fault that keeps a run from beginning.
    static Finding blocking(Kind kind, Fault fault) {
        return of(Weight.BLOCKS, kind, fault);
    }

    static Finding of(Weight weight, Kind kind, Fault fault) {
        return new Finding(fault.where(), weight, kind, fault.what(), fault.remedy());
    }

    /// A check that could not be made, which is no good news.
    static Finding unchecked(Weight weight, Kind kind, String what, Fault why) {
        return new Finding(
                why.where(),
                weight,
                kind,
                what + " could not be checked: " + why.what(),
                why.remedy());
    }

    /// Whether both tell the same of the same node, whoever found it.
    boolean tellsAs(Finding other) {
        return node.equals(other.node) && what.equals(other.what);
    }

    /// All of it in one line, for terminals and journals.
    public String line() {
        return node + ": " + word() + ": " + what + " " + remedy;
    }

    /// `blocks`, `warning` or `note`.
    public String word() {
        return switch (weight) {
            case BLOCKS -> "blocks";
            case WARNS -> "warning";
            case TELLS -> "note";
        };
    }
}
