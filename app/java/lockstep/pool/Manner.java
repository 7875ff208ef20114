package lockstep.pool;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a balancer can do with a node, and what each means for those who use it.
///
/// @param ways how a node can leave, each with its consequence as one sentence; in the order in
///     which they should be offered, the gentlest first
/// @param ending what ending the sessions that are left means, as one sentence; absent where it
///     cannot be done
/// @param remarks what the operator should know of this balancer, such as a delay, in sentences
public record Manner(Map<Way, String> ways, Optional<String> ending, List<String> remarks) {
    public Manner {
        Map<Way, String> sorted = new EnumMap<>(Way.class);
        sorted.putAll(ways);
        ways = Collections.unmodifiableMap(sorted);
        remarks = List.copyOf(remarks);
    }
}
