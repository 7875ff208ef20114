package lockstep.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.journal.Shelf;
import lockstep.link.Cancel;
import lockstep.plan.PlanHeader;
import lockstep.plan.Planner;
import lockstep.preflight.Findings;
import lockstep.run.Operations.RunReport;
import lockstep.snapshot.About;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Manifest;
import lockstep.snapshot.Note;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Space;

/// The snapshots of an opened cluster's nodes.
final class ClusterSnapshots implements SnapshotOperations {
    private static final String THEN = Rollback.Target.THEN;

    private final Conductor conductor;
    private final Records records;
    private final ClusterRuns runs;

    ClusterSnapshots(Conductor conductor, Records records, ClusterRuns runs) {
        this.conductor = conductor;
        this.records = records;
        this.runs = runs;
    }

    private interface Question<T> {
        T of(String node) throws FaultException;
    }

    /// What nodes answer, side by side.
    private record Answers<T>(Map<String, T> nodes, Map<String, Fault> failures) {}

    private <T> Answers<T> ask(List<String> names, Cancel cancel, Question<T> question)
            throws FaultException {
        Map<String, T> answers = new ConcurrentHashMap<>();
        Map<String, Fault> failures = new ConcurrentHashMap<>();
        Abreast.run(
                names,
                name -> {
                    try {
                        answers.put(name, Objects.requireNonNull(question.of(name)));
                    } catch (FaultException e) {
                        failures.put(name, e.fault());
                    }
                });
        cancel.check(conductor.cluster().name());
        return new Answers<>(inOrder(names, answers), inOrder(names, failures));
    }

    private static <T> Map<String, T> inOrder(List<String> names, Map<String, T> of) {
        Map<String, T> ordered = new LinkedHashMap<>();
        for (String name : names) {
            T one = of.get(name);
            if (one != null) {
                ordered.put(name, one);
            }
        }
        return ordered;
    }

    private List<String> nodes() {
        return List.copyOf(conductor.endpoints().keySet());
    }

    @Override
    public Shelves shelves(Cancel cancel) throws FaultException {
        Answers<List<Kept>> all = ask(nodes(), cancel, node -> conductor.snapshots(node).list());
        return new Shelves(all.nodes(), all.failures());
    }

    @Override
    public Forecasts forecast(List<String> nodes, Cancel cancel) throws FaultException {
        Answers<Space> all = ask(nodes, cancel, node -> conductor.snapshots(node).space(cancel));
        return new Forecasts(all.nodes(), all.failures());
    }

    @Override
    public Made make(
            List<String> nodes,
            About.Reason reason,
            String why,
            SnapshotEvents events,
            Cancel cancel)
            throws FaultException {
        Instant now = Instant.now();
        SnapshotMaker.Wish wish = new SnapshotMaker.Wish(reason, why);
        return runs.besideRuns(
                nodes,
                "a snapshot",
                cancel,
                run -> {
                    Answers<Kept> made =
                            ask(
                                    nodes,
                                    cancel,
                                    node ->
                                            conductor
                                                    .maker(node, events)
                                                    .make(run, now, wish, cancel));
                    return new Made(run, judged(made, cancel), made.failures());
                });
    }

    /// What all nodes of a cluster hold alike is what they are to hold.
    private Map<String, Kept> judged(Answers<Kept> made, Cancel cancel) throws FaultException {
        List<Kept> all = List.copyOf(made.nodes().values());
        long states = all.stream().map(ClusterSnapshots::state).distinct().count();
        if (all.size() < 2 || all.size() < nodes().size() || states != 1) {
            return made.nodes();
        }
        String good = "all " + all.size() + " nodes held the same";
        Map<String, Kept> judged = new LinkedHashMap<>();
        for (Map.Entry<String, Kept> node : made.nodes().entrySet()) {
            Kept kept = node.getValue();
            if (kept.good().isEmpty()) {
                if (!isNoted(node.getKey(), kept.snapshot(), good, cancel)) {
                    judged.put(node.getKey(), kept);
                    continue;
                }
                kept =
                        new Kept(
                                kept.snapshot(),
                                kept.about(),
                                kept.method(),
                                kept.pin(),
                                Optional.of(good));
            }
            judged.put(node.getKey(), kept);
        }
        return judged;
    }

    /// A snapshot that could not be called good is not, and is one all the same.
    private boolean isNoted(String node, Snapshot snapshot, String good, Cancel cancel)
            throws FaultException {
        try {
            conductor.snapshots(node).note(snapshot, Note.GOOD, Optional.of(good), cancel);
            return true;
        } catch (FaultException e) {
            cancel.check(node);
            return false;
        }
    }

    private static String state(Kept kept) {
        return kept.about().map(about -> about.digest() + " " + about.state()).orElse("unknown");
    }

    @Override
    public Rollback preview(Map<String, Snapshot> to, SnapshotEvents events, Cancel cancel)
            throws FaultException {
        List<String> names = nodes().stream().filter(to::containsKey).toList();
        Answers<Rollback.Target> all =
                ask(
                        names,
                        cancel,
                        node -> target(node, Objects.requireNonNull(to.get(node)), events, cancel));
        Optional<Fault> failed = all.failures().values().stream().findFirst();
        if (failed.isPresent()) {
            throw new FaultException(failed.get());
        }
        return new Rollback(List.copyOf(all.nodes().values()));
    }

    private Rollback.Target target(
            String node, Snapshot snapshot, SnapshotEvents events, Cancel cancel)
            throws FaultException {
        SnapshotProof proof = conductor.proof(node, events);
        Kept kept = proof.found(snapshot.name());
        Manifest manifest = proof.manifest(snapshot, cancel);
        // Under other rules what would change could not be told.
        conductor.snapshots(node).tree(kept.snapshot(), cancel);
        events.doing(node, Doing.READING);
        DriftTree drift = proof.against(manifest, conductor.endpoint(node), cancel);
        events.finished(node);
        return new Rollback.Target(
                node,
                kept,
                manifest.id(),
                Planner.of(drift, THEN, List.of(node)).targets().getFirst(),
                drift);
    }

    @Override
    public Soundness check(String node, Snapshot snapshot, SnapshotEvents events, Cancel cancel)
            throws FaultException {
        SnapshotProof proof = conductor.proof(node, events);
        Soundness found =
                proof.check(
                        proof.found(snapshot.name()).snapshot(),
                        proof.manifest(snapshot, cancel),
                        cancel);
        Optional<Shelf> shelf = records.shelf();
        if (shelf.isPresent()) {
            String said = found.isSound() ? "sound" : "damaged: " + found.damage().getFirst();
            shelf.get().told(records.subject(node), "checked " + snapshot.name(), said);
        }
        return found;
    }

    @Override
    public Freed freed(String node, List<Snapshot> going, Cancel cancel) throws FaultException {
        return conductor.snapshots(node).freed(going, cancel);
    }

    @Override
    public Pruning pruning(Instant now, Cancel cancel) throws FaultException {
        Pruner pruner = new Pruner(conductor, records, now);
        Answers<Pruning.Shelf> all = ask(nodes(), cancel, node -> pruner.shelf(node, cancel));
        return new Pruning(all.nodes(), all.failures());
    }

    @Override
    public Map<String, Fault> remove(
            Map<String, List<Snapshot>> going, SnapshotEvents events, Cancel cancel)
            throws FaultException {
        List<String> names = nodes().stream().filter(going::containsKey).toList();
        return runs.besideRuns(
                names,
                "removing snapshots",
                cancel,
                _ -> {
                    for (String node : names) {
                        requireRemovable(node, Objects.requireNonNull(going.get(node)));
                    }
                    return ask(
                                    names,
                                    cancel,
                                    node -> {
                                        removeAll(
                                                node,
                                                Objects.requireNonNull(going.get(node)),
                                                events,
                                                cancel);
                                        return node;
                                    })
                            .failures();
                });
    }

    private void requireRemovable(String node, List<Snapshot> going) throws FaultException {
        for (Kept kept : conductor.snapshots(node).list()) {
            Snapshot snapshot = kept.snapshot();
            if (!going.contains(snapshot)) {
                continue;
            }
            if (kept.pin().isPresent()) {
                throw refused(
                        node,
                        "Snapshot " + snapshot.name() + " is pinned: " + kept.pin().get() + ".",
                        "Nothing was removed. Take the pin away first if it is not needed.");
            }
            Optional<RunRecord> run = needing(node, snapshot);
            if (run.isPresent()) {
                throw refused(
                        node,
                        "Snapshot " + snapshot.name() + " is needed by a run that waits.",
                        "Nothing was removed. Finish, undo or leave run "
                                + run.get().head().id()
                                + " first.");
            }
        }
    }

    /// The run that is not over and was begun with a snapshot, or is to end with it.
    private Optional<RunRecord> needing(String node, Snapshot snapshot) throws FaultException {
        for (RunRecord run : records.openRuns()) {
            PlanHeader.Source source = records.sourcesOf(run).get(node);
            if (run.head().id().equals(snapshot.run())
                    || source != null && source.name().equals(snapshot.name())) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    private void removeAll(String node, List<Snapshot> going, SnapshotEvents events, Cancel cancel)
            throws FaultException {
        events.doing(node, Doing.REMOVING);
        for (Snapshot snapshot : going) {
            cancel.check(node);
            conductor.snapshots(node).remove(snapshot, cancel);
            Optional<Shelf> shelf = records.shelf();
            if (shelf.isPresent()) {
                shelf.get().removed(records.subject(node), snapshot.name(), "");
            }
        }
        events.finished(node);
    }

    @Override
    public void pin(String node, Snapshot snapshot, String why, Cancel cancel)
            throws FaultException {
        note(node, snapshot, Optional.of(why), cancel);
    }

    @Override
    public void unpin(String node, Snapshot snapshot, Cancel cancel) throws FaultException {
        note(node, snapshot, Optional.empty(), cancel);
    }

    private void note(String node, Snapshot snapshot, Optional<String> why, Cancel cancel)
            throws FaultException {
        conductor.snapshots(node).note(snapshot, Note.PIN, why, cancel);
        Optional<Shelf> shelf = records.shelf();
        if (shelf.isPresent()) {
            String what = (why.isPresent() ? "pinned " : "unpinned ") + snapshot.name();
            shelf.get().told(records.subject(node), what, why.orElse(""));
        }
    }

    @Override
    public Findings preflight(Rollback rollback, RunOptions options, Cancel cancel)
            throws FaultException {
        return conductor.preflight(rollback, options, cancel);
    }

    @Override
    public Map<String, String> goal(String run) throws FaultException {
        Optional<RunRecord> found = records.run(run);
        Map<String, String> goal = new TreeMap<>();
        if (found.isPresent() && isWhole(found.get())) {
            records.sourcesOf(found.get()).forEach((node, source) -> goal.put(node, source.name()));
        }
        return goal;
    }

    private boolean isWhole(RunRecord run) throws FaultException {
        boolean[] whole = {run.head().course().isRollback()};
        if (whole[0]) {
            records.plan(run.head()).rows((_, row) -> whole[0] &= row.row().chosen());
        }
        return whole[0];
    }

    @Override
    public RunReport rollback(
            Rollback approved, RunOptions options, RunEvents events, RunControl control)
            throws FaultException {
        if (!options.course().isRollback()) {
            throw new IllegalArgumentException("a rollback as " + options.course());
        }
        return runs.rollback(approved, options, events, control);
    }

    private static FaultException refused(String node, String what, String remedy) {
        return new FaultException(new Fault.GuardTripped(node, what, remedy));
    }
}
