package lockstep.present;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.run.Operations;
import lockstep.run.Operations.Pools;
import lockstep.run.Operations.Traffic;

/// One opened cluster: its nodes and their switches, scans, and the inspector.
///
/// Screen thread only; no method blocks. Looks at the pools once a second until closed.
public final class ClusterModel implements AutoCloseable {
    private final Operations operations;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final List<NodeCard> cards;
    private final ScanModel scans;
    private final PoolLooks looks;
    private final PoolModel pools;
    private final PoolBoard board;
    private final SyncModel syncs;
    private final InspectorModel inspector;
    private final TerminalModel terminals;
    private final ReportsModel reports;
    private final SnapshotsModel snapshots;
    private final HistoryModel history;
    private final MishapModel mishaps;
    private final WatchModel watch;
    private final NoticeModel notices;
    private final InstantSource clock;
    private final Heartbeat heartbeat;
    private final ObservableList<String> warnings = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<Traffic>> traffic =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private boolean closed;

    ClusterModel(
            Operations operations,
            InstantSource clock,
            Backstage backstage,
            Consumer<Throwable> trouble) {
        this.operations = operations;
        this.backstage = backstage;
        this.trouble = thrown -> tell(trouble, thrown);
        cards = operations.cluster().nodes().stream().map(this::card).toList();
        scans = new ScanModel(operations, clock, backstage, this.trouble, cards);
        looks = new PoolLooks(operations, this::look);
        pools = new PoolModel(operations, backstage, looks, clock, this.trouble);
        board = new PoolBoard(operations.cluster().balancers(), cards, clock);
        syncs = new SyncModel(operations, backstage, this.trouble, scans, looks);
        inspector = new InspectorModel(operations, backstage);
        terminals = new TerminalModel(operations.cluster(), backstage, this.trouble);
        reports = new ReportsModel(operations, backstage, this.trouble);
        this.clock = clock;
        snapshots = new SnapshotsModel(operations, clock, backstage, this.trouble);
        history =
                new HistoryModel(
                        operations.cluster().name(), operations.history(), clock, backstage);
        syncs.runningProperty().subscribe((_, goesOn) -> renew(goesOn));
        mishaps = new MishapModel(operations, backstage, this.trouble, snapshots::renew);
        watch =
                new WatchModel(
                        operations, backstage, clock, scans, () -> syncs.runningProperty().get());
        notices = new NoticeModel(operations.cluster().name(), scans, syncs);
        cards.forEach(this::connect);
        Consumer<PoolLooks.Look> looked = backstage.latest(looks::show);
        heartbeat =
                new Heartbeat(
                        () -> looked.accept(looks.take()),
                        thrown -> backstage.show(() -> this.trouble.accept(thrown)));
    }

    private NodeCard card(Node node) {
        List<String> balancers =
                operations.cluster().balancers().stream()
                        .filter(
                                b ->
                                        b.servers().stream()
                                                .anyMatch(s -> s.node().equals(node.name())))
                        .map(Balancer::name)
                        .toList();
        return new NodeCard(node, balancers);
    }

    private void tell(Consumer<Throwable> listener, Throwable thrown) {
        if (!closed) {
            listener.accept(thrown);
        }
    }

    Operations operations() {
        return operations;
    }

    public Cluster cluster() {
        return operations.cluster();
    }

    /// The nodes, in the order of the cluster file.
    public List<NodeCard> cards() {
        return cards;
    }

    public ScanModel scans() {
        return scans;
    }

    /// Looking again and again.
    public WatchModel watch() {
        return watch;
    }

    /// What is worth telling somebody who looks elsewhere.
    public NoticeModel notices() {
        return notices;
    }

    public PoolModel pools() {
        return pools;
    }

    /// Everything that the balancers say.
    public PoolBoard board() {
        return board;
    }

    public SyncModel syncs() {
        return syncs;
    }

    /// What nodes keep of before.
    public SnapshotsModel snapshots() {
        return snapshots;
    }

    /// What happened.
    public HistoryModel history() {
        return history;
    }

    /// Rolls back as it was agreed to, as a run.
    public void rollback(RollbackModel.Approved approved) {
        syncs.rollback(approved, clock);
    }

    private void renew(boolean runGoesOn) {
        if (runGoesOn) {
            snapshots.forget();
        } else {
            snapshots.renew();
        }
    }

    /// What can be broken, where this is a demonstration.
    public MishapModel mishaps() {
        return mishaps;
    }

    /// What came of runs.
    public ReportsModel reports() {
        return reports;
    }

    public InspectorModel inspector() {
        return inspector;
    }

    /// Terminals on its nodes.
    public TerminalModel terminals() {
        return terminals;
    }

    /// What the balancers warn of, and which do not answer. Read only.
    public ObservableList<String> warnings() {
        return FXCollections.unmodifiableObservableList(warnings);
    }

    /// What customers see meanwhile; empty where nobody counts that.
    public ReadOnlyObjectProperty<Optional<Traffic>> trafficProperty() {
        return traffic.getReadOnlyProperty();
    }

    /// Connects, or connects again, to a node.
    public void connect(NodeCard card) {
        card.show(new NodeCard.Connection.Connecting());
        backstage.work(
                () -> operations.connect(card.name()),
                facts -> card.show(new NodeCard.Connection.Connected(facts)),
                thrown -> card.show(new NodeCard.Connection.Failed(Problem.of(thrown))));
    }

    private void look(PoolLooks.Look now) {
        if (!closed) {
            traffic.set(now.traffic());
            watch.tick();
            scans.tellAge();
            history.look();
            look(now.pools());
        }
    }

    private void look(Pools now) {
        cards.forEach(card -> card.look(now));
        board.look(now);
        List<String> told = new ArrayList<>(now.warnings());
        now.failures().values().forEach(fault -> told.add(fault.message()));
        if (!told.equals(warnings)) {
            warnings.setAll(told);
        }
    }

    /// Ends what is being done; the connections are closed behind the stage.
    @Override
    public void close() {
        closed = true;
        scans.cancel();
        scans.stopLooking();
        watch.close();
        snapshots.cancel();
        syncs.abort();
        pools.close();
        heartbeat.close();
        backstage.release(operations);
    }
}
