package lockstep.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What this console asked of each balancer and has not taken back, held against what each look
/// finds. Balancers forget admin states when they reload; nobody else would notice.
///
/// Safe for use by many threads.
final class Intents {
    private final Map<String, String> epochs = new HashMap<>();
    private final Map<String, Map<String, Intent>> byPool = new HashMap<>();

    /// @param reloaded whether the balancer's process changed since
    private record Intent(State state, boolean reloaded) {}

    /// Remembers that a node was taken out of a pool.
    ///
    /// @param state `DRAIN` or `MAINT`
    synchronized void out(String pool, String node, State state) {
        byPool.computeIfAbsent(pool, _ -> new TreeMap<>()).put(node, new Intent(state, false));
    }

    /// Forgets a node that was put back.
    synchronized void ready(String pool, String node) {
        byPool.getOrDefault(pool, new TreeMap<>()).remove(node);
    }

    /// Compares a look with what was asked for.
    ///
    /// @return a sentence for each node of that pool that is not as it was left, again at every
    ///     look until it is drained or made ready anew
    synchronized List<String> seen(String pool, Pool.Reading reading) {
        String before = epochs.put(pool, reading.epoch());
        Map<String, Intent> intents = byPool.getOrDefault(pool, Map.of());
        if (before != null && !before.equals(reading.epoch())) {
            intents.replaceAll((_, intent) -> new Intent(intent.state(), true));
        }
        List<String> warnings = new ArrayList<>();
        intents.forEach((node, intent) -> warn(pool, node, intent, reading, warnings));
        return warnings;
    }

    private static void warn(
            String pool, String node, Intent intent, Pool.Reading reading, List<String> warnings) {
        String back =
                reading.members().stream()
                        .filter(m -> m.node().equals(node) && lost(m.state(), intent.state()))
                        .map(m -> m.backend() + "/" + m.server() + " is " + m.state())
                        .collect(Collectors.joining(", "));
        String wish = node + (intent.state() == State.DRAIN ? "'s drain" : "'s maintenance");
        if (!back.isEmpty()) {
            String cause = intent.reloaded() ? pool + " reloaded: " : pool + ": ";
            warnings.add(cause + wish + " was lost (" + back + ").");
        } else if (intent.reloaded()) {
            warnings.add(
                    pool
                            + " reloaded: "
                            + wish
                            + " holds, but sessions that the old process still carries are not"
                            + " counted.");
        }
    }

    private static boolean lost(State now, State wanted) {
        return wanted == State.MAINT ? now != State.MAINT : !now.isOut();
    }
}
