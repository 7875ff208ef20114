package lockstep.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.plan.Plan;
import lockstep.preflight.Findings;
import lockstep.preflight.Preflight;
import lockstep.preflight.Work;
import lockstep.rsync.Endpoint;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.snapshot.Snapshots;
import lockstep.stage.Stage;
import lockstep.state.Course;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.RunStory;
import lockstep.state.Step;
import lockstep.state.Turn;

/// Works through the nodes of a run, batch by batch. After the first that fails no other is begun:
/// those are as they were, and in their pools.
final class Conductor {
    private final Cluster cluster;
    private final Map<String, Endpoint> endpoints;
    private final RecordedPools pools;
    private final LongSupplier nanoTime;
    private final Host workstation = new LocalHost("this workstation");

    /// What is to be done, where it is written, and who wants to hear of it.
    ///
    /// @param alive tells other consoles that it goes on
    record Job(RunOptions options, RunLog log, RunEvents events, RunControl control, Alive alive) {}

    /// A sign of life of a run.
    @FunctionalInterface
    interface Alive {
        /// @throws FaultException when somebody has taken the run's place, and it must stop
        void sign() throws FaultException;
    }

    /// A node, and what is to become of it.
    ///
    /// @param files makes what works on its files
    record Task(String node, Course course, Function<NodeSide, NodeFiles> files) {}

    Conductor(
            Cluster cluster,
            Map<String, Endpoint> endpoints,
            RecordedPools pools,
            LongSupplier nanoTime) {
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.pools = pools;
        this.nanoTime = nanoTime;
    }

    /// The targets that a plan does something to, in its order.
    static List<Plan.Target> targets(Plan plan) {
        return plan.targets().stream()
                .filter(target -> target.rows().stream().anyMatch(Plan.Row::chosen))
                .toList();
    }

    /// The nodes of [#targets].
    static List<String> nodes(Plan plan) {
        return targets(plan).stream().map(Plan.Target::node).toList();
    }

    /// What makes a plan's targets as approved.
    List<Task> tasks(Plan plan, Job job) {
        return targets(plan).stream().map(target -> task(target, job)).toList();
    }

    /// What makes one target as approved.
    Task task(Plan.Target target, Job job) {
        return new Task(
                target.node(),
                job.options().course(),
                side -> {
                    FileSteps files = new FileSteps(this, job, target, side);
                    return job.options().course() == Course.STAGED
                            ? new StagedSteps(this, side, files)
                            : files;
                });
    }

    /// Works until nothing is left to do, or something stops it; then the run is over or halted.
    ///
    /// @throws FaultException `Cancelled` before anything was begun; what the journal raises
    RunReport run(Job job, List<Task> tasks) throws FaultException {
        long began = nanoTime.getAsLong();
        List<String> nodes = tasks.stream().map(Task::node).toList();
        Hooks hooks = hooks(job);
        begin(job, hooks, nodes);
        Map<String, NodeReport> reports = new LinkedHashMap<>();
        Map<String, NodeRun> between = new ConcurrentHashMap<>();
        int parts = tasks.isEmpty() ? 0 : tasks.getFirst().course().parts().size();
        for (int part = 0; part < parts; part++) {
            List<Task> left = new ArrayList<>(tasks);
            for (int number = 0; !left.isEmpty() && goesOn(job, reports); number++) {
                int size = Math.min(job.options().batch(number), left.size());
                List<Task> batch = left.subList(0, size);
                reports.putAll(abreast(job, List.copyOf(batch), part, between));
                batch.clear();
            }
        }
        for (Task task : tasks) {
            NodeRun begun = between.get(task.node());
            if (begun != null) {
                reports.put(task.node(), begun.spare());
            }
            reports.putIfAbsent(task.node(), untouched(job, task.node()));
        }
        end(job, reports);
        sweep(job);
        tellEnd(job, hooks, nodes);
        return new RunReport(
                job.log().head().id(),
                job.log().story().state(),
                List.copyOf(reports.values()),
                Duration.ofNanos(nanoTime.getAsLong() - began));
    }

    /// A hook that refuses the run ends it, with nothing begun.
    private static void begin(Job job, Hooks hooks, List<String> nodes) throws FaultException {
        try {
            hooks.beforeRun(nodes, job.control().cancel());
        } catch (FaultException e) {
            end(job, Map.of());
            throw e;
        }
    }

    /// However it ended; a hook that fails changes nothing any more.
    private static void tellEnd(Job job, Hooks hooks, List<String> nodes) {
        try {
            hooks.afterRun(nodes, new Cancel());
        } catch (FaultException e) {
            job.events().warned(e.fault().where(), e.fault().message());
        }
    }

    private static boolean goesOn(Job job, Map<String, NodeReport> reports) {
        boolean failed = reports.values().stream().anyMatch(r -> r.fault().isPresent());
        return !failed && !job.control().isStopping() && !job.control().cancel().isSet();
    }

    /// Gets nodes through a part of their course.
    ///
    /// @param between those that are through a part, and have not begun the next
    private Map<String, NodeReport> abreast(
            Job job, List<Task> batch, int part, Map<String, NodeRun> between) {
        Map<String, NodeReport> done = new ConcurrentHashMap<>();
        Map<String, Task> byNode = new LinkedHashMap<>();
        batch.forEach(task -> byNode.put(task.node(), task));
        Abreast.run(
                List.copyOf(byNode.keySet()),
                node -> {
                    Task task = Objects.requireNonNull(byNode.get(node));
                    NodeRun before = between.remove(node);
                    NodeRun run = before == null ? new NodeRun(this, job, task) : before;
                    List<List<Step>> parts = task.course().parts();
                    NodeReport report = run.run(parts.get(part));
                    if (part + 1 < parts.size() && report.fault().isEmpty()) {
                        between.put(node, run);
                    }
                    done.put(node, report);
                });
        Map<String, NodeReport> ordered = new LinkedHashMap<>();
        byNode.keySet().forEach(node -> ordered.put(node, Objects.requireNonNull(done.get(node))));
        return ordered;
    }

    private static NodeReport untouched(Job job, String node) {
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
                List.of("not begun, because the run stopped before; nothing was changed here"));
    }

    /// A run is over when nothing of it is left to finish or to undo.
    private static void end(Job job, Map<String, NodeReport> reports) throws FaultException {
        List<NodeState> states =
                job.log().story().nodes().values().stream().map(NodeStory::state).toList();
        boolean done = states.stream().allMatch(Conductor::isDone);
        boolean nothing = states.stream().allMatch(Conductor::isAsBefore);
        if (done) {
            job.log().turn(Turn.Kind.CLOSE, "every node is done");
        } else if (nothing) {
            job.log().turn(Turn.Kind.CLOSE, "every node is as it was before");
        } else {
            job.log().turn(Turn.Kind.HALT, why(reports));
        }
    }

    /// The trees that are not live go with the run, and before that where nothing was switched.
    private void sweep(Job job) {
        RunStory story = job.log().story();
        if (job.log().head().course() != Course.STAGED) {
            return;
        }
        for (Map.Entry<String, NodeStory> node : story.nodes().entrySet()) {
            if (story.state() instanceof RunState.Over || isAsBefore(node.getValue().state())) {
                try {
                    stage(node.getKey()).remove(new Cancel());
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

    private static String why(Map<String, NodeReport> reports) {
        return reports.values().stream()
                .flatMap(report -> report.fault().stream())
                .map(fault -> fault.where() + ": " + fault.what())
                .findFirst()
                .orElse("stopped by the operator");
    }

    Cluster cluster() {
        return cluster;
    }

    Map<String, Endpoint> endpoints() {
        return endpoints;
    }

    Endpoint endpoint(String node) {
        Endpoint endpoint = endpoints.get(node);
        if (endpoint == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return endpoint;
    }

    Snapshots snapshots(String node) {
        return new Snapshots(endpoint(node), cluster.rules());
    }

    /// Whether a run could be carried out, as far as can be known before.
    Findings preflight(Plan plan, RunOptions options, Cancel cancel) throws FaultException {
        int most = options.batches().stream().mapToInt(Integer::intValue).max().orElse(1);
        return preflight(Work.of(plan, most, Work.OwnFiles.KEPT), options.drains(), cancel);
    }

    /// The same of every node, with nothing certain yet.
    Findings preflight(Cancel cancel) throws FaultException {
        List<String> nodes = List.copyOf(endpoints.keySet());
        Work work = Work.any(cluster.reference(), nodes, Work.OwnFiles.KEPT);
        return preflight(work, true, cancel);
    }

    private Findings preflight(Work work, boolean drains, Cancel cancel) throws FaultException {
        boolean pooled = drains && !cluster.balancers().isEmpty();
        Preflight.Around around =
                new Preflight.Around(
                        pooled ? Optional.of(pools.plain()) : Optional.empty(),
                        this::trouble,
                        InstantSource.system());
        return new Preflight(cluster, this::endpoint, around).check(work, cancel);
    }

    /// What is wrong with a node, by a single answer.
    private Optional<String> trouble(String node, Cancel cancel) throws FaultException {
        if (cluster.health().isEmpty()) {
            return Optional.empty();
        }
        HealthCheck.Answer answer =
                healthCheck().once(cluster.node(node), endpoint(node).host(), cancel);
        return answer.good() ? Optional.empty() : Optional.of(answer.text() + ".");
    }

    Stage stage(String node) {
        return new Stage(endpoint(node), cluster.rules());
    }

    Hooks hooks(Job job) {
        Hooks.Hosts hosts = new Hooks.Hosts(workstation, node -> endpoint(node).host());
        return new Hooks(cluster, job.log().head().id(), hosts, hook -> told(job, hook));
    }

    /// A hook that has run has run, whether that can be written or not.
    private static void told(Job job, Hooks.Ended hook) {
        try {
            job.log().hooked(hook);
        } catch (FaultException e) {
            job.events().warned(hook.where(), e.fault().message());
        }
    }

    /// Only where a check is set up.
    HealthCheck healthCheck() {
        return new HealthCheck(cluster.health().orElseThrow(), workstation, nanoTime);
    }

    RecordedPools pools() {
        return pools;
    }

    long now() {
        return nanoTime.getAsLong();
    }
}
