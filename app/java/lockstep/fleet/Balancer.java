package lockstep.fleet;

import java.util.List;

/// A balancer and which of its servers are which nodes.
///
/// @param name unique in its cluster
/// @param type the dialect; the only one so far is `haproxy`
/// @param address where it runs, in the form of [Node#address]
/// @param socket its runtime API as seen from there: an absolute path of a Unix socket, or
///     `host:port` of a TCP stats port
/// @param floor the fewest usable servers that a drain may leave in a backend
/// @param servers which server of which backend is which node; a node may be in many backends
public record Balancer(
        String name, String type, String address, String socket, int floor, List<Server> servers) {
    public Balancer {
        servers = List.copyOf(servers);
    }

    /// Server `name` of backend `backend` is node `node`.
    public record Server(String backend, String name, String node) {}
}
