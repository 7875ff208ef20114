package lockstep.pool;

import java.time.Instant;

/// One thing said to a balancer, and what came back, as it came but made visible. For a journal.
///
/// @param balancer its name in the cluster file
/// @param kind whether it only asked, or changed something
/// @param command what was said, without secrets
/// @param reply bounded; why there was none when it failed
public record Exchange(Instant at, String balancer, Kind kind, String command, String reply) {
    /// What the command was for.
    public enum Kind {
        LOOK,
        ORDER
    }

    /// Hears of every exchange, on whatever thread had it; must not block for long.
    @FunctionalInterface
    public interface Listener {
        void said(Exchange exchange);
    }
}
