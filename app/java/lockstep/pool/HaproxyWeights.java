package lockstep.pool;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The weights that were in force when they were taken away, where they were not the configured
/// ones.
final class HaproxyWeights {
    private final Map<String, Integer> before = new ConcurrentHashMap<>();

    /// Remembers the weight of a server that is to lose it.
    void keep(HaproxyServer server) {
        int now = server.weight().now();
        if (now == server.weight().configured()) {
            before.remove(server.place());
        } else if (now > 0) {
            before.put(server.place(), now);
        }
    }

    /// What gives a server its weight back, in the words of `set server`: the one that it had, or
    /// all that is configured.
    ///
    /// @return empty where it has its weight, or is to have none by configuration
    Optional<String> giveBack(HaproxyServer server) {
        Integer had = before.remove(server.place());
        if (server.weight().now() > 0 || server.weight().configured() == 0) {
            return Optional.empty();
        }
        return Optional.of(had == null ? "weight 100%" : "weight " + had);
    }
}
