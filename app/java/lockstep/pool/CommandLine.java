package lockstep.pool;

import java.util.List;
import java.util.Map;
import lockstep.fault.Visible;
import lockstep.fleet.Balancer;
import lockstep.fleet.Placeholders;

/// An operator's command for one server: `{node}`, `{backend}`, `{server}`, and for an order
/// `{who}`, `{why}` and `{until}` are filled in as [Placeholders] does.
final class CommandLine {
    /// The longest remark, in characters.
    private static final int MOST = 200;

    private CommandLine() {}

    static List<String> of(List<String> words, Balancer.Server server, Leave leave) {
        Map<String, String> values =
                Map.of(
                        "node", server.node(),
                        "backend", server.backend(),
                        "server", server.name(),
                        "who", Visible.text(leave.who(), MOST),
                        "why", Visible.text(leave.why(), MOST),
                        "until", leave.until().map(Object::toString).orElse(""));
        return Placeholders.fill(words, values);
    }
}
