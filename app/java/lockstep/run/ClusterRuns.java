package lockstep.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.link.Cancel;
import lockstep.lock.Claim;
import lockstep.lock.Holder;
import lockstep.lock.Locks;
import lockstep.lock.NodeLock;
import lockstep.plan.Plan;
import lockstep.preflight.Findings;
import lockstep.rsync.Endpoint;
import lockstep.run.Operations.RunReport;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.Turn;

/// The runs of one cluster. Only one goes on at a time: here, in other programs of this user, whose
/// journal is the same, and on other machines, which see its locks on the nodes.
final class ClusterRuns {
    /// How long a run may take to come to its safe end.
    private static final Duration TO_END = Duration.ofSeconds(60);

    private final Conductor conductor;
    private final Records records;
    private final ReentrantLock running = new ReentrantLock();

    ClusterRuns(Conductor conductor, Records records) {
        this.conductor = conductor;
        this.records = records;
    }

    RunReport sync(Plan plan, RunOptions options, RunEvents events, RunControl control)
            throws FaultException {
        return alone(
                () -> {
                    control.cancel().check(name());
                    supersede();
                    requireReady(plan, options, events, control.cancel());
                    return locked(
                            records.newRun(),
                            "a run to " + String.join(", ", Conductor.nodes(plan)),
                            locks -> {
                                RunLog log = records.begin(locks.run(), plan, options);
                                Conductor.Job job =
                                        new Conductor.Job(
                                                options, log, events, control, locks.alive());
                                return conductor.run(job, conductor.tasks(plan, job));
                            });
                });
    }

    Findings preflight(Plan plan, RunOptions options, Cancel cancel) throws FaultException {
        return conductor.preflight(plan, options, cancel);
    }

    RunReport resume(String id, Resumption how, RunEvents events, RunControl control)
            throws FaultException {
        return alone(
                () -> {
                    RunRecord left = found(id);
                    if (left.damage().isPresent() && !(how instanceof Resumption.Leave)) {
                        throw notUnderstood(left);
                    }
                    Resume.Taken taken = new Resume.Taken(left, takenUp(left));
                    try {
                        return locked(
                                id,
                                "a run that was taken up again",
                                locks ->
                                        resumed(
                                                taken,
                                                how,
                                                new Resume.Operator(
                                                        events, control, locks.alive())));
                    } catch (FaultException e) {
                        halt(taken.log(), e);
                        throw e;
                    }
                });
    }

    private RunReport resumed(Resume.Taken taken, Resumption how, Resume.Operator operator)
            throws FaultException {
        Resume resume = new Resume(conductor, records, taken, operator);
        return switch (how) {
            case Resumption.Finish _ -> resume.finish();
            case Resumption.Undo(List<String> nodes) -> resume.undo(nodes);
            case Resumption.Leave(String why) -> resume.leave(why);
        };
    }

    /// First of all, and by one program only: its locks are taken away from whoever held them
    /// before, and that must be nobody who lives.
    private RunLog takenUp(RunRecord run) throws FaultException {
        Optional<RunLog> log = records.takeUp(run);
        if (log.isEmpty()) {
            String id = run.head().id();
            boolean over = found(id).story().state() instanceof RunState.Over;
            throw refused(
                    "Run %s %s.".formatted(id, over ? "is over" : "goes on"),
                    over ? "There is nothing to resume." : "Wait for its end, or stop it there.");
        }
        return log.get();
    }

    /// A run that could not go on waits again.
    private static void halt(RunLog log, FaultException why) {
        try {
            if (log.story().state() instanceof RunState.Running) {
                log.turn(Turn.Kind.HALT, why.fault().where() + ": " + why.fault().what());
            }
        } catch (FaultException e) {
            why.addSuppressed(e);
        }
    }

    private RunRecord found(String id) throws FaultException {
        return records.run(id)
                .orElseThrow(
                        () ->
                                refused(
                                        "There is no run " + id + " of this cluster.",
                                        "lockstep history lists its runs."));
    }

    /// One that only has nodes left which it did not begin is closed: what it left, a new one sees.
    private void supersede() throws FaultException {
        requireNothingLeft();
        for (RunRecord run : records.openRuns()) {
            records.supersede(run);
        }
    }

    /// What another run has left in the middle of something is finished or undone first.
    void requireNothingLeft() throws FaultException {
        for (RunRecord run : records.openRuns()) {
            String began = "Run " + run.head().id() + " of " + run.head().who();
            if (!run.waits()) {
                throw refused(
                        began + " goes on in another program.",
                        "Wait for its end, or stop it there.");
            }
            if (run.damage().isPresent()) {
                throw notUnderstood(run);
            }
            if (run.story().nodes().values().stream().anyMatch(NodeStory::isOpen)) {
                throw refused(
                        began + " was not finished.",
                        "Finish it, undo it, or leave its nodes as they are: lockstep resume "
                                + run.head().id());
            }
        }
    }

    private FaultException notUnderstood(RunRecord run) {
        String id = run.head().id();
        return refused(
                "Run %s of %s cannot be understood: %s."
                        .formatted(id, run.head().who(), run.damage().orElseThrow()),
                "Look at its nodes, then leave them to yourself: lockstep resume with "
                        + id
                        + " --leave. lockstep history shows its entries.");
    }

    /// Before anything is begun; what does not block is told.
    private void requireReady(Plan plan, RunOptions options, RunEvents events, Cancel cancel)
            throws FaultException {
        Findings findings = conductor.preflight(plan, options, cancel);
        Fault blocking = findings.fault().orElse(null);
        if (blocking != null) {
            throw new FaultException(blocking);
        }
        findings.all().forEach(found -> events.warned(found.node(), found.what()));
    }

    private interface Work {
        RunReport run() throws FaultException;
    }

    private RunReport alone(Work work) throws FaultException {
        if (!running.tryLock()) {
            throw refused(
                    "Another run of this cluster goes on here.", "Wait for its end or cancel it.");
        }
        try {
            return work.run();
        } finally {
            running.unlock();
        }
    }

    /// What a run is called, and how it tells others that it goes on.
    private record Held(String run, Conductor.Alive alive) {}

    private interface LockedWork {
        RunReport run(Held held) throws FaultException;
    }

    /// Locks of a run that is not over stay, and tell who comes next; the run takes them up again.
    private RunReport locked(String run, String doing, LockedWork work) throws FaultException {
        Claim claim = new Claim(records.who(), Instant.now(), run, doing);
        Locks locks = Locks.take(List.copyOf(conductor.endpoints().values()), claim);
        try {
            return work.run(new Held(run, locks::refresh));
        } finally {
            if (!isOpen(run)) {
                locks.release();
            }
        }
    }

    List<String> breakLocks(String holder) throws FaultException {
        Map<String, Holder> others = new LinkedHashMap<>();
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, Endpoint> node : conductor.endpoints().entrySet()) {
            NodeLock lock = new NodeLock(node.getValue());
            Optional<Holder> held = lock.inspect();
            if (held.flatMap(Holder::claim).filter(c -> c.holder().equals(holder)).isPresent()) {
                requireNotAlive(held.get());
                records.brokeLock(node.getKey(), held.get().sentence());
                lock.breakOpen(held.get());
                broken.add(node.getKey());
            } else {
                held.ifPresent(other -> others.put(node.getKey(), other));
            }
        }
        if (broken.isEmpty()) {
            throw refused(
                    "No node is locked by that holder.",
                    others.isEmpty()
                            ? "Nothing is locked: just go on."
                            : "Name the holder exactly. "
                                    + others.values().iterator().next().sentence());
        }
        return broken;
    }

    private void requireNotAlive(Holder held) throws FaultException {
        Optional<RunRecord> run = records.run(held.claim().orElseThrow().run());
        if (run.isPresent()
                && (run.get().hand() == RunRecord.Hand.OURS
                        || run.get().hand() == RunRecord.Hand.ANOTHERS)) {
            throw refused(
                    "Run " + run.get().head().id() + " goes on in a program on this machine.",
                    "Stop it there: its lock is given back then.");
        }
    }

    /// Whether a run has left nodes in the middle of something; so it counts while nobody knows.
    private boolean isOpen(String run) {
        try {
            return records.run(run).stream()
                    .flatMap(record -> record.story().nodes().values().stream())
                    .anyMatch(NodeStory::isOpen);
        } catch (FaultException _) {
            return true;
        }
    }

    private FaultException refused(String what, String remedy) {
        return new FaultException(new Fault.GuardTripped(name(), what, remedy));
    }

    private String name() {
        return conductor.cluster().name();
    }

    /// Waits, with a limit, for the safe end of a run that was cancelled, since it may have a node
    /// to put back; then does `ending`.
    void close(Runnable ending) {
        boolean ended = false;
        try {
            ended = running.tryLock(TO_END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            ending.run();
        } finally {
            if (ended) {
                running.unlock();
            }
        }
    }
}
