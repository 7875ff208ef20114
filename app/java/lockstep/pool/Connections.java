package lockstep.pool;

import java.util.List;
import java.util.OptionalInt;
import lockstep.fault.FaultException;
import lockstep.link.Command;
import lockstep.link.Host;

/// Connections that a node has on the port where it serves: what tells that nobody uses it any
/// more, where its balancer cannot say. Connections of others than the balancer count too.
final class Connections {
    /// Some 150,000 connections.
    private static final int MOST = 16 << 20;

    private Connections() {}

    /// Asks `ss` of iproute2, which any user may run.
    ///
    /// @param port between 1 and 65535
    /// @return established connections on it; empty where `ss` is missing or fails, or where nobody
    ///     listens there: the port may be forwarded, into a container for one, where it cannot see
    /// @throws FaultException what the host raises
    static OptionalInt on(Host node, int port) throws FaultException {
        OptionalInt established = lines(node, port, "established");
        if (established.isEmpty() || established.getAsInt() > 0) {
            return established;
        }
        return lines(node, port, "listening").orElse(0) > 0 ? established : OptionalInt.empty();
    }

    private static OptionalInt lines(Host node, int port, String state) throws FaultException {
        List<String> question = List.of("ss", "-Htn", "state", state, "sport", "=", ":" + port);
        Command.Reply reply = new Command(node).run(question, MOST);
        return reply.status() == 0
                ? OptionalInt.of(Math.toIntExact(reply.text().lines().count()))
                : OptionalInt.empty();
    }
}
