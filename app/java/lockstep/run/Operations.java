package lockstep.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.journal.Absence;
import lockstep.journal.Entry;
import lockstep.journal.NodeResult;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.lock.Holder;
import lockstep.plan.Plan;
import lockstep.pool.Leave;
import lockstep.pool.Manner;
import lockstep.pool.Member;
import lockstep.preflight.Findings;
import lockstep.state.NodeState;
import lockstep.state.RunState;
import lockstep.tree.TreePath;

/// The use cases on one opened cluster: what the window and the command line both call.
///
/// Every method blocks and is called on a virtual thread; all may be called at once, but only one
/// sync runs at a time. Every wait inside has a limit.
public interface Operations extends AutoCloseable {
    Cluster cluster();

    /// The cluster file that says [#cluster]; empty for one that is in no file.
    default Optional<Path> file() {
        return Optional.empty();
    }

    /// Connects to a node and looks around.
    ///
    /// @throws FaultException whatever keeps the node from being used
    NodeFacts connect(String node) throws FaultException;

    /// Lists every node at once and merges the lists. A node that fails is in
    /// [Comparison#failures] and unknown in the drift; only `Cancelled` is thrown. What it comes to
    /// is written down, where there is a journal.
    Comparison compare(Criterion criterion, ScanEvents events, Cancel cancel) throws FaultException;

    /// What a sync would do to make `targets` like the reference of the comparison.
    Plan plan(Comparison comparison, List<String> targets) throws FaultException;

    /// Whether a plan could be carried out, as far as can be known before. Changes nothing.
    ///
    /// @throws FaultException `Cancelled`
    Findings preflight(Plan plan, RunOptions options, Cancel cancel) throws FaultException;

    /// Whether any run could be carried out on all nodes. Changes nothing.
    ///
    /// @throws FaultException `Cancelled`
    Findings preflight(Cancel cancel) throws FaultException;

    /// Who has locked which node.
    Locked locks();

    /// Before a new run: that no other one is unfinished, or goes on.
    ///
    /// @throws FaultException `GuardTripped`, saying which and what to do
    void requireNothingLeft() throws FaultException;

    /// Carries out the chosen rows of an approved plan, batch by batch. A run that halted before,
    /// with no node in the middle of something, is closed by it.
    ///
    /// @throws FaultException a guard that tripped before anything was done, or `Cancelled`; what
    ///     went wrong on a node is in the report
    RunReport sync(Plan plan, RunOptions options, RunEvents events, RunControl control)
            throws FaultException;

    /// The last runs of this cluster, the oldest first; none without a journal.
    ///
    /// @throws FaultException `GuardTripped` when the journal cannot be read
    List<RunRecord> runs(int most) throws FaultException;

    /// A run of this cluster; empty when the journal has none of that name.
    ///
    /// @throws FaultException as [#runs]
    Optional<RunRecord> run(String id) throws FaultException;

    /// What was written of a run, the oldest first; none without a journal.
    ///
    /// @throws FaultException as [#runs]
    List<Entry> journalled(String run, int most) throws FaultException;

    /// What runs did to a path, the last first; none without a journal.
    ///
    /// @throws FaultException as [#runs]
    List<Entry> journalled(TreePath path, int most) throws FaultException;

    /// Takes the locks of somebody else away, on every node where he holds one; each is written
    /// down before. Whoever it was finds it gone with the next sign of life.
    ///
    /// @param holder `user@host`, as the lock tells
    /// @return the nodes whose lock is free now
    /// @throws FaultException `GuardTripped` when he holds none, or for a run that goes on in a
    ///     program on this machine; what a node raises
    List<String> breakLocks(String holder) throws FaultException;

    /// A person knows that the console on another machine is gone that worked on a run; from now on
    /// the run waits.
    ///
    /// @param who worked on it last, as `user@host`, typed
    /// @throws FaultException `GuardTripped` when that was somebody else, or it does not go on
    ///     there
    void declareGone(String run, String who) throws FaultException;

    /// Takes up a run that nobody works on.
    ///
    /// @param run its name
    /// @throws FaultException `GuardTripped` when there is none, it is over, or somebody works on
    ///     it; when it is to be left, also one of a node that cannot be looked at, which can then
    ///     be among [Resumption.Leave#unseen]; else as [#sync]
    RunReport resume(String run, Resumption how, RunEvents events, RunControl control)
            throws FaultException;

    /// What can be done with snapshots of its nodes.
    SnapshotOperations snapshots();

    /// What happened to it.
    HistoryOperations history();

    /// Hearing from its nodes that they change.
    WatchOperations watches();

    /// Members of every balancer, with the balancers that did not answer.
    Pools pools();

    /// How a node can leave its pools, and what each way means.
    ///
    /// @throws FaultException of the first balancer that does not answer
    Manner manner(String node) throws FaultException;

    /// Takes a node out of every pool that it is in; see [lockstep.pool.Pools#takeOut].
    Pools takeOut(String node, Leave leave) throws FaultException;

    /// Puts a node back into every pool that it is in.
    ///
    /// @throws FaultException `GuardTripped` also when a run works on it, or has changed it and not
    ///     proven it, be it a run of this journal or of which the node tells; or when that cannot
    ///     be seen there
    Pools putBack(String node) throws FaultException;

    /// The run that has changed a node and left it neither proven nor as before; empty when none
    /// has.
    ///
    /// @throws FaultException as [#runs]
    Optional<RunRecord> unproven(String node) throws FaultException;

    /// The same for a node that a run has changed and not proven, or of which that is not known;
    /// written down as a choice.
    ///
    /// @param said what was typed, or why
    Pools putBackUnproven(String node, String said) throws FaultException;

    /// Ends the sessions that are left on a node that is out; their users see an error.
    Pools endSessions(String node) throws FaultException;

    /// Waits until no session is left on a node that was taken out. A drain that a reload has
    /// erased is set again. Does at the limit what was chosen for that.
    ///
    /// @param each gets the members of every look, on the calling thread
    /// @return what was found, in words
    /// @throws FaultException `GuardTripped` when somebody still uses it at the end; `Cancelled`;
    ///     the last fault of a balancer that does not answer
    String awaitZero(String node, Patience patience, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException;

    /// Waits until every member of a node that was put back is up.
    ///
    /// @throws FaultException as [#awaitZero]
    String awaitUp(String node, Duration limit, Consumer<List<Member>> each, Cancel cancel)
            throws FaultException;

    /// The last entries of this cluster's journal, the oldest first, but for scans; none without a
    /// journal.
    ///
    /// @throws FaultException `GuardTripped` when it cannot be read
    List<Entry> journalled(int most) throws FaultException;

    /// What is wrong with the journal, in words; empty when all of it is as it was written.
    ///
    /// @throws FaultException as [#journalled]
    Optional<String> journalDamage() throws FaultException;

    /// What customers behind the balancer see meanwhile, where somebody counts that.
    default Optional<Traffic> traffic() {
        return Optional.empty();
    }

    /// The first `limit` bytes of a file on a node, for looking at.
    byte[] read(String node, TreePath path, int limit) throws FaultException;

    @Override
    void close();

    /// Who has locked which node, by their names.
    ///
    /// @param holders of those that are locked
    /// @param failures of those where that could not be seen
    record Locked(Map<String, Holder> holders, Map<String, Fault> failures) {}

    /// How files are compared: by size, time and attributes, or by content as well.
    enum Criterion {
        METADATA,
        CONTENT
    }

    /// Requests through the balancer so far.
    ///
    /// @param failed were not answered, or not with what the page holds
    record Traffic(long sent, long failed) {}

    /// How long sessions may take to end, and what then becomes of those that are left.
    record Patience(Duration limit, AtLimit then) {}

    /// What becomes of sessions that are left.
    enum AtLimit {
        /// They stay, and the wait fails.
        STAY,
        /// The node goes into maintenance: bound clients are sent elsewhere.
        MAINTENANCE,
        /// They are cut.
        END_SESSIONS
    }

    /// Breaks something on a node behind everybody's back: what a demonstration is for.
    @FunctionalInterface
    interface Mischief {
        /// Some of its files are not as they were then, and no customer notices.
        void on(String node);
    }

    /// Empty for everything but a demonstration.
    default Optional<Mischief> mischief() {
        return Optional.empty();
    }

    /// What is known of a connected node.
    ///
    /// @param rsync version text, `3.5.0 protocol 32`
    /// @param freeBytes on the file system of the root
    record NodeFacts(
            String node, String rsync, long freeBytes, long totalBytes, Duration connectTime) {}

    /// @param drift the merged tree; nodes that failed are unknown in it
    record Comparison(
            Criterion criterion,
            Instant at,
            Duration took,
            DriftTree drift,
            Map<String, Fault> failures) {
        /// The same result, held against something else. May take a second where nodes are large.
        public Comparison against(Baseline baseline) {
            return drift.baseline().equals(baseline)
                    ? this
                    : new Comparison(criterion, at, took, drift.withBaseline(baseline), failures);
        }
    }

    /// Scan progress; called on scan threads, at most 20 times a second a node.
    interface ScanEvents {
        void progress(String node, long entries, long bytes);

        void finished(String node);

        /// The scan is as good as any, but the operator should know this; safe to show.
        default void warned(String warning) {}
    }

    /// @param members by node name, in the order of the cluster file
    /// @param failures by balancer name
    /// @param warnings such as a reload that erased a drain
    /// @param outs the nodes that are out, in the order of the cluster file
    /// @param returned nodes that were taken out from here and are in again, though nobody put them
    ///     back from here; the warnings tell of them too
    record Pools(
            Map<String, List<Member>> members,
            Map<String, Fault> failures,
            List<String> warnings,
            List<Out> outs,
            List<Absence> returned) {}

    /// @param state where it stands in the run
    /// @param identical whether all of it is proven to be like the reference
    /// @param fault why it did not get to its end; absent where it did
    /// @param remarks what the operator should know; each once, also where several steps told it
    record NodeReport(
            String node,
            NodeState state,
            boolean identical,
            Optional<Fault> fault,
            long literalBytes,
            long matchedBytes,
            long wireBytes,
            long files,
            Duration outOfPool,
            Health health,
            List<String> remarks) {
        public NodeReport {
            remarks = remarks.stream().distinct().toList();
        }

        /// The same as the journal keeps it.
        NodeResult result() {
            return new NodeResult(
                    identical,
                    literalBytes,
                    matchedBytes,
                    wireBytes,
                    files,
                    outOfPool,
                    health.asked(),
                    health.failing(),
                    fault.map(Fault::message).orElse(""),
                    remarks);
        }
    }

    /// What the health checks of a run saw.
    ///
    /// @param asked how often it was asked
    /// @param failing how many of these had no good answer
    record Health(long asked, long failing) {
        /// Of a node that nobody has asked.
        public static final Health UNASKED = new Health(0, 0);
    }

    /// @param run what it is called in the journal
    /// @param state whether it is over, or waits for a person
    /// @param nodes in the order they were worked on
    /// @param took from the first connection to the last verification
    record RunReport(String run, RunState state, List<NodeReport> nodes, Duration took) {}
}
