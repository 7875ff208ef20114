package lockstep.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.journal.Runs;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.plan.PlanHeader;
import lockstep.preflight.Findings;
import lockstep.run.Operations.RunReport;
import lockstep.state.NodeStory;
import lockstep.state.RunState;
import lockstep.state.RunStory;
import lockstep.state.Turn;

/// The runs of one cluster. Only one goes on at a time: here, in other programs of this user, whose
/// journal is the same, and on other machines, which see its locks on the nodes.
final class ClusterRuns {
    /// How long a run may take to come to its safe end.
    private static final Duration TO_END = Duration.ofSeconds(60);

    /// Long against the round trips that a sign takes, short against what a person waits before
    /// he breaks a lock.
    private static final Duration SIGN_EVERY = Duration.ofSeconds(10);

    private final Conductor conductor;
    private final Records records;
    private final RunLocks nodeLocks;
    private final ReentrantLock running = new ReentrantLock();

    ClusterRuns(Conductor conductor, Records records) {
        this.conductor = conductor;
        this.records = records;
        nodeLocks = new RunLocks(conductor.cluster().name(), conductor.endpoints(), records);
    }

    RunReport sync(Plan plan, RunOptions options, RunEvents events, RunControl control)
            throws FaultException {
        Beginning beginning =
                new Beginning(
                        "a run to " + String.join(", ", Conductor.nodes(plan)),
                        () -> conductor.preflight(plan, options, control.cancel()),
                        run -> records.begin(run, plan, options),
                        job -> conductor.tasks(plan, job));
        return begun(beginning, options, events, control);
    }

    RunReport rollback(Rollback back, RunOptions options, RunEvents events, RunControl control)
            throws FaultException {
        Map<String, PlanHeader.Source> sources = back.sources();
        Beginning beginning =
                new Beginning(
                        "a rollback of " + String.join(", ", back.nodes()),
                        () -> conductor.preflight(back, options, control.cancel()),
                        run -> records.begin(run, back, options),
                        job -> conductor.tasks(back.rows(), sources, job));
        return begun(beginning, options, events, control);
    }

    private RunReport begun(
            Beginning beginning, RunOptions options, RunEvents events, RunControl control)
            throws FaultException {
        return alone(
                () -> {
                    control.cancel().check(name());
                    requireNothingLeft();
                    requireReady(beginning.look().look(), events);
                    String run = records.newRun();
                    records.announced().ifPresent(known -> known.announce(run));
                    try {
                        RunLocks.Held held =
                                nodeLocks.take(
                                        conductor.endpoints().keySet(), run, beginning.doing());
                        return locked(
                                held,
                                List.of(),
                                events,
                                beat -> {
                                    supersede();
                                    RunLog log = beginning.start().begin(run);
                                    Conductor.Job job =
                                            new Conductor.Job(options, log, events, control, beat);
                                    return conductor.run(job, beginning.division().tasks(job));
                                });
                    } finally {
                        letGo(run, events);
                    }
                });
    }

    /// Work on nodes that is no run: under their locks, and while no run goes on here. A lock that
    /// cannot be given back is taken over by whoever comes next with this journal.
    ///
    /// @param doing what the locks say
    /// @param cancel is set when a lock is lost
    <T> T besideRuns(List<String> nodes, String doing, Cancel cancel, Lone<T> work)
            throws FaultException {
        if (!running.tryLock()) {
            throw refused("A run of this cluster goes on here.", "Wait for its end or cancel it.");
        }
        String run = records.newRun();
        boolean given = false;
        records.announced().ifPresent(known -> known.announce(run));
        try {
            RunLocks.Held held = nodeLocks.take(nodes, run, doing);
            try (Heartbeat beat = Heartbeat.of(held.locks()::refresh, SIGN_EVERY);
                    Cancel.Registration _ = beat.onLoss(cancel::set)) {
                return work.with(run);
            } finally {
                given = nodeLocks.isGivenBack(held);
            }
        } finally {
            Consumer<Runs> ending =
                    given ? known -> known.retract(run) : known -> known.abandon(run);
            records.announced().ifPresent(ending);
            running.unlock();
        }
    }

    /// @param <T> what comes of it
    interface Lone<T> {
        /// @param run a name that nothing else has
        T with(String run) throws FaultException;
    }

    Findings preflight(Plan plan, RunOptions options, Cancel cancel) throws FaultException {
        return conductor.preflight(plan, options, cancel);
    }

    Findings preflight(Cancel cancel) throws FaultException {
        return conductor.preflight(cancel);
    }

    RunReport resume(String id, Resumption how, RunEvents events, RunControl control)
            throws FaultException {
        return alone(
                () -> {
                    RunRecord left = found(id);
                    if (left.damage().isPresent() && !(how instanceof Resumption.Leave)) {
                        throw notUnderstood(left);
                    }
                    if (!left.waits()) {
                        throw notWaiting(left);
                    }
                    Resume resume = new Resume(conductor, records, left);
                    List<String> concerned = resume.concerned(how);
                    RunLog log = takenUp(left);
                    try {
                        return locked(
                                held(id, concerned, how),
                                unseen(how),
                                events,
                                beat ->
                                        resume.carryOut(
                                                how,
                                                new Resume.Operator(log, events, control, beat)));
                    } catch (FaultException e) {
                        halt(log, left, e);
                        throw e;
                    } finally {
                        letGo(id, events);
                    }
                });
    }

    private static List<String> unseen(Resumption how) {
        return how instanceof Resumption.Leave(String _, List<String> nodes) ? nodes : List.of();
    }

    /// To leave a node needs nothing of it, but that is said.
    private RunLocks.Held held(String run, List<String> nodes, Resumption how)
            throws FaultException {
        try {
            return nodeLocks.take(nodes, run, "a run that was taken up again");
        } catch (FaultException e) {
            String where = e.fault().where();
            if (!(how instanceof Resumption.Leave) || !conductor.endpoints().containsKey(where)) {
                throw e;
            }
            throw new FaultException(
                    new Fault.GuardTripped(
                            where,
                            e.fault().what(),
                            e.fault().remedy()
                                    + " Or leave it without a look there: --unseen="
                                    + where
                                    + "."),
                    e);
        }
    }

    /// First of all, and by one program only: its locks are taken away from whoever held them
    /// before, and that must be nobody who lives.
    private RunLog takenUp(RunRecord run) throws FaultException {
        Optional<RunLog> log = records.takeUp(run);
        if (log.isEmpty()) {
            throw notWaiting(run);
        }
        return log.get();
    }

    private FaultException notWaiting(RunRecord run) throws FaultException {
        String id = run.head().id();
        boolean over = found(id).story().state() instanceof RunState.Over;
        return refused(
                "Run %s %s.".formatted(id, over ? "is over" : "goes on"),
                over ? "There is nothing to resume." : "Wait for its end, or stop it there.");
    }

    /// Whoever asks from now on finds nobody working on it.
    private void letGo(String run, RunEvents events) {
        try {
            records.letGo(run);
        } catch (FaultException e) {
            events.warned(e.fault().where(), e.fault().message());
        }
    }

    void declareGone(String id, String who) throws FaultException {
        RunRecord run = found(id);
        if (run.hand() != RunRecord.Hand.ELSEWHERE) {
            throw refused(
                    called(run) + " does not go on on another machine.",
                    "Resume it as any other, or wait for its end.");
        }
        if (!records.gone(run, who)) {
            throw refused(
                    called(run) + " was not last worked on by " + who + ".",
                    "Name who did exactly: " + run.lastWho() + ".");
        }
    }

    /// A run that could not go on waits again, where it has not moved for the same reason as
    /// before: why it was not taken up is told to whoever tried.
    private static void halt(RunLog log, RunRecord left, FaultException why) {
        try {
            RunStory now = log.story();
            if (now.state() instanceof RunState.Running) {
                boolean moved = !now.nodes().equals(left.story().nodes());
                String said = why.fault().where() + ": " + why.fault().what();
                boolean known = left.story().state() instanceof RunState.Halted;
                log.turn(Turn.Kind.HALT, known && !moved ? Left.of(left).why() : said);
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
                                        "lockstep history FILE lists its runs."));
    }

    /// One that only has nodes left which it did not begin is closed: what it left, a new one sees.
    /// Nobody takes it up meanwhile, since its nodes are locked.
    private void supersede() throws FaultException {
        requireNothingLeft();
        for (RunRecord run : records.openRuns()) {
            if (!records.supersede(run)) {
                throw goesOn(run);
            }
        }
    }

    /// What another run has left in the middle of something is finished or undone first.
    void requireNothingLeft() throws FaultException {
        for (RunRecord run : records.openRuns()) {
            if (!run.waits()) {
                throw goesOn(run);
            }
            if (run.damage().isPresent()) {
                throw notUnderstood(run);
            }
            if (run.story().nodes().values().stream().anyMatch(NodeStory::isOpen)) {
                throw refused(
                        called(run) + " was not finished.",
                        "Finish it, undo it, or leave its nodes as they are: lockstep resume FILE "
                                + run.head().id());
            }
        }
    }

    private static String called(RunRecord run) {
        return "Run " + run.head().id() + " of " + run.head().who();
    }

    private FaultException goesOn(RunRecord run) {
        return run.hand() == RunRecord.Hand.ELSEWHERE
                ? refused(
                        called(run) + " goes on on another machine, or was left there.",
                        "Wait for its end, or stop it there. When its console is gone, say so:"
                                + " lockstep resume FILE %s --gone=%s."
                                        .formatted(run.head().id(), run.lastWho()))
                : refused(
                        called(run) + " goes on in another program.",
                        "Wait for its end, or stop it there.");
    }

    private FaultException notUnderstood(RunRecord run) {
        String id = run.head().id();
        return refused(
                called(run) + " cannot be understood: " + run.damage().orElseThrow() + ".",
                "Look at its nodes, then leave them to yourself: lockstep resume FILE "
                        + id
                        + " --leave. lockstep history shows its entries.");
    }

    /// Before anything is begun; what does not block is told.
    private static void requireReady(Findings findings, RunEvents events) throws FaultException {
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

    private interface LockedWork {
        RunReport run(Heartbeat beat) throws FaultException;
    }

    /// From the first moment to the last the locks show that somebody works.
    private RunReport locked(
            RunLocks.Held held, List<String> unseen, RunEvents events, LockedWork work)
            throws FaultException {
        try (Heartbeat beat = Heartbeat.of(held.locks()::refresh, SIGN_EVERY)) {
            return work.run(beat);
        } finally {
            nodeLocks.giveBack(held, unseen, events);
        }
    }

    Operations.Locked locks() {
        return nodeLocks.look();
    }

    List<String> breakLocks(String holder) throws FaultException {
        return nodeLocks.breakOf(holder);
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
