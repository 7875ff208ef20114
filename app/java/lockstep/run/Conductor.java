package lockstep.run;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.link.LocalHost;
import lockstep.plan.Plan;
import lockstep.plan.PlanHeader;
import lockstep.preflight.Findings;
import lockstep.preflight.Preflight;
import lockstep.preflight.Staging;
import lockstep.preflight.Work;
import lockstep.rsync.Endpoint;
import lockstep.run.Operations.RunReport;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.snapshot.About;
import lockstep.snapshot.Snapshots;
import lockstep.stage.Stage;
import lockstep.state.Course;
import lockstep.state.Step;

/// What the runs of a cluster work with, and where each of them begins.
final class Conductor {
    private final Cluster cluster;
    private final Map<String, Endpoint> endpoints;
    private final Records records;
    private final RecordedPools pools;
    private final LongSupplier nanoTime;
    private final Host workstation = new LocalHost("this workstation");

    /// What is to be done, where it is written, and who wants to hear of it.
    ///
    /// @param beat tells other consoles that it goes on
    record Job(
            RunOptions options, RunLog log, RunEvents events, RunControl control, Heartbeat beat) {
        /// Why a step that changes files, or goes with one, is left out as the operator chose;
        /// empty where it is to be taken.
        Optional<String> needless(Step step, NodeSide side) {
            return switch (step) {
                case SNAPSHOT ->
                        !options.snapshot()
                                ? Optional.of("not asked for")
                                : log.story(side.node()).kept()
                                        ? Optional.of("was kept before")
                                        : Optional.empty();
                case VERIFY -> {
                    if (options.verify()) {
                        yield Optional.empty();
                    }
                    side.remark("not verified by content");
                    yield Optional.of("not asked for");
                }
                case PREFLIGHT,
                        DRAIN,
                        ZERO_SESSIONS,
                        STAGE,
                        SYNC,
                        SWITCH,
                        RESTORE,
                        HEALTH,
                        READY,
                        SETTLE ->
                        Optional.empty();
            };
        }
    }

    /// A node, and what is to become of it.
    ///
    /// @param files makes what works on its files
    record Task(String node, Course course, Function<NodeSide, NodeFiles> files) {}

    Conductor(
            Cluster cluster,
            Map<String, Endpoint> endpoints,
            Records records,
            RecordedPools pools,
            LongSupplier nanoTime) {
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.records = records;
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

    /// What rolls nodes back.
    ///
    /// @param rows as they were approved, by the node's name, in the order of the work
    /// @param sources by the node's name
    List<Task> tasks(
            Map<String, List<Plan.Row>> rows, Map<String, PlanHeader.Source> sources, Job job) {
        return rows.entrySet().stream()
                .map(
                        node ->
                                new Task(
                                        node.getKey(),
                                        job.options().course(),
                                        side ->
                                                new RollbackSteps(
                                                        this,
                                                        job,
                                                        node.getValue(),
                                                        Objects.requireNonNull(
                                                                sources.get(node.getKey())),
                                                        side)))
                .toList();
    }

    /// Works until nothing is left to do, or something stops it; then the run is over or halted.
    ///
    /// @throws FaultException what a hook before the run raises; what the journal raises
    RunReport run(Job job, List<Task> tasks) throws FaultException {
        try (Cancel.Registration _ = job.beat().onLoss(job.log()::standBack)) {
            return new Rolling(this, job, tasks).run();
        }
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

    /// Keeps what a node holds, for a run.
    ///
    /// @return what the snapshot is called
    String keep(Job job, NodeSide side) throws FaultException {
        SnapshotMaker maker = maker(side.node(), side.reading());
        SnapshotMaker.Wish wish = new SnapshotMaker.Wish(About.Reason.RUN, job.options().why());
        return maker.make(job.log().head().id(), Instant.now(), wish, side.cancel())
                .snapshot()
                .name();
    }

    SnapshotMaker maker(String node, SnapshotEvents events) {
        return new SnapshotMaker(node, snapshots(node), cluster.rules(), records, events);
    }

    SnapshotProof proof(NodeSide side) {
        return proof(side.node(), side.reading());
    }

    SnapshotProof proof(String node, SnapshotEvents events) {
        return new SnapshotProof(node, snapshots(node), cluster.rules(), records, events);
    }

    /// Whether a run could be carried out, as far as can be known before.
    Findings preflight(Plan plan, RunOptions options, Cancel cancel) throws FaultException {
        int most = options.batches().stream().mapToInt(Integer::intValue).max().orElse(1);
        Work work = Work.of(plan, most, Work.OwnFiles.KEPT);
        Staging staging =
                options.course().isStaged()
                        ? (node, asked) -> stage(node).way(asked)
                        : Staging.NONE;
        return preflight(work, options.drains(), staging, cancel);
    }

    /// Whether a rollback could be carried out, as far as can be known before.
    Findings preflight(Rollback rollback, RunOptions options, Cancel cancel) throws FaultException {
        int most = options.batches().stream().mapToInt(Integer::intValue).max().orElse(1);
        Work work = Work.back(rollback.plan(""), most);
        Staging staging =
                options.course().isStaged()
                        ? (node, asked) -> stage(node).way(asked)
                        : Staging.NONE;
        return preflight(work, options.drains(), staging, cancel);
    }

    /// The same of every node, with nothing certain yet.
    Findings preflight(Cancel cancel) throws FaultException {
        List<String> nodes = List.copyOf(endpoints.keySet());
        Work work = Work.any(cluster.reference(), nodes, Work.OwnFiles.KEPT);
        return preflight(work, true, Staging.NONE, cancel);
    }

    private Findings preflight(Work work, boolean drains, Staging staging, Cancel cancel)
            throws FaultException {
        boolean pooled = drains && !cluster.balancers().isEmpty();
        Preflight.Around around =
                new Preflight.Around(
                        pooled ? Optional.of(pools.plain()) : Optional.empty(),
                        this::trouble,
                        staging,
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
