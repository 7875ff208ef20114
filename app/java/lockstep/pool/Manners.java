package lockstep.pool;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What several balancers can do with one node.
final class Manners {
    private Manners() {}

    /// The ways that any offers; the consequences that differ are told one after the other.
    static Manner together(List<Manner> manners) {
        Map<Way, Set<String>> ways = new EnumMap<>(Way.class);
        Set<String> endings = new LinkedHashSet<>();
        Set<String> remarks = new LinkedHashSet<>();
        for (Manner manner : manners) {
            manner.ways()
                    .forEach(
                            (way, consequence) ->
                                    ways.computeIfAbsent(way, _ -> new LinkedHashSet<>())
                                            .add(consequence));
            manner.ending().ifPresent(endings::add);
            remarks.addAll(manner.remarks());
        }
        Map<Way, String> told =
                ways.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, e -> String.join(" ", e.getValue())));
        return new Manner(
                told,
                endings.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", endings)),
                new ArrayList<>(remarks));
    }

    /// `leave` by a way that this balancer knows: a drain where it does not know the one asked for.
    static Leave known(Manner manner, Leave leave) {
        return manner.ways().containsKey(leave.way()) ? leave : leave.by(Way.DRAIN);
    }
}
