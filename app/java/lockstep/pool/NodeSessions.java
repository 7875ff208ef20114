package lockstep.pool;

import java.util.OptionalInt;
import java.util.function.Function;
import lockstep.fault.FaultException;
import lockstep.link.Host;

/// Who uses a node, counted on the node itself, for balancers that cannot say.
///
/// @param nodes gives the host of a node by its name
record NodeSessions(Function<String, Host> nodes) {
    /// Established connections on a port of a node. Empty, which is unknown and never nobody, also
    /// when the node cannot be asked: a balancer's own answer is not to be lost for that.
    OptionalInt on(String node, int port) {
        if (port < 1 || port > 65_535) {
            return OptionalInt.empty();
        }
        try {
            return Connections.on(nodes.apply(node), port);
        } catch (FaultException _) {
            return OptionalInt.empty();
        }
    }
}
