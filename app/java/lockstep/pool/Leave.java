package lockstep.pool;

import java.time.Instant;
import java.util.Optional;

/// How a node is to leave its pools, and on whose word. Balancers that can keep a remark keep it.
///
/// @param who `user@host` of the operator
/// @param why in the operator's words; may be empty
/// @param until when the operator means to put it back; nothing does so by itself
public record Leave(Way way, Floor floor, String who, String why, Optional<Instant> until) {
    /// Whether the capacity floor of the cluster file is kept.
    public enum Floor {
        KEPT,
        IGNORED
    }

    /// The same, by that operator.
    public Leave signed(String operator) {
        return new Leave(way, floor, operator, why, until);
    }

    /// The same by another way.
    public Leave by(Way other) {
        return new Leave(other, floor, who, why, until);
    }

    /// By nobody in particular and without a reason.
    public static Leave by(Way way, Floor floor) {
        return new Leave(way, floor, "", "", Optional.empty());
    }
}
