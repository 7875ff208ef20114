package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.journal.Absence;
import lockstep.journal.Entry;
import lockstep.link.Cancel;
import lockstep.pool.Leave;
import lockstep.pool.Load;
import lockstep.pool.Manner;
import lockstep.pool.Member;
import lockstep.pool.State;
import lockstep.pool.Way;
import lockstep.run.Operations;
import lockstep.run.Out;
import lockstep.run.SnapshotOperations;
import lockstep.run.WatchOperations;
import org.jspecify.annotations.Nullable;

/// The pools of a cluster that exists only in memory: one balancer with one backend, all of whose
/// members do what they are told.
abstract class FakePools implements Operations {
    final Map<String, State> states = new ConcurrentHashMap<>();
    final Map<String, Absence> absences = new ConcurrentHashMap<>();
    private final List<String> overridden = new CopyOnWriteArrayList<>();
    final List<String> warnings = new ArrayList<>();
    volatile @Nullable Fault stuck;
    private volatile @Nullable Fault silent;
    volatile CountDownLatch looking = new CountDownLatch(0);
    private volatile CountDownLatch asked = new CountDownLatch(0);
    private final AtomicInteger looks = new AtomicInteger();
    private final Cluster cluster;

    private final FakeSnapshots snapshots;

    @Override
    public SnapshotOperations snapshots() {
        return snapshots;
    }

    private final FakeWatches watches = new FakeWatches();

    @Override
    public WatchOperations watches() {
        return watches;
    }

    /// What the nodes report: nothing, until a test says so.
    public final FakeWatches reports() {
        return watches;
    }

    /// What the nodes keep: nothing, until a test says so.
    public final FakeSnapshots kept() {
        return snapshots;
    }

    FakePools(Cluster cluster) {
        this.cluster = cluster;
        snapshots = new FakeSnapshots(cluster);
        cluster.nodes().forEach(node -> states.put(node.name(), State.UP));
    }

    public final State stateOf(String node) {
        return states.getOrDefault(node, State.ABSENT);
    }

    @Override
    public List<Entry> journalled(int most) {
        return List.of();
    }

    @Override
    public Optional<String> journalDamage() {
        return Optional.empty();
    }

    @Override
    public Optional<Traffic> traffic() {
        return Optional.of(new Traffic(1_204 + looks.get(), 0));
    }

    /// From now on the balancer does not answer.
    public final void silence(Fault fault) {
        silent = fault;
    }

    @Override
    public Pools pools() {
        int look = looks.getAndIncrement();
        looking.countDown();
        Fault silence = silent;
        if (silence != null) {
            return new Pools(Map.of(), Map.of("lb1", silence), List.of(), List.of(), List.of());
        }
        Map<String, List<Member>> members = new java.util.LinkedHashMap<>();
        int i = 0;
        for (Node node : cluster.nodes()) {
            members.put(node.name(), List.of(member(node.name(), look, i++)));
        }
        List<Out> outs =
                cluster.nodes().stream()
                        .map(Node::name)
                        .filter(name -> stateOf(name).isOut())
                        .map(
                                name ->
                                        new Out(
                                                name,
                                                Optional.ofNullable(absences.get(name)),
                                                Optional.of(Duration.ofMinutes(200))))
                        .toList();
        List<Absence> returned =
                absences.values().stream().filter(a -> !stateOf(a.node()).isOut()).toList();
        return new Pools(members, Map.of(), List.copyOf(warnings), outs, returned);
    }

    private Member member(String node, int look, int index) {
        State state = stateOf(node);
        int live =
                state == State.UP ? 8 + (look * 7 + index * 5) % 11 : state == State.DRAIN ? 3 : 0;
        return new Member(
                new Member.Place("lb1", "shop", node, node, "10.0.0." + (index + 1) + ":80"),
                state,
                state == State.UP ? Member.Health.PASSED : Member.Health.UNKNOWN,
                state == State.UP ? "L7OK 200" : "set by the operator",
                Load.of(OptionalInt.of(live)),
                OptionalInt.of(100),
                Optional.of(Duration.ofSeconds(90)),
                "");
    }

    /// From now on nobody is told how a node can leave, until [#answerManner].
    public final void holdManner() {
        asked = new CountDownLatch(1);
    }

    public final void answerManner() {
        asked.countDown();
    }

    @Override
    public Manner manner(String node) {
        HeldSync.await(asked);
        return new Manner(
                Map.of(
                        Way.DRAIN,
                        "New sessions go elsewhere; those that run, and clients bound by cookie or"
                                + " stick table, may go on. At plus: requests bound to it by sticky"
                                + " still reach it, all others do not.",
                        Way.WEIGHT_ZERO,
                        "As a drain, by its weight.",
                        Way.MAINTENANCE,
                        "No requests from this moment on, and no health checks."),
                Optional.of("Sessions that still run are cut: their users see an error."),
                List.of());
    }

    @Override
    public Pools takeOut(String node, Leave leave) throws FaultException {
        Fault refused = stuck;
        if (refused != null) {
            throw new FaultException(refused);
        }
        long up = states.values().stream().filter(s -> s == State.UP).count();
        if (up <= 1 && leave.floor() == Leave.Floor.KEPT) {
            throw new FaultException(new Fault.CapacityTooLow("lb1", "shop", 0, 1));
        }
        states.put(node, leave.way() == Way.MAINTENANCE ? State.MAINT : State.DRAIN);
        absences.put(
                node,
                new Absence(
                        node,
                        Instant.now(),
                        "ann@desk",
                        leave.way(),
                        leave.why(),
                        leave.until(),
                        Absence.Part.OF_NOTHING,
                        ""));
        return pools();
    }

    @Override
    public Pools putBackUnproven(String node, String said) throws FaultException {
        overridden.add(node + " " + said);
        return putBack(node);
    }

    /// The nodes that were put back unproven, each with what was said.
    public final List<String> overridden() {
        return overridden;
    }

    @Override
    public Pools putBack(String node) throws FaultException {
        Fault refused = stuck;
        if (refused != null) {
            throw new FaultException(refused);
        }
        states.put(node, State.UP);
        absences.remove(node);
        return pools();
    }

    @Override
    public Pools endSessions(String node) {
        states.put(node, State.MAINT);
        return pools();
    }

    /// Ends when the node is in maintenance, or is cancelled.
    @Override
    public String awaitZero(
            String node, Patience patience, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Cancel.Registration _ = cancel.onSet(cancelled::countDown)) {
            while (stateOf(node) == State.DRAIN) {
                cancel.check(node);
                each.accept(pools().members().getOrDefault(node, List.of()));
                if (cancelled.await(20, TimeUnit.MILLISECONDS)) {
                    cancel.check(node);
                }
            }
        } catch (InterruptedException e) {
            throw new FaultException(new Fault.Cancelled(node), e);
        }
        return "no session left";
    }

    @Override
    public String awaitUp(String node, Duration limit, Consumer<List<Member>> each, Cancel cancel) {
        return "up";
    }
}
