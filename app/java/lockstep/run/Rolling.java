package lockstep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.link.Deadline;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.RunStory;
import lockstep.state.Step;
import lockstep.state.Turn;

/// One run, batch by batch. After the first node that fails no other is begun: those are as they
/// were, and in their pools.
final class Rolling {
    private static final Duration TO_TIDY_UP = Duration.ofSeconds(30);
    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private final Conductor conductor;
    private final Conductor.Job job;
    private final List<Conductor.Task> tasks;
    private final List<String> nodes;
    private final Heartbeat beat;
    private final Hooks hooks;
    private final Map<String, NodeReport> reports = new LinkedHashMap<>();

    /// Nodes that are through a part of their course, and have not begun the next.
    private final Map<String, NodeRun> between = new ConcurrentHashMap<>();

    /// Why not every node got through; empty when all did.
    private Optional<String> stopped = Optional.empty();

    Rolling(Conductor conductor, Conductor.Job job, List<Conductor.Task> tasks) {
        this.conductor = conductor;
        this.job = job;
        this.tasks = List.copyOf(tasks);
        beat = job.beat();
        nodes = tasks.stream().map(Conductor.Task::node).toList();
        hooks = conductor.hooks(job);
    }

    /// Once. However it ends, the run is over or halted then, as far as that can be written.
    RunReport run() throws FaultException {
        long began = conductor.now();
        try {
            hooks.beforeRun(nodes, job.control().cancel());
            work();
        } catch (FaultException | RuntimeException | Error e) {
            endAfter(e);
            throw e;
        }
        end(why());
        sweep();
        tellEnd();
        return new RunReport(
                job.log().head().id(),
                job.log().story().state(),
                nodes.stream().map(node -> Objects.requireNonNull(reports.get(node))).toList(),
                Duration.ofNanos(conductor.now() - began));
    }

    private void work() {
        int parts = tasks.isEmpty() ? 0 : tasks.getFirst().course().parts().size();
        for (int part = 0; part < parts; part++) {
            List<Conductor.Task> left = new ArrayList<>(tasks);
            for (int number = 0; !left.isEmpty() && goesOn(); number++) {
                int size = Math.min(job.options().batch(number), left.size());
                List<Conductor.Task> batch = left.subList(0, size);
                abreast(List.copyOf(batch), part);
                batch.clear();
            }
        }
        stopped = whyStopped();
        for (String node : nodes) {
            NodeRun begun = between.get(node);
            if (begun != null) {
                reports.put(node, begun.spare());
            }
            if (!reports.containsKey(node)) {
                reports.put(node, untouched(node));
            }
        }
    }

    private void endAfter(Throwable problem) {
        try {
            end(
                    problem instanceof FaultException e
                            ? told(e.fault())
                            : "Lockstep made a mistake: " + Visible.text(problem.toString(), 300));
        } catch (FaultException | RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    /// However it ended; a hook that fails changes nothing any more. On nodes where somebody else
    /// may be working now, none runs.
    private void tellEnd() {
        try {
            hooks.afterRun(beat.isLost() ? List.of() : nodes, new Cancel());
        } catch (FaultException e) {
            job.events().warned(e.fault().where(), e.fault().message());
        }
    }

    private boolean goesOn() {
        boolean failed = reports.values().stream().anyMatch(r -> r.fault().isPresent());
        return !failed && !job.control().isStopping() && !job.control().cancel().isSet();
    }

    /// Gets nodes through a part of their course.
    private void abreast(List<Conductor.Task> batch, int part) {
        Map<String, NodeReport> done = new ConcurrentHashMap<>();
        Map<String, Conductor.Task> byNode = new LinkedHashMap<>();
        batch.forEach(task -> byNode.put(task.node(), task));
        Abreast.run(
                List.copyOf(byNode.keySet()),
                node -> {
                    Conductor.Task task = Objects.requireNonNull(byNode.get(node));
                    NodeRun before = between.remove(node);
                    NodeRun run = before == null ? new NodeRun(conductor, job, task) : before;
                    List<List<Step>> parts = task.course().parts();
                    NodeReport report = run.run(parts.get(part));
                    if (part + 1 < parts.size() && report.fault().isEmpty()) {
                        between.put(node, run);
                    }
                    done.put(node, report);
                });
        reports.putAll(done);
    }

    private NodeReport untouched(String node) {
        return new NodeReport(
                node,
                job.log().story(node).state(),
                false,
                Optional.empty(),
                0,
                0,
                0,
                0,
                Duration.ZERO,
                Operations.Health.UNASKED,
                List.of("not begun, because the run stopped before; " + stands(node)));
    }

    private String stands(String node) {
        NodeStory story = job.log().story(node);
        return isAsBefore(story.state())
                ? "nothing was changed here"
                : "it stands where it stood: " + Left.stands(story);
    }

    /// A run is over when nothing of it is left to finish or to undo.
    private void end(String why) throws FaultException {
        List<NodeState> states =
                job.log().story().nodes().values().stream().map(NodeStory::state).toList();
        if (states.stream().allMatch(Rolling::isDone)) {
            job.log().turn(Turn.Kind.CLOSE, "every node is done");
        } else if (states.stream().allMatch(Rolling::isAsBefore)) {
            job.log().turn(Turn.Kind.CLOSE, "every node is as it was before");
        } else {
            job.log().turn(Turn.Kind.HALT, why);
        }
    }

    private String why() {
        return stopped.orElseGet(() -> "only a part was asked for; " + left());
    }

    /// Before the nodes are spared that others kept from going on: theirs is no cause.
    private Optional<String> whyStopped() {
        Optional<String> failed =
                nodes.stream()
                        .flatMap(node -> Optional.ofNullable(reports.get(node)).stream())
                        .flatMap(report -> report.fault().stream())
                        .map(Rolling::told)
                        .findFirst();
        boolean through = between.isEmpty() && reports.keySet().containsAll(nodes);
        return failed.isPresent() || through ? failed : Optional.of("stopped by the operator");
    }

    /// Where the nodes stand that a run has begun and is not through with.
    private String left() {
        return job.log().story().nodes().entrySet().stream()
                .filter(node -> !isAsBefore(node.getValue().state()))
                .map(node -> node.getKey() + ": " + Left.stands(node.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String told(Fault fault) {
        return fault.where() + ": " + fault.what();
    }

    /// The trees that are not live go with the run, and before that where nothing was switched. A
    /// run that was cancelled has a little time for that; cancelled now, it ends at once.
    private void sweep() {
        Cancel ends = new Cancel();
        Cancel asked = job.control().cancel();
        try (Deadline _ = Deadline.after(asked.isSet() ? TO_TIDY_UP : NO_LIMIT, ends::set);
                Cancel.Registration _ = asked.isSet() ? () -> {} : asked.onSet(ends::set)) {
            sweep(ends);
        }
    }

    private void sweep(Cancel ends) {
        RunStory story = job.log().story();
        if (!job.log().head().course().isStaged() || beat.isLost()) {
            return;
        }
        for (Map.Entry<String, NodeStory> node : story.nodes().entrySet()) {
            if (story.state() instanceof RunState.Over || isAsBefore(node.getValue().state())) {
                try {
                    conductor.stage(node.getKey()).remove(ends);
                } catch (FaultException e) {
                    job.events()
                            .warned(
                                    node.getKey(),
                                    "the other tree is still there: " + e.fault().message());
                }
            }
        }
    }

    private static boolean isDone(NodeState state) {
        return state instanceof NodeState.Done || state instanceof NodeState.Left;
    }

    private static boolean isAsBefore(NodeState state) {
        return switch (state) {
            case NodeState.Waiting _, NodeState.AsBefore _, NodeState.Left _ -> true;
            case NodeState.Working _, NodeState.Between _, NodeState.Stuck _, NodeState.Done _ ->
                    false;
        };
    }
}
