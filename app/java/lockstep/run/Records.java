package lockstep.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.journal.Absence;
import lockstep.journal.Author;
import lockstep.journal.Entry;
import lockstep.journal.Journal;
import lockstep.journal.RunHead;
import lockstep.journal.RunRecord;
import lockstep.journal.Runs;
import lockstep.journal.Shelf;
import lockstep.journal.State;
import lockstep.plan.Plan;
import lockstep.plan.PlanHeader;
import lockstep.plan.SavedPlan;
import lockstep.pool.Exchange;
import lockstep.pool.Leave;
import lockstep.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// What the journal keeps of one cluster. Work goes on without it; what cannot be written or read
/// is told as trouble. Safe for use by many threads.
final class Records implements AutoCloseable {
    private final Cluster cluster;
    private final Map<String, String> addresses = new TreeMap<>();
    private final ConcurrentLinkedQueue<Exchange> orders = new ConcurrentLinkedQueue<>();
    private @Nullable Journal journal;
    private volatile @Nullable String unread;
    private volatile @Nullable String unwritten;

    Records(Cluster cluster) {
        this.cluster = cluster;
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

    /// Where all of it is kept; empty where nothing is.
    Optional<Journal> journal() {
        return Optional.ofNullable(journal);
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
            Map<String, Absence> known = kept.absences(cluster.name(), addresses);
            unread = null;
            return Optional.of(known);
        } catch (FaultException e) {
            unread = e.fault().message();
            return Optional.empty();
        }
    }

    /// Whether that run told a node last to leave its pools or to come back, as far as is known.
    boolean wasToldBy(String run, String node) {
        Journal kept = journal;
        if (kept == null || run.isEmpty()) {
            return false;
        }
        try {
            return kept.lastToldBy(subject(node)).equals(Optional.of(run));
        } catch (FaultException e) {
            unread = e.fault().message();
            return false;
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

    /// As [#out], before a run orders it: a node that is out without a word of why would be
    /// somebody's to put back, as far as the next console knows.
    ///
    /// @throws FaultException when it cannot be written
    void outFor(String run, String node, Leave leave) throws FaultException {
        Journal kept = journal;
        if (kept != null) {
            kept.takenOut(subject(node), leave, run);
        }
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
            write(j -> j.said(cluster.name(), said, run));
        }
    }

    /// @throws FaultException as [Journal#last]
    List<Entry> last(int most) throws FaultException {
        Journal kept = journal;
        return kept == null ? List.of() : kept.last(cluster.name(), most);
    }

    /// @throws FaultException as [Journal#damage]
    Optional<String> damage() throws FaultException {
        Journal kept = journal;
        return kept == null ? Optional.empty() : kept.damage();
    }

    /// A name for a run that is to begin.
    String newRun() {
        return Runs.newId();
    }

    /// `user@host` who runs this program.
    String who() {
        Journal kept = journal;
        return kept == null ? Author.of(System.getenv()).who() : kept.author().who();
    }

    /// A run begins. What cannot be resumed is not begun: a journal that was to be there must be.
    ///
    /// @throws FaultException `GuardTripped` when there is no journal though there should be one;
    ///     what it raises
    RunLog begin(String run, Plan plan, RunOptions options) throws FaultException {
        Plan done = plan.with(Conductor.targets(plan));
        return begin(run, done, PlanHeader.of(cluster, done), options);
    }

    /// A rollback begins.
    ///
    /// @throws FaultException as [#begin(String, Plan, RunOptions)]
    RunLog begin(String run, Rollback rollback, RunOptions options) throws FaultException {
        Plan plan = rollback.plan(cluster.reference());
        return begin(run, plan, PlanHeader.of(cluster, plan).from(rollback.sources()), options);
    }

    private RunLog begin(String run, Plan plan, PlanHeader header, RunOptions options)
            throws FaultException {
        String without = unwritten;
        if (journal == null && without != null) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            cluster.name(),
                            "A run could not be resumed or told of: " + without,
                            "Mend the journal first."));
        }
        Journal kept = journal;
        RunHead head =
                new RunHead(
                        run,
                        Instant.EPOCH,
                        who(),
                        cluster.name(),
                        options.course(),
                        header.isRollback() ? "" : plan.reference(),
                        header.targetNames(),
                        kept == null ? "" : saved(kept, run, header, plan),
                        options.text(),
                        options.why());
        return RunLog.begun(Optional.ofNullable(kept).map(Journal::runs), head, this::subject);
    }

    private String saved(Journal kept, String run, PlanHeader header, Plan plan)
            throws FaultException {
        try {
            Files.createDirectories(kept.store());
        } catch (IOException e) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            cluster.name(),
                            "The plan could not be kept: " + Visible.text(e.toString(), 300) + ".",
                            "Check the rights and the free space beside the journal."),
                    e);
        }
        return SavedPlan.write(file(kept, run), header, plan);
    }

    private static Path file(Journal kept, String run) {
        return kept.store().resolve(run + ".plan");
    }

    /// The plan that a run was to carry out.
    ///
    /// @throws FaultException `FileInvalid` when it is not there or not what the run began with
    SavedPlan plan(RunHead head) throws FaultException {
        Path file = file(Objects.requireNonNull(journal), head.id());
        SavedPlan plan = SavedPlan.open(file);
        if (!plan.digest().equals(head.plan())) {
            throw new FaultException(
                    new Fault.FileInvalid(
                            plan.name(), 0, 0, "it is not the plan that the run began with"));
        }
        return plan;
    }

    /// The snapshots that a run rolls nodes back to, by their names; none of a sync.
    ///
    /// @throws FaultException as [#plan]
    Map<String, PlanHeader.Source> sourcesOf(RunRecord run) throws FaultException {
        return run.head().course().isRollback() && journal != null
                ? plan(run.head()).header().sources()
                : Map.of();
    }

    /// Takes up a run that waits; of two programs that try at once, one does.
    ///
    /// @return empty when it does not wait any more
    Optional<RunLog> takeUp(RunRecord run) throws FaultException {
        Runs runs = Objects.requireNonNull(journal).runs();
        return run.waits() && runs.takeUp(run.head())
                ? Optional.of(RunLog.resumed(runs, run.head(), this::subject, run.story()))
                : Optional.empty();
    }

    /// This program does not work on a run any more.
    void letGo(String run) throws FaultException {
        Journal kept = journal;
        if (kept != null) {
            kept.runs().letGo(run);
        }
    }

    /// Where what is announced is known; empty without a journal.
    Optional<Runs> announced() {
        return Optional.ofNullable(journal).map(Journal::runs);
    }

    /// Whether a program still has to do with a run, though it may be over.
    boolean isHeld(String run) {
        Journal kept = journal;
        return kept != null && kept.runs().isHeld(run);
    }

    /// Somebody knows that the program that worked on a run on another machine is gone.
    ///
    /// @return whether it waits now
    boolean gone(RunRecord run, String who) throws FaultException {
        Journal kept = journal;
        return kept != null && kept.runs().gone(run.head(), who);
    }

    /// The last runs of this cluster, the oldest first.
    List<RunRecord> runs(int most) throws FaultException {
        Journal kept = journal;
        return kept == null ? List.of() : kept.runs().last(cluster.name(), most);
    }

    /// A run of this cluster; empty when there is none of that name.
    Optional<RunRecord> run(String id) throws FaultException {
        Journal kept = journal;
        return kept == null
                ? Optional.empty()
                : kept.runs().find(id).filter(run -> run.head().cluster().equals(cluster.name()));
    }

    /// The run that has changed a node and left it unproven; empty when none has.
    Optional<RunRecord> unproven(String node) throws FaultException {
        Journal kept = journal;
        return kept == null ? Optional.empty() : kept.runs().unproven(cluster.name(), node);
    }

    /// Somebody puts a node back that a run has left unproven, be it one of this journal or not.
    void overridden(String node, String said) throws FaultException {
        String what = "put back though not proven";
        Optional<RunRecord> run = unproven(node);
        Journal kept = journal;
        if (kept != null && run.isPresent()) {
            kept.runs().chose(run.get().head(), subject(node), what, said);
        } else if (kept != null) {
            kept.chose(subject(node), what, said);
        }
    }

    /// The runs of this cluster that are not over, the oldest first.
    List<RunRecord> openRuns() throws FaultException {
        Journal kept = journal;
        return kept == null ? List.of() : kept.runs().open(cluster.name());
    }

    /// Closes a run that waits, and has left nothing in the middle of something.
    ///
    /// @return whether it did; not when somebody has taken it up meanwhile
    boolean supersede(RunRecord run) throws FaultException {
        Journal kept = journal;
        return kept == null || kept.runs().close(run.head(), "another run came after it");
    }

    /// What was written of a run, the oldest first.
    List<Entry> story(String run, int most) throws FaultException {
        Journal kept = journal;
        return kept == null ? List.of() : kept.runs().entries(run, most);
    }

    /// @throws FaultException as [Runs#ofFile]
    List<Entry> ofFile(TreePath path, int most) throws FaultException {
        Journal kept = journal;
        return kept == null ? List.of() : kept.runs().ofFile(cluster.name(), path.visible(), most);
    }

    /// Somebody breaks a lock on a node.
    ///
    /// @throws FaultException when that cannot be written: then it is not to be done
    void brokeLock(String node, String holder) throws FaultException {
        Journal kept = journal;
        if (kept != null) {
            kept.chose(subject(node), "broke a lock", holder);
        }
    }

    /// What is known of snapshots; empty without a journal.
    Optional<Shelf> shelf() {
        return Optional.ofNullable(journal).map(Journal::shelf);
    }

    /// The run that proved a node of this cluster to be in that state; empty when none did.
    Optional<String> prover(State state) throws FaultException {
        Optional<Shelf> known = shelf();
        return known.isEmpty() ? Optional.empty() : known.get().prover(cluster.name(), state);
    }

    Journal.Subject subject(String node) {
        return new Journal.Subject(cluster.name(), node, addresses.getOrDefault(node, ""));
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
