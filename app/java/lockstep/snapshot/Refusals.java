package lockstep.snapshot;

import lockstep.fault.Fault;
import lockstep.fault.Visible;
import lockstep.statedir.StateDirectory;
import lockstep.statedir.StateDirectory.End;

/// What it means that a node's script for snapshots did not come to its good end.
final class Refusals {
    private final StateDirectory place;

    Refusals(StateDirectory place) {
        this.place = place;
    }

    Fault none(Snapshot snapshot) {
        return guard(
                "There is no snapshot " + snapshot.name() + ".",
                "Choose another; nothing was changed.");
    }

    Fault noManifest(Snapshot snapshot) {
        return guard(
                "There is no manifest with its snapshot " + snapshot.name() + ".",
                "An older version made it, or somebody took it away: what is in it cannot be"
                        + " proved. Choose another.");
    }

    /// As [#failed], for a script that made the tree alike and whose rsync may have done a part.
    Fault partly(End end) {
        if (end.word().equals("rsync") && end.rest().matches("2[34]")) {
            int status = Integer.parseInt(end.rest());
            return end.full()
                    ? new Fault.DiskFull(place.node(), end.errors())
                    : new Fault.Partial(place.node(), status, end.errors());
        }
        return failed(end);
    }

    Fault failed(End end) {
        String named = Visible.text(end.rest(), 200);
        return switch (end.word()) {
            case "mounted" ->
                    guard(
                            "A file system is mounted at "
                                    + named
                                    + ", or a subvolume begins there; it is in no snapshot.",
                            "Leave it out by a rule, or go on without a snapshot.");
            case "ruled" ->
                    guard(
                            "It was kept under other rules, and what those left out would be"
                                    + " deleted.",
                            "Take the cluster file of then. Nothing was changed.");
            case "unable" ->
                    guard(
                            "Its rsync has no " + named + " any more, with which it was kept.",
                            "Install the rsync of then. Nothing was changed.");
            case "unkept" ->
                    guard(
                            "What it held before is not kept any more, and would be lost.",
                            "Nothing was changed. Roll back again.");
            case "cut" ->
                    new Fault.LinkLost(place.node(), "not all that was sent to it arrived there");
            default -> place.failed(end);
        };
    }

    private Fault guard(String what, String remedy) {
        return new Fault.GuardTripped(place.node(), what, remedy);
    }
}
