package lockstep.run;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.plan.PlanHeader;
import lockstep.run.SnapshotOperations.Pruning;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Retention;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;

/// What the rules would remove of a node, by what the journal knows of its runs.
final class Pruner {
    private static final int MOST_RUNS = 1_000;

    private final Conductor conductor;
    private final Records records;
    private final Instant now;

    Pruner(Conductor conductor, Records records, Instant now) {
        this.conductor = conductor;
        this.records = records;
        this.now = now;
    }

    Pruning.Shelf shelf(String node, Cancel cancel) throws FaultException {
        List<Kept> all = conductor.snapshots(node).list();
        Retention rules = new Retention(conductor.cluster().keeping(), now, needed(node, all));
        Pruning.Shelf shelf =
                new Pruning.Shelf(
                        rules.fates(all).stream()
                                .map(fate -> new Pruning.Fate(fate.kept(), fate.goes(), fate.why()))
                                .toList(),
                        new Freed(0, Freed.Certainty.COUNTED));
        return shelf.going().isEmpty()
                ? shelf
                : new Pruning.Shelf(
                        shelf.all(), conductor.snapshots(node).freed(shelf.going(), cancel));
    }

    /// Why snapshots are needed, by the runs that they are called after.
    private Map<String, String> needed(String node, List<Kept> all) throws FaultException {
        Map<String, String> needed = new HashMap<>();
        Optional<RunRecord> last =
                records.runs(MOST_RUNS).reversed().stream()
                        .filter(run -> isThrough(run, node))
                        .findFirst();
        if (last.isPresent()) {
            before(last.get(), all)
                    .ifPresent(
                            kept ->
                                    needed.put(
                                            kept.snapshot().run(),
                                            "from before run "
                                                    + last.get().head().id()
                                                    + ", the last that got through"));
        }
        for (RunRecord open : records.openRuns()) {
            String id = open.head().id();
            needed.put(id, "run " + id + " is not over, and may be undone");
            goals(open, node, all)
                    .forEach(
                            kept ->
                                    needed.putIfAbsent(
                                            kept.snapshot().run(),
                                            "run " + id + " is not over, and may go back to it"));
        }
        return needed;
    }

    /// What a rollback takes a node back to; everything there may be it where its plan cannot be
    /// read.
    private List<Kept> goals(RunRecord open, String node, List<Kept> all) {
        if (!open.head().course().isRollback() || !open.head().nodes().contains(node)) {
            return List.of();
        }
        try {
            PlanHeader.Source goal = records.plan(open.head()).header().sources().get(node);
            return goal == null
                    ? List.of()
                    : all.stream()
                            .filter(kept -> kept.snapshot().name().equals(goal.name()))
                            .toList();
        } catch (FaultException _) {
            return all;
        }
    }

    private static boolean isThrough(RunRecord run, String node) {
        NodeStory story = run.story().nodes().get(node);
        return story != null && story.state() instanceof NodeState.Done;
    }

    /// The one that a run made, or the last before it where it made none.
    private static Optional<Kept> before(RunRecord run, List<Kept> newestFirst) {
        return newestFirst.stream()
                .filter(kept -> kept.snapshot().run().equals(run.head().id()))
                .findFirst()
                .or(
                        () ->
                                newestFirst.stream()
                                        .filter(k -> !k.snapshot().at().isAfter(run.head().at()))
                                        .findFirst());
    }
}
