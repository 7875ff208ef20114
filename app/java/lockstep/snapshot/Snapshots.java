package lockstep.snapshot;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.link.Cancel;
import lockstep.rsync.Endpoint;
import lockstep.rsync.Rsync;
import lockstep.statedir.NodeScript;
import lockstep.statedir.StateDirectory;
import lockstep.statedir.StateDirectory.End;

/// The snapshots of one node's tree. Each is a whole tree of its own, in which files that did not
/// change are hard links to the snapshot before; none shares anything with the live tree. What the
/// cluster's rules leave out is in no snapshot, and no restoring touches it.
///
/// Every method raises what [StateDirectory#run] does. A cancel, a lost line or a killed console
/// ends the node's rsync. One caller at a time may make or restore on a node: that is what locks
/// are for. As a user other than root, rsync keeps owners only as far as that user may set them.
public final class Snapshots {
    private static final int MOST_LISTED = 10_000;
    private static final int MOST_TOLD = 50;

    private final StateDirectory place;
    private final List<String> rules;

    /// @param rules the cluster's; see [lockstep.fleet.Cluster#rules]
    public Snapshots(Endpoint endpoint, List<String> rules) {
        this.place = new StateDirectory(endpoint);
        this.rules = List.copyOf(rules);
    }

    /// Those that are whole, the newest first.
    ///
    /// @throws FaultException `LimitReached` for more than anybody makes
    public List<Snapshot> list() throws FaultException {
        List<Snapshot> found = new ArrayList<>();
        place.run(
                SnapshotScript.LIST,
                List.of(""),
                line -> {
                    if (line.length > 1 && line[0] == ':' && found.size() <= MOST_LISTED) {
                        String name = new String(line, 1, line.length - 1, StandardCharsets.UTF_8);
                        Snapshot.named(name).ifPresent(found::add);
                    }
                },
                new Cancel());
        if (found.size() > MOST_LISTED) {
            throw new FaultException(
                    new Fault.LimitReached(
                            place.node(),
                            "It holds more than " + MOST_LISTED + " snapshots.",
                            "Remove some from .lockstep beside its root."));
        }
        found.sort(Comparator.comparing(Snapshot::at).reversed().thenComparing(Snapshot::run));
        return List.copyOf(found);
    }

    /// What a snapshot would need and what there is for it. Makes the state directory.
    ///
    /// @throws FaultException `ProgramFailed`, `ProgramMissing` of rsync or df
    public Space space(Cancel cancel) throws FaultException {
        SpaceReading reading = new SpaceReading();
        End end = place.run(SnapshotScript.SPACE, options(""), reading::add, cancel);
        if (!end.word().equals("looked")) {
            throw new FaultException(failed(end));
        }
        return reading.space()
                .orElseThrow(
                        () ->
                                new FaultException(
                                        new Fault.ProgramFailed(
                                                place.node(), "df", 0, end.errors())));
    }

    /// Makes a snapshot of the tree as it is, by content, or gives the one that the run has
    /// already. A file that a program writes meanwhile is taken as rsync finds it. After a failure
    /// there is no new snapshot; what was copied is used by the next one that is made.
    ///
    /// @param run see [Snapshot]
    /// @throws FaultException `DiskFull`, mostly before anything is written; `GuardTripped` when
    ///     something is mounted in the tree; `ProgramFailed` when rsync did not get everything,
    ///     `ProgramMissing`
    public Snapshot make(String run, Instant now, Cancel cancel) throws FaultException {
        Snapshot snapshot = new Snapshot(now, run);
        Optional<Snapshot> made = list().stream().filter(s -> s.run().equals(run)).findFirst();
        if (made.isPresent()) {
            return made.get();
        }
        Optional<String> lack = space(cancel).lack();
        if (lack.isPresent()) {
            throw new FaultException(new Fault.DiskFull(place.node(), lack.get()));
        }
        End end = place.run(SnapshotScript.MAKE, options(snapshot.name()), _ -> {}, cancel);
        if (!end.word().equals("made")) {
            throw new FaultException(failed(end));
        }
        return snapshot;
    }

    /// Makes the tree equal to a snapshot: content by digest, attributes, times, and what has come
    /// since is deleted. A directory that has come since and holds what the rules leave out stays,
    /// with that alone. After a failure every file is whole, old or new; calling again finishes.
    ///
    /// @return what was mended
    /// @throws FaultException `GuardTripped` when there is no such snapshot, or it was made with
    ///     other rules, by an rsync that could keep more, or before something was mounted over what
    ///     it holds; `Partial`, `DiskFull`, `ProgramFailed`, `ProgramMissing`
    public Differences restore(Snapshot snapshot, Cancel cancel) throws FaultException {
        return toLive(SnapshotScript.RESTORE, snapshot, cancel);
    }

    /// In what the tree is not as a snapshot, by content and attributes: what [#restore] would do.
    ///
    /// @throws FaultException as [#restore]
    public Differences differences(Snapshot snapshot, Cancel cancel) throws FaultException {
        return toLive(SnapshotScript.DIFFERENCES, snapshot, cancel);
    }

    private Differences toLive(NodeScript script, Snapshot snapshot, Cancel cancel)
            throws FaultException {
        List<Difference> first = new ArrayList<>();
        long[] count = new long[1];
        End end =
                place.run(
                        script,
                        options(snapshot.name()),
                        line ->
                                Difference.read(line)
                                        .ifPresent(
                                                difference -> {
                                                    count[0]++;
                                                    if (first.size() < MOST_TOLD) {
                                                        first.add(difference);
                                                    }
                                                }),
                        cancel);
        if (end.word().equals(End.NONE)) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            place.node(),
                            "There is no snapshot " + snapshot.name() + ".",
                            "Choose another; nothing was changed."));
        }
        if (end.word().equals("rsync") && end.rest().matches("2[34]")) {
            int status = Integer.parseInt(end.rest());
            throw new FaultException(
                    end.full()
                            ? new Fault.DiskFull(place.node(), end.errors())
                            : new Fault.Partial(place.node(), status, end.errors()));
        }
        if (!end.word().equals("rsync") || !end.rest().equals("0")) {
            throw new FaultException(failed(end));
        }
        return new Differences(first, count[0]);
    }

    private List<String> options(String name) {
        List<String> options = new ArrayList<>(List.of(name));
        Rsync.OWN_RULES.forEach(rule -> options.add("--filter=" + rule));
        rules.forEach(rule -> options.add("--filter=" + rule));
        return options;
    }

    private Fault failed(End end) {
        String named = Visible.text(end.rest(), 200);
        switch (end.word()) {
            case "mounted" -> {
                return guard(
                        "A file system is mounted at "
                                + named
                                + ", or a subvolume begins there; it is in no snapshot.",
                        "Leave it out by a rule, or go on without a snapshot.");
            }
            case "ruled" -> {
                return guard(
                        "It was kept under other rules, and what those left out would be deleted.",
                        "Take the cluster file of then. Nothing was changed.");
            }
            case "unable" -> {
                return guard(
                        "Its rsync has no " + named + " any more, with which it was kept.",
                        "Install the rsync of then. Nothing was changed.");
            }
            default -> {}
        }
        return place.failed(end);
    }

    private Fault guard(String what, String remedy) {
        return new Fault.GuardTripped(place.node(), what, remedy);
    }
}
