package lockstep.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.link.Host;
import lockstep.plan.Plan;
import lockstep.plan.Planner;
import lockstep.pool.Exchange;
import lockstep.pool.Leave;
import lockstep.pool.Manner;
import lockstep.pool.Member;
import lockstep.preflight.Findings;
import lockstep.rsync.Endpoint;
import lockstep.tree.TreePath;
import lockstep.watch.ChangeReports;

/// The use cases over real hosts and balancers.
public final class OpenCluster implements Operations {
    private final Cluster cluster;
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Records records;
    private final RecordedPools pools;
    private final LongSupplier nanoTime;
    private final ClusterRuns runs;
    private final SnapshotOperations snapshots;
    private final ClusterHistory history;
    private final List<Runnable> endings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private Supplier<Optional<Traffic>> traffic = Optional::empty;
    private Optional<Mischief> mischief = Optional.empty();
    private Optional<Path> file = Optional.empty();

    /// Gives the host at an address of the cluster file.
    @FunctionalInterface
    public interface Hosts {
        /// @param name what messages call it
        Host host(String name, String address) throws FaultException;
    }

    private OpenCluster(Cluster cluster, Map<String, Host> balancers, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.records = new Records(cluster);
        lockstep.pool.Pools.Access access =
                new lockstep.pool.Pools.Access(
                        address -> Objects.requireNonNull(balancers.get(address)),
                        node -> endpoint(node).host(),
                        said -> {
                            if (said.kind() == Exchange.Kind.ORDER) {
                                records.ordered(said);
                            }
                        });
        this.pools =
                new RecordedPools(
                        lockstep.pool.Pools.open(cluster, access),
                        records,
                        new Readiness(records, this::endpoint),
                        InstantSource.system());
        this.nanoTime = nanoTime;
        Conductor conductor = new Conductor(cluster, endpoints, records, pools, nanoTime);
        runs = new ClusterRuns(conductor, records);
        snapshots = new ClusterSnapshots(conductor, records, runs);
        history = new ClusterHistory(cluster, records);
    }

    /// Opens a cluster. Nothing is connected yet; the hosts stay the caller's to close.
    ///
    /// @throws FaultException `UnsafeArgument` for an address that could be misunderstood
    public static OpenCluster open(Cluster cluster, Hosts hosts) throws FaultException {
        Map<String, Host> balancers = new LinkedHashMap<>();
        for (Balancer b : cluster.balancers()) {
            String address = b.dialect().address();
            balancers.put(address, hosts.host(b.name(), address));
        }
        OpenCluster open = new OpenCluster(cluster, balancers, System::nanoTime);
        for (Node node : cluster.nodes()) {
            Host host = hosts.host(node.name(), node.address());
            open.endpoints.put(node.name(), new Endpoint(host, node.root(), node.sudo()));
        }
        return open;
    }

    /// Ends something else with this cluster, such as its connections, in the order given. Before
    /// the first use by another thread.
    public OpenCluster ending(Runnable ending) {
        endings.add(ending);
        return this;
    }

    /// Writes down who takes nodes out, and every order to a balancer. Closed with this. Before the
    /// first use by another thread.
    public OpenCluster recording(Journal journal) {
        records.into(journal);
        return this;
    }

    /// Tells with its pools that nothing is written down, and why. Before the first use by another
    /// thread.
    public OpenCluster withoutJournal(Fault why) {
        records.intoNothing(why.message());
        return this;
    }

    /// Tells this with its pools, always, as a warning. Before the first use by another thread.
    public OpenCluster remarking(String remark) {
        remarks.add(remark);
        return this;
    }

    /// Takes the count of requests from whoever counts them. Before the first use by another
    /// thread.
    public OpenCluster counting(Supplier<Optional<Traffic>> counter) {
        traffic = counter;
        return this;
    }

    /// Knows the file that it was read from. Before the first use by another thread.
    public OpenCluster from(Path read) {
        file = Optional.of(read);
        return this;
    }

    @Override
    public Optional<Path> file() {
        return file;
    }

    /// Lets something be broken on its nodes. Before the first use by another thread.
    public OpenCluster breaking(Mischief how) {
        mischief = Optional.of(how);
        return this;
    }

    @Override
    public Optional<Mischief> mischief() {
        return mischief;
    }

    @Override
    public Optional<Traffic> traffic() {
        return traffic.get();
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public NodeFacts connect(String node) throws FaultException {
        return new LookAround(endpoint(node), nanoTime).look();
    }

    @Override
    public Comparison compare(Criterion criterion, ScanEvents events, Cancel cancel)
            throws FaultException {
        Comparison found = new Scan(cluster, endpoints, events, cancel).compare(criterion);
        history.scanned(found).ifPresent(events::warned);
        return found;
    }

    @Override
    public Plan plan(Comparison comparison, List<String> targets) throws FaultException {
        String reference =
                comparison.drift().baseline()
                                instanceof lockstep.drift.Baseline.Reference(int column)
                        ? comparison.drift().nodeNames().get(column)
                        : cluster.reference();
        return Planner.of(comparison.drift(), reference, targets);
    }

    @Override
    public Findings preflight(Plan plan, RunOptions options, Cancel cancel) throws FaultException {
        return runs.preflight(plan, options, cancel);
    }

    @Override
    public Findings preflight(Cancel cancel) throws FaultException {
        return runs.preflight(cancel);
    }

    @Override
    public Locked locks() {
        return runs.locks();
    }

    @Override
    public void requireNothingLeft() throws FaultException {
        runs.requireNothingLeft();
    }

    @Override
    public RunReport sync(Plan plan, RunOptions options, RunEvents events, RunControl control)
            throws FaultException {
        return runs.sync(plan, options, events, control);
    }

    @Override
    public List<RunRecord> runs(int most) throws FaultException {
        return records.runs(most);
    }

    @Override
    public Optional<RunRecord> run(String id) throws FaultException {
        return records.run(id);
    }

    @Override
    public List<Entry> journalled(String run, int most) throws FaultException {
        return records.story(run, most);
    }

    @Override
    public List<Entry> journalled(TreePath path, int most) throws FaultException {
        return records.ofFile(path, most);
    }

    @Override
    public List<String> breakLocks(String holder) throws FaultException {
        return runs.breakLocks(holder);
    }

    @Override
    public void declareGone(String run, String who) throws FaultException {
        runs.declareGone(run, who);
    }

    @Override
    public RunReport resume(String run, Resumption how, RunEvents events, RunControl control)
            throws FaultException {
        return runs.resume(run, how, events, control);
    }

    @Override
    public SnapshotOperations snapshots() {
        return snapshots;
    }

    @Override
    public HistoryOperations history() {
        return history;
    }

    @Override
    public WatchOperations watches() {
        return (node, listener, cancel) ->
                new ChangeReports(endpoint(node), cluster.rules()).follow(listener, cancel);
    }

    @Override
    public Pools pools() {
        Pools seen = pools.look();
        List<String> warnings = new ArrayList<>(remarks);
        history.trouble().ifPresent(warnings::add);
        warnings.addAll(seen.warnings());
        return new Pools(seen.members(), seen.failures(), warnings, seen.outs(), seen.returned());
    }

    @Override
    public Manner manner(String node) throws FaultException {
        return pools.manner(node);
    }

    @Override
    public Pools takeOut(String node, Leave leave) throws FaultException {
        pools.takeOut(node, leave, RecordedPools.Behalf.PERSON);
        return pools();
    }

    @Override
    public Pools putBack(String node) throws FaultException {
        pools.putBack(node, RecordedPools.Behalf.PERSON);
        return pools();
    }

    @Override
    public Optional<RunRecord> unproven(String node) throws FaultException {
        return records.unproven(node);
    }

    @Override
    public Pools putBackUnproven(String node, String said) throws FaultException {
        pools.putBackUnproven(node, said);
        return pools();
    }

    @Override
    public Pools endSessions(String node) throws FaultException {
        pools.endSessions(node);
        return pools();
    }

    @Override
    public String awaitZero(
            String node, Patience patience, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        List<String> lost = new ArrayList<>();
        ZeroWait wait =
                new ZeroWait(
                        pools,
                        InstantSource.system(),
                        () -> Leave.Floor.KEPT,
                        each,
                        _ -> lost.add("; its drain was lost meanwhile and set again"));
        return wait.until(node, patience, cancel).note() + String.join("", lost);
    }

    @Override
    public String awaitUp(String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException {
        return pools.awaitUp(node, limit, each, cancel).note();
    }

    @Override
    public List<Entry> journalled(int most) throws FaultException {
        return records.last(most);
    }

    @Override
    public Optional<String> journalDamage() throws FaultException {
        return records.damage();
    }

    @Override
    public byte[] read(String node, TreePath path, int limit) throws FaultException {
        return new FileReading(endpoint(node)).read(path, limit);
    }

    @Override
    public void close() {
        runs.close(
                () -> {
                    pools.close();
                    endings.forEach(Runnable::run);
                });
    }

    private Endpoint endpoint(String node) {
        Endpoint endpoint = endpoints.get(node);
        if (endpoint == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return endpoint;
    }
}
