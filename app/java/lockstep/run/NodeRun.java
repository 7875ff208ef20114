package lockstep.run;

import java.util.List;
import java.util.Optional;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.journal.State;
import lockstep.link.Cancel;
import lockstep.pool.Leave;
import lockstep.rsync.Outcome;
import lockstep.run.Operations.NodeReport;
import lockstep.state.Course;
import lockstep.state.Move;
import lockstep.state.NodeState;
import lockstep.state.NodeStory;
import lockstep.state.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node of a run, step by step. Each step is written before it begins and after it ends.
///
/// Until the first file may have changed, a failure puts the node back into its pools, because it
/// is as it was. From then on a failure leaves it out: it may be different from the others, and
/// only a person may say what becomes of it.
final class NodeRun {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRun.class);

    private final Conductor conductor;
    private final Conductor.Job job;
    private final String node;
    private final Course course;
    private final NodeStory before;
    private final NodeSide side;
    private final PoolSteps pool;
    private final NodeFiles files;
    private final Hooks hooks;
    private Step at;
    private long asked;
    private long failing;
    private boolean confused;

    NodeRun(Conductor conductor, Conductor.Job job, Conductor.Task task) {
        this.conductor = conductor;
        this.job = job;
        node = task.node();
        course = task.course();
        at = course.steps().getFirst();
        before = job.log().story(node);
        side = new NodeSide(node, job.events(), job.beat());
        boolean ours = before.isOpen() && conductor.pools().isOfRun(node, job.log().head().id());
        pool = new PoolSteps(conductor.pools(), side, ours, this::isUntouched, conductor::now);
        files = task.files().apply(side);
        hooks = conductor.hooks(job);
    }

    /// @param steps of its course, after those that it has taken
    NodeReport run(List<Step> steps) {
        return guarded(
                () -> {
                    for (Step step : steps) {
                        pass(step);
                    }
                    if (steps.getLast() == course.steps().getLast()) {
                        end();
                    }
                });
    }

    /// A state that was proven counts once the node serves with it.
    private void end() throws FaultException {
        Move.Kind end = course == Course.UNDO ? Move.Kind.SPARE : Move.Kind.FINISH;
        Optional<State> proven = files.proven();
        if (proven.isPresent()) {
            job.log().proved(node, proven.get());
        }
        job.log().move(node, new Move(end, course, at, ""));
    }

    /// Goes no further. What was made beside its files is of no use; what an earlier part of the
    /// run has changed or taken out is not made good by that.
    NodeReport spare() {
        return guarded(
                () -> {
                    if (!isUntouched() || !pool.putBackUntouched()) {
                        throw new FaultException(unswitched());
                    }
                    job.log().move(node, new Move(Move.Kind.SPARE, course, at, ""));
                    side.remark(
                            "not switched, because the run stopped before; nothing was changed"
                                    + " here");
                });
    }

    private Fault unswitched() {
        return new Fault.GuardTripped(
                node,
                "The run stopped before this node was switched, and "
                        + (isUntouched() ? "it is out of its pools." : "had changed it before."),
                "Finish or undo the run.");
    }

    private interface Work {
        void go() throws FaultException;
    }

    /// A node is the run's while it is worked on, and whatever happens to it is told.
    private NodeReport guarded(Work work) {
        try (Cancel.Registration _ = job.control().cancel().onSet(side.cancel()::set);
                Cancel.Registration _ = side.beat().onLoss(side.cancel()::set)) {
            conductor.pools().engage(node, job.log().head().id());
            work.go();
            NodeReport report = report(Optional.empty());
            return job.log().story(node).isOpen() ? report : written(report);
        } catch (FaultException e) {
            return written(report(Optional.of(afterFailure(e.fault()))));
        } catch (RuntimeException e) {
            LOG.error("a run stopped at {}", node, e);
            confused = true;
            return written(report(Optional.of(afterFailure(defect(e)))));
        } finally {
            pool.letGo();
            conductor.pools().release(node);
        }
    }

    /// Takes a step, or leaves it out where there is nothing to do.
    private void pass(Step step) throws FaultException {
        Optional<String> needless = needless(step);
        if (needless.isPresent()) {
            job.log().move(node, new Move(Move.Kind.SKIP, course, step, needless.get()));
            at = step;
            job.events().skipped(node, step, needless.get());
            return;
        }
        job.control().pass(node);
        side.cancel().check(node);
        job.log().move(node, new Move(Move.Kind.BEGIN, course, step, ""));
        at = step;
        job.events().begun(node, step);
        try {
            hooks.before(step.words(), node, side.cancel());
            if (step.changesFiles()) {
                side.beat().sign(node);
            }
            String note = take(step);
            hooks.after(step.words(), node, side.cancel());
            job.log().move(node, new Move(Move.Kind.END, course, step, note));
            job.events().done(node, step, note);
        } catch (FaultException e) {
            job.events().failed(node, step, e.fault());
            throw e;
        }
    }

    private Optional<String> needless(Step step) {
        return switch (step) {
            case PREFLIGHT, SNAPSHOT, STAGE, SYNC, SWITCH, RESTORE, VERIFY -> files.needless(step);
            case DRAIN, ZERO_SESSIONS ->
                    !job.options().drains()
                            ? Optional.of("files only")
                            : conductor.cluster().balancers().isEmpty()
                                    ? Optional.of("in no pool")
                                    : Optional.empty();
            case READY, SETTLE ->
                    pool.isOut() ? Optional.empty() : Optional.of("was not taken out");
            case HEALTH ->
                    conductor.cluster().health().isEmpty()
                            ? Optional.of("no check is set up")
                            : Optional.empty();
        };
    }

    private String take(Step step) throws FaultException {
        return switch (step) {
            case PREFLIGHT, SNAPSHOT, STAGE, VERIFY -> files.take(step);
            case SYNC, SWITCH, RESTORE -> change(step);
            case DRAIN -> pool.drain(floor());
            case ZERO_SESSIONS -> pool.awaitZero(job.options().zeroSessions());
            case READY -> pool.ready();
            case SETTLE -> pool.settle();
            case HEALTH -> health();
        };
    }

    /// A reload may have put a node back that an earlier part of the run has left half done: users
    /// of that are worse off than those of too few nodes. One that was done serves well until then.
    private Leave.Floor floor() {
        boolean halfDone = before.isOpen() && before.changed();
        return halfDone ? Leave.Floor.IGNORED : Leave.Floor.KEPT;
    }

    private String health() throws FaultException {
        HealthCheck check = conductor.healthCheck();
        HealthCheck.Result result =
                check.run(
                        conductor.cluster().node(node),
                        conductor.endpoint(node).host(),
                        answer -> {
                            asked++;
                            failing += answer.good() ? 0 : 1;
                        },
                        side.cancel());
        return result.failed() == 0
                ? "well, asked " + result.asked() + " times"
                : "well after " + result.failed() + " bad answers";
    }

    private String change(Step step) throws FaultException {
        String note;
        try {
            note = files.take(step);
        } catch (FaultException e) {
            try {
                job.log().files(node, files.files());
            } catch (FaultException unwritten) {
                e.addSuppressed(unwritten);
                side.remark(
                        "the journal does not tell which files: " + unwritten.fault().message());
            }
            throw e;
        }
        job.log().files(node, files.files());
        return note;
    }

    /// Puts an untouched node back; says plainly where one stays out.
    private Fault afterFailure(Fault broken) {
        Optional<Fault> unheld = pool.letGo();
        Optional<Fault> lost = side.beat().look(node);
        Fault fault = lost.or(() -> unheld).orElse(broken);
        try {
            if (isUnderWay()) {
                job.log().move(node, new Move(Move.Kind.FAIL, course, at, fault.message()));
            }
            if (isUntouched() && pool.putBackUntouched() && job.log().story(node).isOpen()) {
                job.log().move(node, new Move(Move.Kind.SPARE, course, at, ""));
            }
        } catch (FaultException e) {
            side.remark("the journal does not tell of this: " + e.fault().message());
        }
        if (lost.isPresent()) {
            pool.leaveToOthers();
        } else {
            pool.leave(fault, job.log().head().id());
            tellFailed();
        }
        return fault;
    }

    /// What is stuck from before, and was not begun with again, does not fail once more.
    private boolean isUnderWay() {
        return switch (job.log().story(node).state()) {
            case NodeState.Working _, NodeState.Between _ -> true;
            case NodeState.Waiting _,
                    NodeState.Stuck _,
                    NodeState.Done _,
                    NodeState.AsBefore _,
                    NodeState.Left _ ->
                    false;
        };
    }

    /// What a program does not understand it does not call untouched.
    private boolean isUntouched() {
        return !confused && !before.changed() && !files.hasTouched();
    }

    private Fault defect(RuntimeException e) {
        return new Fault.GuardTripped(
                node,
                "Lockstep made a mistake in "
                        + at.words()
                        + ": "
                        + Visible.text(e.toString(), 300)
                        + ".",
                "The node stays as it is. Report this with Lockstep's log; finish or undo the run.");
    }

    /// Also when the run was cancelled; a hook that fails changes nothing any more.
    private void tellFailed() {
        try {
            hooks.failed(at.words(), node, new Cancel());
        } catch (FaultException e) {
            side.remark(e.fault().message());
        }
    }

    private NodeReport written(NodeReport report) {
        try {
            job.log().result(node, report.result());
            return report;
        } catch (FaultException e) {
            side.remark("the journal does not tell what came of it: " + e.fault().message());
            return report(report.fault());
        }
    }

    private NodeReport report(Optional<Fault> fault) {
        Outcome.Traffic traffic = files.traffic();
        return new NodeReport(
                node,
                job.log().story(node).state(),
                files.isIdentical() && fault.isEmpty(),
                fault,
                traffic.literal(),
                traffic.matched(),
                traffic.toTarget() + traffic.fromTarget(),
                traffic.files(),
                pool.outOfPool(),
                new Operations.Health(asked, failing),
                List.copyOf(side.remarks()));
    }
}
