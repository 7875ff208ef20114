package lockstep.pool;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// Who uses a member. What a balancer cannot say is empty, and never 0.
///
/// @param sessions requests or connections that run now
/// @param queued requests that wait for this very server
/// @param bound clients that stickiness would send here again although they have no request now
/// @param answered requests that this server has answered since some fixed moment
public record Load(
        OptionalInt sessions, OptionalInt queued, OptionalInt bound, OptionalLong answered) {
    /// Nothing is known.
    public static final Load UNKNOWN =
            new Load(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty());

    /// Only what runs is known.
    public static Load of(OptionalInt sessions) {
        return new Load(sessions, OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());
    }
}
