package lockstep.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lockstep.fault.Visible;

/// What HAProxy can do with a node, in words.
final class HaproxyManner {
    private HaproxyManner() {}

    static Manner of(HaproxyLook look) {
        return new Manner(
                Map.of(
                        Way.DRAIN,
                        "New sessions go elsewhere; those that run, and clients bound by cookie or"
                                + " stick table, may go on.",
                        Way.WEIGHT_ZERO,
                        "Its weight is 0 and its state stays as it is: new sessions go elsewhere;"
                                + " those that run, and clients bound by cookie or stick table, may"
                                + " go on.",
                        Way.MAINTENANCE,
                        "No sessions at all, no health checks; clients that are bound to it are"
                                + " sent elsewhere."),
                Optional.of("Sessions that still run are cut: their users see an error."),
                remarks(look));
    }

    private static List<String> remarks(HaproxyLook look) {
        List<String> remarks = new ArrayList<>();
        if (look.processes().serving().isEmpty()) {
            remarks.add(
                    "Its socket is one process's own: after a reload, sessions that the old"
                            + " process still carries cannot be seen. The master's socket"
                            + " (haproxy -W -S) shows them.");
        }
        Set<String> sticky = new TreeSet<>();
        look.servers().values().stream()
                .filter(server -> !server.cookie().isEmpty())
                .forEach(server -> sticky.add(Visible.text(server.backend(), 100)));
        if (!sticky.isEmpty()) {
            remarks.add(
                    "Clients hold cookies for their server in "
                            + String.join(", ", sticky)
                            + " and may come back while it drains; maintenance sends them elsewhere"
                            + " (with option redispatch).");
        }
        return remarks;
    }
}
