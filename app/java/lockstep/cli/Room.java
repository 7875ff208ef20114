package lockstep.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lockstep.fault.FaultException;
import lockstep.plan.Plan;
import lockstep.plan.SpaceNeed;
import lockstep.run.Operations;
import org.jspecify.annotations.Nullable;

/// How much space the targets of a plan have, where they could be asked.
final class Room {
    private final Map<String, Long> free = new ConcurrentHashMap<>();

    private Room() {}

    /// Asks every target at once.
    static Room of(Operations cluster, Plan plan) {
        Room room = new Room();
        List<String> nodes = plan.targets().stream().map(Plan.Target::node).toList();
        List<Future<?>> asked;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            asked =
                    nodes.stream()
                            .<Future<?>>map(n -> executor.submit(() -> room.ask(cluster, n)))
                            .toList();
        }
        for (Future<?> one : asked) {
            if (one.state() == Future.State.FAILED) {
                throw new IllegalStateException(one.exceptionNow());
            }
        }
        return room;
    }

    /// A node that does not answer now says why when the run comes to it.
    private void ask(Operations cluster, String node) {
        try {
            free.put(node, cluster.connect(node).freeBytes());
        } catch (FaultException _) {
            free.remove(node);
        }
    }

    /// In bytes; null where the node did not tell.
    @Nullable Long free(String node) {
        return free.get(node);
    }

    /// Need and room of a target in a few words.
    String words(Plan.Target target) {
        long need = SpaceNeed.of(target).bytes();
        Long has = free(target.node());
        String words =
                "needs at most " + Words.bytes(need) + " of space (a snapshot not counted), ";
        if (has == null) {
            return words + "how much is free could not be asked";
        }
        return words + Words.bytes(has) + (has < need ? " free: NOT ENOUGH" : " free");
    }
}
