package lockstep.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.journal.Absence;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.journal.Runs;
import lockstep.plan.Plan;
import lockstep.pool.Exchange;
import lockstep.pool.Leave;
import lockstep.state.Turn;
import org.jspecify.annotations.Nullable;

/// What the journal keeps of one cluster. Work goes on without it; what cannot be written or read
/// is told as trouble. Safe for use by many threads.
final class Records implements AutoCloseable {
    private final String cluster;
    private final Map<String, String> addresses = new TreeMap<>();
    private final ConcurrentLinkedQueue<Exchange> orders = new ConcurrentLinkedQueue<>();
    private @Nullable Journal journal;
    private volatile @Nullable String unread;
    private volatile @Nullable String unwritten;

    Records(Cluster cluster) {
        this.cluster = cluster.name();
        for (Node node : cluster.nodes()) {
            addresses.put(node.name(), node.address());
        }
    }

    /// Before the first use by another thread.
    void into(Journal kept) {
        journal = kept;
    }

    /// Nothing will be written, for that reason. Before the first use by another thread.
    void intoNothing(String why) {
        unwritten = why;
    }

    /// Why not everything is written or known; empty when it is.
    Optional<String> trouble() {
        return Optional.ofNullable(unwritten == null ? unread : unwritten);
    }

    /// Whether everything that was to be written is.
    boolean areWhole() {
        return journal != null && unwritten == null;
    }

    /// Who is out, by node; empty when that is not known.
    Optional<Map<String, Absence>> absences() {
        Journal kept = journal;
        if (kept == null) {
            return Optional.empty();
        }
        try {
            Map<String, Absence> known = kept.absences(cluster, addresses);
            unread = null;
            return Optional.of(known);
        } catch (FaultException e) {
            unread = e.fault().message();
            return Optional.empty();
        }
    }

    /// `leave` with the name of whoever runs this program.
    Leave signed(Leave leave) {
        Journal kept = journal;
        return kept == null ? leave : leave.signed(kept.author().who());
    }

    /// @param run that it is a part of; empty when it is of none
    void out(String node, Leave leave, String run) {
        write(j -> j.takenOut(subject(node), leave, run));
    }

    /// @param run as for [#out]
    void back(String node, String run) {
        write(j -> j.putBack(subject(node), run));
    }

    /// An order that was just given; written by [#writeOrders], where a disk may be waited for.
    void ordered(Exchange exchange) {
        orders.add(exchange);
    }

    /// @param run that the orders since the last call are a part of; empty when they are of none
    void writeOrders(String run) {
        for (Exchange order = orders.poll(); order != null; order = orders.poll()) {
            Exchange said = order;
            write(j -> j.said(cluster, said, run));
        }
    }

    /// @throws FaultException as [Journal#last]
    List<Entry> last(int most) throws FaultException {
        Journal kept = journal;
        return kept == null ? List.of() : kept.last(cluster, most);
    }

    /// @throws FaultException as [Journal#damage]
    Optional<String> damage() throws FaultException {
        Journal kept = journal;
        return kept == null ? Optional.empty() : kept.damage();
    }

    /// A run begins. What cannot be resumed is not begun: a journal that was to be there must be.
    ///
    /// @throws FaultException `GuardTripped` when there is no journal though there should be one;
    ///     what it raises
    RunLog begin(Plan plan, RunOptions options) throws FaultException {
        String without = unwritten;
        if (journal == null && without != null) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            cluster,
                            "A run could not be resumed or told of: " + without,
                            "Mend the journal first."));
        }
        Journal kept = journal;
        List<String> nodes = Conductor.targets(plan).stream().map(Plan.Target::node).toList();
        RunHead head =
                new RunHead(
                        Runs.newId(),
                        Instant.EPOCH,
                        kept == null ? "" : kept.author().who(),
                        cluster,
                        options.course(),
                        plan.reference(),
                        nodes,
                        "",
                        options.text(),
                        "");
        return RunLog.begun(Optional.ofNullable(kept).map(Journal::runs), head, this::subject);
    }

    /// The runs of this cluster that are not over, the oldest first.
    List<RunRecord> openRuns() throws FaultException {
        Journal kept = journal;
        return kept == null ? List.of() : kept.runs().open(cluster);
    }

    /// Closes a run that has left nothing in the middle of something.
    void supersede(RunRecord run) throws FaultException {
        Journal kept = journal;
        if (kept != null) {
            Turn over = new Turn(Turn.Kind.CLOSE, "another run came after it");
            kept.runs().turned(run.head(), over);
        }
    }

    private Journal.Subject subject(String node) {
        return new Journal.Subject(cluster, node, addresses.getOrDefault(node, ""));
    }

    private interface Writing {
        void into(Journal journal) throws FaultException;
    }

    private void write(Writing writing) {
        Journal kept = journal;
        if (kept == null) {
            return;
        }
        try {
            writing.into(kept);
        } catch (FaultException e) {
            unwritten = e.fault().message();
        }
    }

    @Override
    public void close() {
        Journal kept = journal;
        if (kept != null) {
            kept.close();
        }
    }
}
