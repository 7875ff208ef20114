package lockstep.pool;

import java.time.Duration;
import java.util.OptionalInt;

/// One server of one backend of one balancer: the state of a node's membership at one moment.
///
/// @param reason why the state is what it is, in words (check result, flags), made visible
/// @param sessions current sessions; empty where the balancer cannot say
/// @param queued requests waiting for this very server
/// @param weight as configured now; 0 takes no new requests
/// @param sinceChange how long ago the balancer last saw it change, as far as it knows
/// @param address where the balancer reaches the member, `host:port`
/// @param raw the balancer's own line, for the journal and the fold
public record Member(
        String balancer,
        String backend,
        String server,
        String node,
        State state,
        String reason,
        OptionalInt sessions,
        OptionalInt queued,
        int weight,
        Duration sinceChange,
        String address,
        String raw) {
    /// `balancer/backend/server`, for messages.
    public String place() {
        return balancer + "/" + backend + "/" + server;
    }
}
