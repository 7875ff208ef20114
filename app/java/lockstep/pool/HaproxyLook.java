package lockstep.pool;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A balancer at one moment: its servers as the process that serves has them, used by whatever
/// any of its processes carries.
///
/// @param servers by `backend/server`, in the balancer's order
/// @param remarks in sentences
record HaproxyLook(
        String epoch,
        HaproxyProcesses processes,
        Map<String, HaproxyServer> servers,
        List<String> remarks) {
    HaproxyLook {
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        remarks = List.copyOf(remarks);
    }

    /// Those places and all that follow them into maintenance and drain, over any number of steps.
    Set<String> withTrackers(Set<String> places) {
        Set<String> all = new HashSet<>(places);
        int before;
        do {
            before = all.size();
            for (HaproxyServer server : servers.values()) {
                if (all.contains(server.tracks())) {
                    all.add(server.place());
                }
            }
        } while (all.size() > before);
        return all;
    }
}
