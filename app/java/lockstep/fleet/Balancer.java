package lockstep.fleet;

import java.util.List;
import java.util.Optional;

/// A balancer and which of its servers are which nodes.
///
/// @param name unique in its cluster
/// @param dialect its kind, and how it is talked to
/// @param floor the fewest usable servers that a drain may leave in a backend
/// @param probe URL of a page behind the balancer, as seen from [Dialect#address]; a node that was
///     put back counts as serving when a real request to it was answered
/// @param servers which server of which backend is which node; a node may be in many backends
public record Balancer(
        String name, Dialect dialect, int floor, Optional<String> probe, List<Server> servers) {
    /// A balancer without a probe.
    public Balancer(String name, Dialect dialect, int floor, List<Server> servers) {
        this(name, dialect, floor, Optional.empty(), servers);
    }

    public Balancer {
        servers = List.copyOf(servers);
    }

    /// The servers that are a node; none when it is not in here.
    public List<Server> of(String node) {
        return servers.stream().filter(server -> server.node().equals(node)).toList();
    }

    /// Server `name` of backend `backend` is node `node`.
    public record Server(String backend, String name, String node) {
        /// `backend/name`, for messages and as a key; unique in its balancer.
        public String place() {
            return backend + "/" + name;
        }
    }
}
