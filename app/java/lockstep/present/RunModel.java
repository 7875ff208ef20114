package lockstep.present;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import lockstep.fault.Fault;
import lockstep.plan.Plan;
import lockstep.rsync.RelayEvents;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.state.Step;
import org.jspecify.annotations.Nullable;

/// A run as it goes on and as it ended.
///
/// The events and [#ended] are called on the run's threads and only count. Whoever shows the
/// model calls [#sample] on the FX thread, some ten or twenty times a second; only that changes
/// what the other methods give, so nothing is missed in the end however rarely it is called.
public final class RunModel implements RunEvents {
    private final RunTask task;
    private final RunControl control;
    private final LongSupplier clock;
    private final long began;
    private final List<Lane> lanes;
    private final RunHistory history = new RunHistory();
    private final RunPace pace = new RunPace();
    private final ReadOnlyObjectWrapper<RunNow> now;
    private final ReadOnlyObjectWrapper<Optional<RunEnd>> end =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper aborting = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper stopping = new ReadOnlyBooleanWrapper();
    private volatile @Nullable Ending ending;
    private Runnable putBack = () -> {};

    private record Ending(RunEnd end, long at) {}

    /// @param control what [#abort] and the others act on; the same that the run watches
    /// @param clock nanoseconds from any origin, never going back
    public RunModel(RunTask task, RunControl control, LongSupplier clock) {
        this.task = task;
        this.control = control;
        this.clock = clock;
        began = clock.getAsLong();
        lanes = task.lanes();
        now = new ReadOnlyObjectWrapper<>(RunNow.BEFORE);
    }

    /// Told when a node is back in its pools, on the run's thread. Before the run begins.
    RunModel telling(Runnable listener) {
        putBack = listener;
        return this;
    }

    @Override
    public void begun(String node, Step step) {
        step(node, step, _ -> state(StepNow.State.RUNNING, "", clock.getAsLong()));
    }

    @Override
    public void done(String node, Step step, String note) {
        step(node, step, before -> ended(before, StepNow.State.DONE, note));
        if (step == Step.SETTLE) {
            putBack.run();
        }
    }

    @Override
    public void skipped(String node, Step step, String why) {
        step(node, step, _ -> state(StepNow.State.SKIPPED, why, clock.getAsLong()));
    }

    @Override
    public void failed(String node, Step step, Fault fault) {
        step(
                node,
                step,
                before -> {
                    StepNow over = ended(before, StepNow.State.FAILED, fault.what());
                    return new StepNow(
                            over.state(),
                            over.note(),
                            over.begun(),
                            over.ended(),
                            Optional.of(fault));
                });
    }

    @Override
    public void sessions(String node, int count) {
        lane(node).recorder().sessions(count);
    }

    @Override
    public void read(String node, long entries) {
        lane(node).recorder().read(entries);
    }

    @Override
    public void restored(String node, long entries) {
        lane(node).recorder().restored(entries);
    }

    /// Of a node without a lane, such as the reference, or of a balancer: in the first lane.
    @Override
    public void warned(String node, String text) {
        lanes.stream()
                .filter(lane -> lane.node().equals(node))
                .findFirst()
                .or(() -> lanes.stream().findFirst())
                .ifPresent(lane -> lane.recorder().message(node, text, true));
    }

    @Override
    public RelayEvents relay(String node) {
        return lane(node).recorder();
    }

    /// The run came to its end.
    public void ended(RunReport report) {
        ending = new Ending(new RunEnd.Reported(report), clock.getAsLong());
    }

    /// The run stopped without a report.
    public void ended(Fault fault) {
        ending = new Ending(new RunEnd.Stopped(fault), clock.getAsLong());
    }

    /// The program itself failed, so that nobody knows how far the run came.
    public void broke(Throwable thrown) {
        ending = new Ending(new RunEnd.Broken(Problem.of(thrown)), clock.getAsLong());
    }

    /// What the run proved by content to be identical to its reference, and how long ago. A
    /// rollback proves nothing of the kind. Any thread, once it has ended.
    List<Proofs.Proof> proved() {
        if (isRollback() || !(ending instanceof Ending(RunEnd.Reported(RunReport report), _))) {
            return List.of();
        }
        return report.nodes().stream()
                .filter(NodeReport::identical)
                .map(node -> new Proofs.Proof(node.node(), task.reference(), ago(node.node())))
                .toList();
    }

    private Duration ago(String node) {
        StepNow verify = lane(node).recorder().step(Step.VERIFY);
        return Duration.ofNanos(clock.getAsLong() - verify.ended());
    }

    /// The worst result of any node; empty while it runs.
    public Optional<RunEnd.Result> result() {
        return end.get()
                .map(
                        over ->
                                lanes.stream()
                                        .map(lane -> lane.result(over, options()))
                                        .max(Comparator.naturalOrder())
                                        .orElse(RunEnd.Result.UNTOUCHED));
    }

    /// Takes over what was counted since the last call. FX thread.
    public void sample() {
        Ending over = ending;
        long at = (over == null ? clock.getAsLong() : over.at()) - began;
        lanes.forEach(Lane::sample);
        LaneNow.Traffic traffic =
                lanes.stream()
                        .map(lane -> lane.now().traffic())
                        .reduce(LaneNow.Traffic.NONE, LaneNow.Traffic::plus);
        if (over != null || history.isDue(at)) {
            long entries = lanes.stream().mapToLong(Lane::doneEntries).sum();
            history.add(at, traffic, entries, sessionsLeft());
        }
        now.set(new RunNow(at, traffic, remaining(over != null)));
        end.set(Optional.ofNullable(over).map(Ending::end));
    }

    /// How the whole stood at the last sample.
    public ReadOnlyObjectProperty<RunNow> nowProperty() {
        return now.getReadOnlyProperty();
    }

    /// The value of [#nowProperty].
    public RunNow now() {
        return now.get();
    }

    /// How it ended; empty while it runs.
    public ReadOnlyObjectProperty<Optional<RunEnd>> endProperty() {
        return end.getReadOnlyProperty();
    }

    /// A lane for each target with a chosen row, in the order they are worked on.
    public List<Lane> lanes() {
        return lanes;
    }

    public RunHistory history() {
        return history;
    }

    /// What was approved; empty for a run that was taken up again.
    public Optional<Plan> plan() {
        return task.plan();
    }

    public RunOptions options() {
        return task.options();
    }

    /// Whether it makes nodes what they were before another one.
    public boolean isUndo() {
        return lanes.getFirst().isUndo();
    }

    /// Whether it makes nodes what snapshots of them hold.
    public boolean isRollback() {
        return lanes.getFirst().isRollback();
    }

    /// The moment that a rollback goes back to, in words.
    String then() {
        return task.then().orElseGet(() -> Strings.text("run.back.then"));
    }

    /// Begins no other step until [#goOn].
    public void pause() {
        control.pause();
        paused.set(true);
    }

    /// Ends a pause.
    public void goOn() {
        control.goOn();
        paused.set(false);
    }

    public ReadOnlyBooleanProperty pausedProperty() {
        return paused.getReadOnlyProperty();
    }

    /// Begins no other node, or, when that was asked for, takes it back.
    public void toggleStop() {
        if (control.isStopping()) {
            control.takeStopBack();
        } else {
            control.stopAfterNode();
        }
        stopping.set(control.isStopping());
    }

    /// Whether no other node is begun.
    public ReadOnlyBooleanProperty stoppingProperty() {
        return stopping.getReadOnlyProperty();
    }

    /// Whether a node waits for its turn, so that stopping after the present one means something;
    /// in a staged run also its turn to be switched.
    public boolean hasNext() {
        return lanes.stream().anyMatch(Lane::isBeforeLastPart);
    }

    /// Whether new trees are made first.
    public boolean isStaged() {
        return lanes.getFirst().steps().contains(Step.STAGE);
    }

    /// Asks the run to stop now. Files already replaced are whole. Comes back at once.
    public void abort() {
        aborting.set(true);
        Thread.ofVirtual().name("abort").start(control.cancel()::set);
    }

    /// Whether [#abort] was called.
    public ReadOnlyBooleanProperty abortingProperty() {
        return aborting.getReadOnlyProperty();
    }

    /// The lane that is being worked on, else the last one that was, else the first. Of a staged
    /// run the first lane is worked on again when the last one is staged.
    public Lane current() {
        Lane current = lanes.getFirst();
        for (Lane lane : lanes) {
            if (lane.now().isRunning()) {
                return lane;
            }
            boolean last = current.isBeforeLastPart() || !lane.isBeforeLastPart();
            current = last && !lane.now().isUntouched() ? lane : current;
        }
        return current;
    }

    /// The run's clock, for steps that still run: nanoseconds.
    public long clock() {
        return began + now.get().elapsed();
    }

    private long sessionsLeft() {
        LaneNow current = current().now();
        return current.isRunning() ? current.sessions().orElse(0) : 0;
    }

    private Remaining remaining(boolean over) {
        if (over) {
            return new Remaining.Over();
        }
        long left = lanes.stream().mapToLong(Lane::workLeft).sum();
        long at = clock.getAsLong();
        if (current().now().step(current().copying()).state() == StepNow.State.RUNNING) {
            pace.copying(at, lanes.stream().mapToLong(Lane::workDone).sum());
        } else {
            pace.idle();
        }
        return pace.remaining(left, beside(at));
    }

    private RunPace.Beside beside(long at) {
        List<Lane> through = lanes.stream().filter(Lane::isOver).toList();
        if (through.isEmpty()) {
            return new RunPace.Beside(RunPace.Beside.Knowledge.NONE, 0, 0);
        }
        long low = through.stream().mapToLong(l -> l.beside(at)).min().orElse(0);
        long high = through.stream().mapToLong(l -> l.beside(at)).max().orElse(0);
        long toCome = (long) lanes.size() - through.size();
        long spent = lanes.stream().filter(l -> !l.isOver()).mapToLong(l -> l.beside(at)).sum();
        return new RunPace.Beside(
                RunPace.Beside.Knowledge.ALL,
                Math.max(0, low * toCome - spent),
                Math.max(0, high * toCome - spent));
    }

    private void step(String node, Step step, UnaryOperator<StepNow> change) {
        LaneRecorder recorder = lane(node).recorder();
        recorder.step(step, change.apply(recorder.step(step)));
    }

    private static StepNow state(StepNow.State state, String note, long at) {
        return new StepNow(state, note, at, at, Optional.empty());
    }

    private StepNow ended(StepNow before, StepNow.State state, String note) {
        long at = clock.getAsLong();
        long begun = before.state() == StepNow.State.RUNNING ? before.begun() : at;
        return new StepNow(state, note, begun, at, Optional.empty());
    }

    private Lane lane(String node) {
        return lanes.stream()
                .filter(l -> l.node().equals(node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target " + node));
    }
}
