package lockstep.run;

import lockstep.fault.Fault;
import lockstep.rsync.RelayEvents;
import lockstep.state.Step;

/// What a run tells while it runs. Called on the run's threads; see [RelayEvents] for the manner.
public interface RunEvents {
    /// A step of a node began.
    default void begun(String node, Step step) {}

    /// A step ended well; `note` says what it found, in words.
    default void done(String node, Step step, String note) {}

    /// A step was left out, and why.
    default void skipped(String node, Step step, String why) {}

    /// A step failed: the node stays out of the pool and is not identical.
    default void failed(String node, Step step, Fault fault) {}

    /// Sessions still running on a node that is being drained.
    default void sessions(String node, int count) {}

    /// How many entries the step that runs on a node has read so far.
    default void read(String node, long entries) {}

    /// How many entries a rollback has put back on a node or removed from it so far.
    default void restored(String node, long entries) {}

    /// Something that a person should know happened to a node, and the run goes on.
    default void warned(String node, String text) {}

    /// Where the relay to that node reports.
    RelayEvents relay(String node);
}
