package lockstep.pool;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Http;

/// The nodes of a health file, looked at side by side, so that one that does not answer delays no
/// other.
///
/// @param balancer whose nodes they are
/// @param at gives the file on a node by the node's name
/// @param check the health endpoint, as seen from each node
record HealthFileNodes(
        String balancer, Function<String, HealthFileNode> at, Optional<String> check) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /// What became of a look at one node: a sight or a failure.
    ///
    /// @param status what the health endpoint answers; empty when it is not asked or says nothing
    record Seen(
            Optional<HealthFileSight> sight,
            OptionalInt status,
            Optional<FaultException> failure) {}

    /// Looks at all of them.
    ///
    /// @throws FaultException `BalancerUnreachable` when not one of them can be asked; `Cancelled`
    Map<String, Seen> look(Set<String> nodes) throws FaultException {
        List<Callable<Seen>> calls = new ArrayList<>();
        nodes.forEach(node -> calls.add(() -> seen(node)));
        Map<String, Seen> all = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Seen>> done = threads.invokeAll(calls);
            int next = 0;
            for (String node : nodes) {
                all.put(node, done.get(next++).resultNow());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(new Fault.Cancelled(balancer), e);
        }
        if (!all.isEmpty() && all.values().stream().allMatch(seen -> seen.failure().isPresent())) {
            throw all.values().iterator().next().failure().orElseThrow();
        }
        return all;
    }

    private Seen seen(String node) {
        try {
            HealthFileSight sight = sight(node);
            return new Seen(Optional.of(sight), status(node), Optional.empty());
        } catch (FaultException e) {
            return new Seen(Optional.empty(), OptionalInt.empty(), Optional.of(e));
        }
    }

    /// The file on one node.
    ///
    /// @throws FaultException `BalancerUnreachable` when the node cannot be reached; what else its
    ///     host raises
    HealthFileSight sight(String node) throws FaultException {
        try {
            return at.apply(node).look();
        } catch (FaultException e) {
            boolean away =
                    e.fault() instanceof Fault.Unreachable
                            || e.fault() instanceof Fault.LinkLost
                            || e.fault() instanceof Fault.TimedOut;
            if (!away) {
                throw e;
            }
            String reason = e.fault().what().replaceAll("\\.$", "");
            throw new FaultException(new Fault.BalancerUnreachable(balancer, node, reason), e);
        }
    }

    private OptionalInt status(String node) {
        if (check.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            Http http = new Http(at.apply(node).host(), LIMIT);
            return OptionalInt.of(http.get(URI.create(check.get())).status());
        } catch (FaultException _) {
            return OptionalInt.empty();
        }
    }
}
