package lockstep.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.preflight.Findings;
import lockstep.run.Operations.RunReport;
import lockstep.snapshot.About;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Space;

/// The use cases around snapshots on one opened cluster: what the window and the command line both
/// call.
///
/// Every method blocks and is called on a virtual thread; all may be called at once. Nodes are
/// asked side by side; what fails on one is told for that one, and only `Cancelled` and what
/// concerns all of them is thrown. What changes a node takes its lock, and is refused while a run
/// works there.
public interface SnapshotOperations {
    /// The whole snapshots of every node.
    Shelves shelves(Cancel cancel) throws FaultException;

    /// What a snapshot of these nodes would take now, and what there is for it.
    Forecasts forecast(List<String> nodes, Cancel cancel) throws FaultException;

    /// Makes a snapshot of each of these nodes, all under one name of a run, with its manifest. It
    /// is good where a run has proven the node's state, or all nodes of the cluster are in it and
    /// in the same one.
    ///
    /// @param why in the operator's words; may be empty
    Made make(
            List<String> nodes,
            About.Reason reason,
            String why,
            SnapshotEvents events,
            Cancel cancel)
            throws FaultException;

    /// Holds each node's tree against what a snapshot of it holds, by content and by the manifest:
    /// what rolling back would change. Changes nothing.
    ///
    /// @param to the snapshot by the node's name
    /// @throws FaultException what keeps one of the nodes from being looked at; `GuardTripped` for
    ///     a snapshot without a manifest
    Rollback preview(Map<String, Snapshot> to, SnapshotEvents events, Cancel cancel)
            throws FaultException;

    /// Whether a snapshot of a node still is what its manifest says, and that what was written
    /// down of it when it was made. Reads all of it.
    ///
    /// @throws FaultException what keeps it from being read
    Soundness check(String node, Snapshot snapshot, SnapshotEvents events, Cancel cancel)
            throws FaultException;

    /// What removing these of a node would free.
    Freed freed(String node, List<Snapshot> going, Cancel cancel) throws FaultException;

    /// What the rules of the cluster file would remove of every node, and what they keep. Changes
    /// nothing.
    Pruning pruning(Instant now, Cancel cancel) throws FaultException;

    /// Removes snapshots of nodes; each is written down. One that a run needs which waits for a
    /// person, and a pinned one, are refused before anything is removed.
    ///
    /// @return what could not be removed, by the node's name
    Map<String, Fault> remove(
            Map<String, List<Snapshot>> going, SnapshotEvents events, Cancel cancel)
            throws FaultException;

    /// Pins a snapshot, so that no rule removes it.
    ///
    /// @param why in the operator's words; not empty
    void pin(String node, Snapshot snapshot, String why, Cancel cancel) throws FaultException;

    /// Takes a pin away.
    void unpin(String node, Snapshot snapshot, Cancel cancel) throws FaultException;

    /// Whether a rollback could be carried out, as far as can be known before. Changes nothing.
    Findings preflight(Rollback rollback, RunOptions options, Cancel cancel) throws FaultException;

    /// The names of the snapshots that a run goes back to with whole trees, by node; none for any
    /// other run, and where only a part was chosen.
    ///
    /// @param run its name
    Map<String, String> goal(String run) throws FaultException;

    /// Rolls nodes back, batch by batch, as a run like any other: what they hold now is kept first,
    /// what is put back is compared by content, and the end is held against the manifest. A
    /// snapshot that is damaged is never written back. Interrupted, it is finished by
    /// [Operations#resume], or by calling this again.
    ///
    /// @param approved with its targets in the order they are to be worked on; rows that are not
    ///     chosen stay as they are
    /// @param options made by [RunOptions#back]
    /// @throws FaultException as [Operations#sync]
    RunReport rollback(Rollback approved, RunOptions options, RunEvents events, RunControl control)
            throws FaultException;

    /// @param nodes the whole snapshots, the newest first, by the node's name in the order of the
    ///     cluster file
    /// @param failures of nodes where they could not be seen
    record Shelves(Map<String, List<Kept>> nodes, Map<String, Fault> failures) {}

    /// @param nodes by name in the order of the cluster file
    /// @param failures of nodes where they could not be seen
    record Pruning(Map<String, Shelf> nodes, Map<String, Fault> failures) {
        /// What becomes of the snapshots of a node.
        ///
        /// @param all the newest first
        /// @param freed by removing those that go
        public record Shelf(List<Fate> all, Freed freed) {
            /// Those that go.
            public List<Snapshot> going() {
                return all.stream().filter(Fate::goes).map(fate -> fate.kept().snapshot()).toList();
            }
        }

        /// @param why it stays or goes, in words
        public record Fate(Kept kept, boolean goes, String why) {}
    }

    /// @param nodes by name in the order of the cluster file
    /// @param failures likewise
    record Forecasts(Map<String, Space> nodes, Map<String, Fault> failures) {}

    /// @param run what the snapshots are called after their time
    /// @param nodes what was made, by the node's name
    /// @param failures of nodes that have none
    record Made(String run, Map<String, Kept> nodes, Map<String, Fault> failures) {}

    /// Whether a snapshot is what it was.
    ///
    /// @param damage what is not as the manifest says, in words, at most some dozens; empty for a
    ///     sound one
    /// @param count how many entries are damaged
    /// @param entries how many were held against the manifest
    record Soundness(
            String node, Snapshot snapshot, List<String> damage, long count, long entries) {
        public boolean isSound() {
            return count == 0 && damage.isEmpty();
        }
    }

    /// Progress; called on the threads of the nodes, at most 20 times a second each.
    interface SnapshotEvents extends Operations.ScanEvents {
        /// A part of the work on a node begins.
        default void doing(String node, Doing what) {}

        @Override
        default void progress(String node, long entries, long bytes) {}

        @Override
        default void finished(String node) {}
    }

    /// The parts of the work.
    enum Doing {
        /// The node copies or clones its tree.
        COPYING,
        /// A snapshot is read, and its manifest written or held against it.
        PROVING,
        /// The live tree is read.
        READING,
        /// A snapshot is removed.
        REMOVING
    }
}
