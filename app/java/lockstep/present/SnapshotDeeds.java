package lockstep.present;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.link.Cancel;
import lockstep.run.Operations;
import lockstep.run.SnapshotOperations.Forecasts;
import lockstep.run.SnapshotOperations.Made;
import lockstep.run.SnapshotOperations.SnapshotEvents;
import lockstep.run.SnapshotOperations.Soundness;
import lockstep.snapshot.About;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Snapshot;

/// Making, checking, pinning and removing snapshots. Screen thread only; no method blocks.
public final class SnapshotDeeds {
    private final Operations operations;
    private final InstantSource clock;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;
    private final SnapshotsModel model;

    /// Written on the screen thread, read behind the stage too.
    private volatile Map<String, Set<Snapshot>> damaged = Map.of();

    SnapshotDeeds(
            Operations operations,
            InstantSource clock,
            Backstage backstage,
            Consumer<Throwable> trouble,
            SnapshotsModel model) {
        this.operations = operations;
        this.clock = clock;
        this.backstage = backstage;
        this.trouble = trouble;
        this.model = model;
    }

    /// Whether checking it has found damage. Any thread.
    boolean isDamaged(String node, Snapshot snapshot) {
        Set<Snapshot> known = damaged.get(node);
        return known != null && known.contains(snapshot);
    }

    /// What a snapshot of every node would take now.
    public void forecast(Consumer<Forecasts> shown, Consumer<Problem> failed) {
        Cancel mine = new Cancel();
        backstage.work(
                () -> operations.snapshots().forecast(model.nodeNames(), mine),
                shown,
                thrown -> failed.accept(Problem.of(thrown)));
    }

    /// Makes a snapshot of those nodes.
    public void make(List<String> nodes, String why) {
        model.work()
                .begin(
                        Strings.text("snap.making", RunWords.listed(nodes)),
                        (events, mine) ->
                                operations
                                        .snapshots()
                                        .make(nodes, About.Reason.HAND, why, events, mine),
                        this::made,
                        this::failed);
    }

    private void made(Made made) {
        report(made.failures());
        List<String> nodes = List.copyOf(made.nodes().keySet());
        model.work().tell(nodes.isEmpty() ? "" : Strings.text("snap.made", RunWords.listed(nodes)));
        model.reread();
    }

    /// It may have been done in part.
    private void failed(Throwable thrown) {
        trouble.accept(thrown);
        model.reread();
    }

    private void report(Map<String, Fault> failures) {
        failures.values().forEach(fault -> trouble.accept(new FaultException(fault)));
    }

    /// Holds snapshots against their manifests.
    public void check(SnapshotChoice choice) {
        model.work()
                .begin(
                        Strings.text("snap.checking", RunWords.listed(choice.nodes())),
                        (events, mine) -> check(choice, events, mine),
                        this::checked,
                        trouble);
    }

    /// What was read of the nodes, and what could not be.
    private record Checked(List<Soundness> all, List<Fault> failures) {}

    /// What is found on one node counts, whatever becomes of the next.
    private Checked check(SnapshotChoice choice, SnapshotEvents events, Cancel mine)
            throws FaultException {
        List<Soundness> all = new ArrayList<>();
        List<Fault> failures = new ArrayList<>();
        for (Map.Entry<String, Snapshot> each : choice.snapshots().entrySet()) {
            mine.check(each.getKey());
            try {
                all.add(operations.snapshots().check(each.getKey(), each.getValue(), events, mine));
            } catch (FaultException e) {
                failures.add(e.fault());
            }
        }
        return new Checked(all, failures);
    }

    private void checked(Checked checked) {
        checked.failures().stream()
                .filter(fault -> !(fault instanceof Fault.Cancelled))
                .forEach(fault -> trouble.accept(new FaultException(fault)));
        model.work().tell(SnapshotWords.soundness(checked.all(), clock.instant()));
        for (Soundness one : checked.all()) {
            if (!one.isSound()) {
                model.forget();
            }
            remember(one);
        }
        model.restate();
    }

    /// What a later check finds sound is so again.
    private void remember(Soundness one) {
        Set<Snapshot> known = new HashSet<>(damaged.getOrDefault(one.node(), Set.of()));
        if (one.isSound()) {
            known.remove(one.snapshot());
        } else {
            known.add(one.snapshot());
        }
        Map<String, Set<Snapshot>> now = new TreeMap<>(damaged);
        now.put(one.node(), Set.copyOf(known));
        damaged = Map.copyOf(now);
    }

    /// Pins snapshots.
    ///
    /// @param why not blank
    public void pin(SnapshotChoice choice, String why) {
        String said = why.strip();
        each(
                choice,
                "snap.pinning",
                (node, of, mine) -> operations.snapshots().pin(node, of, said, mine));
    }

    /// Takes the pins of snapshots away.
    public void unpin(SnapshotChoice choice) {
        each(
                choice,
                "snap.unpinning",
                (node, of, mine) -> operations.snapshots().unpin(node, of, mine));
    }

    private void each(SnapshotChoice choice, String doing, Deed deed) {
        model.work()
                .begin(
                        Strings.text(doing, RunWords.listed(choice.nodes())),
                        (_, mine) -> {
                            for (Map.Entry<String, Snapshot> one : choice.snapshots().entrySet()) {
                                deed.on(one.getKey(), one.getValue(), mine);
                            }
                            return choice;
                        },
                        _ -> model.reread(),
                        thrown -> {
                            trouble.accept(thrown);
                            model.reread();
                        });
    }

    /// What removing the chosen snapshots would free, by node.
    public void freed(SnapshotChoice choice, Consumer<Map<String, Freed>> shown) {
        Cancel mine = new Cancel();
        backstage.work(
                () -> {
                    Map<String, Freed> all = new LinkedHashMap<>();
                    for (Map.Entry<String, Snapshot> one : choice.snapshots().entrySet()) {
                        List<Snapshot> going = List.of(one.getValue());
                        all.put(
                                one.getKey(),
                                operations.snapshots().freed(one.getKey(), going, mine));
                    }
                    return all;
                },
                shown,
                trouble);
    }

    /// Removes snapshots.
    public void remove(SnapshotChoice choice) {
        Map<String, List<Snapshot>> going = new LinkedHashMap<>();
        choice.snapshots().forEach((node, snapshot) -> going.put(node, List.of(snapshot)));
        model.work()
                .begin(
                        Strings.text("snap.removing", RunWords.listed(choice.nodes())),
                        (events, mine) -> operations.snapshots().remove(going, events, mine),
                        failures -> {
                            report(failures);
                            model.reread();
                        },
                        this::failed);
    }

    /// What is done to one snapshot.
    private interface Deed {
        void on(String node, Snapshot snapshot, Cancel cancel) throws FaultException;
    }
}
