package lockstep.present;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.journal.Absence;
import lockstep.journal.Entry;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.plan.Planner;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.preflight.Finding;
import lockstep.preflight.Findings;
import lockstep.run.Left;
import lockstep.run.Resumption;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.state.Course;
import lockstep.state.Step;
import lockstep.tree.Listing;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// A cluster that exists only in memory: what its nodes hold and how they fail is set by the test.
public final class FakeOperations extends FakeHistory {
    private final Cluster cluster;
    private volatile List<Listing> listings;
    private final Map<String, Fault> unreachable = new ConcurrentHashMap<>();
    private final Map<String, byte[]> texts = new ConcurrentHashMap<>();
    private volatile @Nullable CountDownLatch held;
    private volatile @Nullable Fault stop;
    private volatile @Nullable String drained;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable HeldSync heldSync;
    private final List<Resumption> resumed = new CopyOnWriteArrayList<>();
    private final List<Plan> synced = new CopyOnWriteArrayList<>();
    private final List<RunOptions> manners = new CopyOnWriteArrayList<>();
    private volatile @Nullable RunRecord leaves;

    public FakeOperations(Cluster cluster, List<Listing> listings) {
        super(cluster);
        this.cluster = cluster;
        this.listings = listings;
    }

    /// The web shop on that many nodes.
    public static FakeOperations shop(int nodes) {
        return new FakeOperations(Shop.cluster(nodes), Shop.listings(nodes));
    }

    /// From now on nothing works on that node.
    public FakeOperations failing(String node, Fault fault) {
        unreachable.put(node, fault);
        return this;
    }

    public FakeOperations state(String node, State state) {
        states.put(node, state);
        return this;
    }

    /// It is out, and this is who took it out.
    public FakeOperations out(Absence absence) {
        states.put(absence.node(), absence.way() == Way.MAINTENANCE ? State.MAINT : State.DRAIN);
        absences.put(absence.node(), absence);
        return this;
    }

    /// Every switch fails in that way.
    public FakeOperations failingSwitch(Fault fault) {
        stuck = fault;
        return this;
    }

    public FakeOperations warning(String text) {
        warnings.add(text);
        return this;
    }

    public FakeOperations text(String node, String text) {
        return text(node, text.getBytes(StandardCharsets.UTF_8));
    }

    public FakeOperations text(String node, byte[] bytes) {
        texts.put(node, bytes);
        return this;
    }

    /// Scans stand still after their first progress until [#release] or a cancel.
    public FakeOperations holdScans() {
        held = new CountDownLatch(1);
        return this;
    }

    public void release() {
        CountDownLatch latch = held;
        if (latch != null) {
            held = null;
            latch.countDown();
        }
    }

    /// Waits for [#close]; false when it did not come.
    public boolean awaitClosed() {
        try {
            return closed.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// A sync takes that node out until the looks have seen it, and puts it back.
    public FakeOperations drainingWhileSynced(String node) {
        drained = node;
        return this;
    }

    /// From now on the nodes hold this.
    public FakeOperations holding(List<Listing> now) {
        listings = now;
        return this;
    }

    /// Every sync stops at its first node in that way.
    public FakeOperations stoppingSyncs(Fault fault) {
        stop = fault;
        return this;
    }

    /// Every sync that stops leaves that run.
    public FakeOperations leaving(RunRecord run) {
        leaves = run;
        return this;
    }

    /// How they were to be carried out.
    public List<RunOptions> manners() {
        return manners;
    }

    /// The plans that were carried out.
    public List<Plan> synced() {
        return synced;
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public NodeFacts connect(String node) throws FaultException {
        Fault fault = unreachable.get(node);
        if (fault != null) {
            throw new FaultException(fault);
        }
        return new NodeFacts(
                node,
                "3.5.0 protocol 32",
                12_400_000_000L,
                40_000_000_000L,
                Duration.ofMillis(312));
    }

    @Override
    public Comparison compare(Criterion criterion, ScanEvents events, Cancel cancel)
            throws FaultException {
        long n = 0;
        for (Node node : cluster.nodes()) {
            n++;
            events.progress(node.name(), 12_000 * n, 48_000_000 * n);
        }
        await(cancel);
        cancel.check("scan");
        List<@Nullable Listing> found = new ArrayList<>();
        for (int i = 0; i < cluster.nodes().size(); i++) {
            String name = cluster.nodes().get(i).name();
            found.add(unreachable.containsKey(name) ? null : listings.get(i));
            events.finished(name);
        }
        List<String> names = cluster.nodes().stream().map(Node::name).toList();
        int reference = names.indexOf(cluster.reference());
        return new Comparison(
                criterion,
                Shop.NOW.minusSeconds(12),
                Duration.ofSeconds(2),
                DriftTree.merge(names, found, new Baseline.Reference(reference)),
                Map.copyOf(unreachable));
    }

    private void await(Cancel cancel) {
        CountDownLatch latch = held;
        if (latch == null) {
            return;
        }
        try (Cancel.Registration _ = cancel.onSet(latch::countDown)) {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("a held scan was never released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Plan plan(Comparison comparison, List<String> targets) throws FaultException {
        DriftTree drift = comparison.drift();
        int from = drift.baseline() instanceof Baseline.Reference(int node) ? node : 0;
        return Planner.of(drift, drift.nodeNames().get(from), targets);
    }

    @Override
    public RunReport sync(Plan plan, RunOptions options, RunEvents events, RunControl control) {
        synced.add(plan);
        manners.add(options);
        HeldSync hold = heldSync;
        if (hold != null) {
            return hold.run(plan, events, control);
        }
        drainAWhile();
        Optional<Fault> fault = Optional.ofNullable(stop);
        if (fault.isPresent()) {
            waiting = leaves;
            Plan.Target first = plan.targets().getFirst();
            events.failed(first.node(), Step.SYNC, fault.get());
            return Reports.of(List.of(report(first, fault)), Duration.ofSeconds(9));
        }
        List<NodeReport> reports = new ArrayList<>();
        for (Plan.Target target : plan.targets()) {
            if (target.rows().stream().anyMatch(Plan.Row::chosen)) {
                events.done(target.node(), Step.VERIFY, "identical by content");
                reports.add(report(target, fault));
            }
        }
        return Reports.of(reports, Duration.ofSeconds(9));
    }

    /// These runs were before.
    public FakeOperations past(RunRecord... runs) {
        past.addAll(List.of(runs));
        return this;
    }

    /// A run did that to a file, later than what was told before.
    public FakeOperations did(String run, String node, String what, String path) {
        done.addFirst(
                new Entry(
                        done.size() + 1,
                        Shop.NOW.minusSeconds(3_600 - 60L * done.size()),
                        "ann@desk",
                        "shop",
                        Entry.Kind.FILE.name(),
                        node,
                        node + ".example.org",
                        what,
                        path,
                        "",
                        "",
                        run));
        return this;
    }

    /// Syncs stand still from now on, each as that one; closing waits for it.
    public FakeOperations holdingSyncs(HeldSync sync) {
        heldSync = sync;
        return this;
    }

    /// From now on that run waits, or is held by its console.
    public FakeOperations waiting(@Nullable RunRecord run) {
        waiting = run;
        return this;
    }

    /// What became of runs that waited.
    public List<Resumption> resumed() {
        return resumed;
    }

    /// What every preflight finds from now on.
    public FakeOperations finding(Finding... found) {
        findings = new Findings(List.of(found));
        return this;
    }

    /// The run is over afterwards; its nodes are told as done, or as undone. Nodes on which
    /// nothing works are left only unseen.
    @Override
    public RunReport resume(String run, Resumption how, RunEvents events, RunControl control)
            throws FaultException {
        RunRecord found = run(run).orElseThrow();
        if (how instanceof Resumption.Leave leave) {
            requireSeen(Left.of(found), leave);
        }
        resumed.add(how);
        waiting = null;
        Left left = Left.of(found);
        List<NodeReport> reports =
                switch (how) {
                    case Resumption.Finish _ -> resumed(left.toFinish(), Course.ROLLING, events);
                    case Resumption.Undo(List<String> nodes) ->
                            resumed(nodes.isEmpty() ? left.toUndo() : nodes, Course.UNDO, events);
                    case Resumption.Leave _ -> List.of();
                };
        return Reports.of(reports, Duration.ofSeconds(5));
    }

    private void requireSeen(Left left, Resumption.Leave leave) throws FaultException {
        for (Left.Node node : left.nodes()) {
            Fault fault = unreachable.get(node.name());
            if (fault != null && node.isStuck() && !leave.unseen().contains(node.name())) {
                throw new FaultException(
                        new Fault.GuardTripped(
                                node.name(), fault.what(), "Use --unseen=" + node.name()),
                        new FaultException(fault));
            }
        }
    }

    private static List<NodeReport> resumed(List<String> nodes, Course course, RunEvents events) {
        List<NodeReport> reports = new ArrayList<>();
        for (String node : nodes) {
            course.steps().forEach(step -> events.done(node, step, ""));
            reports.add(course == Course.UNDO ? Reports.undone(node) : Reports.identical(node));
        }
        return reports;
    }

    private static NodeReport report(Plan.Target target, Optional<Fault> fault) {
        return new NodeReport(
                target.node(),
                Reports.state(fault),
                fault.isEmpty(),
                fault,
                1_204,
                84_211,
                2_310,
                target.rows().size(),
                Duration.ofSeconds(4),
                Health.UNASKED,
                List.of());
    }

    /// Until the third look begins: the second began with the node out, and was handed over.
    private void drainAWhile() {
        String node = drained;
        if (node != null) {
            states.put(node, State.DRAIN);
            CountDownLatch three = new CountDownLatch(3);
            looking = three;
            try {
                if (!three.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody looked at the pools");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            states.put(node, State.UP);
        }
    }

    @Override
    public byte[] read(String node, TreePath path, int limit) throws FaultException {
        byte[] text = texts.get(node);
        if (text == null) {
            throw new FaultException(
                    new Fault.Unreadable(node, path.visible(), "Permission denied"));
        }
        return text.length > limit ? Arrays.copyOf(text, limit) : text;
    }

    @Override
    public void close() {
        HeldSync hold = heldSync;
        if (hold != null) {
            hold.awaitEnd();
        }
        closed.countDown();
    }
}
