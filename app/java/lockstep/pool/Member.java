package lockstep.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// One server of one backend of one balancer: the state of a node's membership at one moment.
///
/// @param at which server that is
/// @param state what the balancer does with it
/// @param health what the balancer's own checks say of it
/// @param reason why the state is what it is, in words (check result, flags), made visible
/// @param load who uses it
/// @param weight as configured now, 0 takes no new requests; empty where there is none
/// @param sinceChange how long ago the balancer last saw it change, where it knows
/// @param raw the balancer's own words, for the journal and the fold, made visible
public record Member(
        Place at,
        State state,
        Health health,
        String reason,
        Load load,
        OptionalInt weight,
        Optional<Duration> sinceChange,
        String raw) {
    /// The server's name in the cluster file and where the balancer reaches it.
    ///
    /// @param address `host:port`; empty where it is not known
    public record Place(
            String balancer, String backend, String server, String node, String address) {
        /// `balancer/backend/server`, for messages.
        @Override
        public String toString() {
            return balancer + "/" + backend + "/" + server;
        }
    }

    /// What checks say.
    public enum Health {
        /// The last one passed.
        PASSED,
        /// The last one failed.
        FAILED,
        /// Nobody checks: that it takes requests proves nothing.
        UNCHECKED,
        /// There is no result yet, or none that can be seen.
        UNKNOWN
    }

    public String balancer() {
        return at.balancer();
    }

    public String backend() {
        return at.backend();
    }

    public String server() {
        return at.server();
    }

    public String node() {
        return at.node();
    }

    public String address() {
        return at.address();
    }

    /// Requests or connections that run now; empty where nobody can say.
    public OptionalInt sessions() {
        return load.sessions();
    }

    /// Requests that wait for this very server; empty where nobody can say.
    public OptionalInt queued() {
        return load.queued();
    }

    /// `balancer/backend/server`, for messages.
    public String place() {
        return at.toString();
    }
}
