package lockstep.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What this console asked of each balancer and has not taken back, held against what each look
/// finds. Balancers forget admin states when they reload; nobody else would notice.
///
/// A look may overtake an order, so each look says what was the last order before it began
/// ([#latest]); orders that came later are not held against it. Safe for use by many threads.
final class Intents {
    private final Map<String, Look> looks = new HashMap<>();
    private final Map<String, Map<String, Intent>> byPool = new HashMap<>();
    private long latest;

    /// @param number orders are counted
    /// @param reloaded whether the balancer's process changed since
    private record Intent(State state, long number, boolean reloaded) {
        Intent afterReload() {
            return new Intent(state, number, true);
        }
    }

    private record Look(String epoch, long after) {}

    /// The number of the latest order; to be asked before a look begins.
    synchronized long latest() {
        return latest;
    }

    /// Remembers that a node was taken out of a pool.
    synchronized void out(String pool, String node, Way way) {
        State state = way == Way.MAINTENANCE ? State.MAINT : State.DRAIN;
        Intent intent = new Intent(state, ++latest, false);
        byPool.computeIfAbsent(pool, _ -> new TreeMap<>()).put(node, intent);
    }

    /// Forgets a node that is to be put back.
    synchronized void ready(String node) {
        byPool.values().forEach(intents -> intents.remove(node));
    }

    /// Forgets all other nodes.
    synchronized void keepOnly(Set<String> nodes) {
        byPool.values().forEach(intents -> intents.keySet().retainAll(nodes));
    }

    /// Compares a look with what was asked for.
    ///
    /// @param after [#latest] from before the look
    /// @return a sentence for each node of that pool that is not as it was left, again at every
    ///     look until it is drained or made ready anew
    synchronized List<String> seen(String pool, Pool.Reading reading, long after) {
        Map<String, Intent> intents = byPool.getOrDefault(pool, new TreeMap<>());
        Look before = looks.get(pool);
        if (before == null || before.after() <= after) {
            looks.put(pool, new Look(reading.epoch(), after));
            if (before != null && !before.epoch().equals(reading.epoch())) {
                intents.replaceAll((_, i) -> i.number() <= after ? i.afterReload() : i);
            }
        }
        List<String> warnings = new ArrayList<>();
        intents.forEach(
                (node, intent) -> {
                    if (intent.number() <= after) {
                        warn(pool, node, intent, reading, warnings);
                    }
                });
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
            warnings.add(pool + " reloaded: " + wish + " holds.");
        }
    }

    private static boolean lost(State now, State wanted) {
        if (now == State.UNKNOWN) {
            return false;
        }
        return wanted == State.MAINT ? now != State.MAINT : !now.isOut();
    }
}
