package lockstep.present;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lockstep.fault.Fault;
import lockstep.plan.Plan;
import lockstep.run.Operations.NodeReport;
import lockstep.run.RunOptions;
import lockstep.state.Course;
import lockstep.state.NodeState;
import lockstep.state.Step;

/// A node's part in a run, as it is shown. FX thread only, but for the recorder.
public final class Lane {
    /// Messages kept to be read; what comes after is counted.
    public static final int MOST_MESSAGES = 2_000;

    /// What a run did to the node before.
    enum Before {
        NOTHING,
        BEGUN
    }

    private final String node;
    private final Course course;
    private final Before before;
    private final boolean planned;
    private final long plannedBytes;
    private final long plannedEntries;
    private final long plannedDeletions;
    private final LaneRecorder recorder;
    private final ReadOnlyObjectWrapper<LaneNow> now;
    private final ObservableList<RunMessage> messages = FXCollections.observableArrayList();
    private final ObservableList<RunMessage> shownMessages =
            FXCollections.unmodifiableObservableList(messages);
    private long unkept;

    /// @param chosen what is to be done to it; empty where that is not known
    /// @param before whether a run has begun with it before
    Lane(String node, List<Plan.Row> chosen, Course course, Before before) {
        this.node = node;
        this.course = course;
        this.before = before;
        planned = !chosen.isEmpty() && !course.isRollback();
        plannedDeletions = chosen.stream().filter(r -> r.action() == Plan.Action.DELETE).count();
        plannedEntries = chosen.size() - plannedDeletions;
        plannedBytes =
                chosen.stream()
                        .filter(
                                r ->
                                        r.action() == Plan.Action.CREATE
                                                || r.action() == Plan.Action.UPDATE)
                        .mapToLong(Plan.Row::bytes)
                        .sum();
        recorder = new LaneRecorder(plannedBytes, planned ? chosen : List.of());
        now = new ReadOnlyObjectWrapper<>(recorder.now());
    }

    public String node() {
        return node;
    }

    /// The steps that it goes through.
    public List<Step> steps() {
        return course.steps();
    }

    /// Whether it has yet to begin the last part of its course, before which the run can stop.
    boolean isBeforeLastPart() {
        LaneNow at = now();
        return course.parts().getLast().stream()
                .allMatch(step -> at.step(step).state() == StepNow.State.WAITING);
    }

    /// Bytes of all files that were chosen for this node.
    public long plannedBytes() {
        return plannedBytes;
    }

    /// Chosen rows that are not deletions.
    public long plannedEntries() {
        return plannedEntries;
    }

    public long plannedDeletions() {
        return plannedDeletions;
    }

    /// How it stood at the last sample.
    public ReadOnlyObjectProperty<LaneNow> nowProperty() {
        return now.getReadOnlyProperty();
    }

    /// The value of [#nowProperty].
    public LaneNow now() {
        return now.get();
    }

    /// The first messages from rsync.
    public ObservableList<RunMessage> messages() {
        return shownMessages;
    }

    /// How many messages came that [#messages] does not hold.
    public long unheard() {
        return unkept + now.get().unheard();
    }

    /// Entries done, never more than planned while it is going on: a directory whose time was
    /// restored is reported too.
    public long doneEntries() {
        LaneNow.Traffic traffic = now.get().traffic();
        long done = traffic.files() + traffic.changed();
        return planned ? Math.min(plannedEntries, done) : done;
    }

    /// Whether it is known beforehand what is to be done.
    public boolean isPlanned() {
        return planned;
    }

    /// Whether it is made what it was before the run.
    public boolean isUndo() {
        return course == Course.UNDO;
    }

    /// Whether it is made what a snapshot of it holds.
    public boolean isRollback() {
        return course.isRollback();
    }

    /// What became of the node. Only a report that says so makes it identical.
    public RunEnd.Result result(RunEnd end, RunOptions options) {
        Optional<NodeReport> report = end.of(node);
        if (report.map(NodeReport::identical).orElse(false)) {
            return RunEnd.Result.IDENTICAL;
        }
        if (isUndo() && report.stream().anyMatch(r -> r.state() instanceof NodeState.AsBefore)) {
            return RunEnd.Result.AS_BEFORE;
        }
        if (isAsBefore(end) || isUnwritten(now())) {
            return RunEnd.Result.UNTOUCHED;
        }
        if (report.isEmpty() || report.get().fault().isPresent()) {
            boolean verified = now().step(Step.VERIFY).state() == StepNow.State.DONE;
            return verified && !isUndo() ? RunEnd.Result.NOT_THROUGH : RunEnd.Result.NOT_IDENTICAL;
        }
        return options.verify() ? RunEnd.Result.AS_CHOSEN : RunEnd.Result.UNVERIFIED;
    }

    /// Whether the run reports that it is what it was before, and so in the pools where it was.
    boolean isAsBefore(RunEnd end) {
        return end.of(node).stream()
                .map(NodeReport::state)
                .anyMatch(s -> s instanceof NodeState.AsBefore || s instanceof NodeState.Waiting);
    }

    /// Whether it stays out of its pools: it was taken out, may have been changed, and was not
    /// put back. A node that was not yet changed is put back even when the run fails.
    public boolean isOut(RunEnd end) {
        LaneNow at = now();
        return !isAsBefore(end)
                && at.step(Step.DRAIN).state() == StepNow.State.DONE
                && !isUnwritten(at)
                && at.step(Step.SETTLE).state() != StepNow.State.DONE;
    }

    /// Whether its files were not begun with, or the run stopped before the node had been told of
    /// anything.
    private boolean isUnwritten(LaneNow at) {
        if (before == Before.BEGUN) {
            return false;
        }
        StepNow writing = at.step(writing());
        return writing.state() == StepNow.State.WAITING
                || writing.fault()
                        .filter(Fault.PlanOutdated.class::isInstance)
                        .map(Fault.PlanOutdated.class::cast)
                        .filter(f -> f.reach() == Fault.PlanOutdated.Reach.NOTHING_WRITTEN)
                        .isPresent();
    }

    /// The step in which content crosses the wire.
    Step copying() {
        return steps().contains(Step.STAGE) ? Step.STAGE : Step.SYNC;
    }

    /// The step that changes its files.
    private Step writing() {
        return steps().stream().filter(Step::changesFiles).findFirst().orElse(Step.SYNC);
    }

    /// How far the copying is, 0 to 1; bytes and entries both count. Of a lane without a plan how
    /// many of its steps are over.
    public double progress() {
        if (planned) {
            boolean copied = now().step(copying()).state() == StepNow.State.DONE;
            return copied ? 1 : planned() == 0 ? 0 : (double) workDone() / planned();
        }
        long over = steps().stream().filter(step -> now().step(step).isOver()).count();
        return (double) over / steps().size();
    }

    LaneRecorder recorder() {
        return recorder;
    }

    void sample() {
        List<RunMessage> fresh = recorder.takeMessages();
        int room = MOST_MESSAGES - messages.size();
        messages.addAll(fresh.subList(0, Math.min(room, fresh.size())));
        unkept += Math.max(0, fresh.size() - room);
        now.set(recorder.now());
    }

    /// Whether it went through all its steps, or failed.
    boolean isOver() {
        LaneNow at = now();
        StepNow.State last = at.step(course.steps().getLast()).state();
        return last == StepNow.State.DONE
                || last == StepNow.State.SKIPPED
                || at.steps().values().stream().anyMatch(s -> s.state() == StepNow.State.FAILED);
    }

    /// Nanoseconds spent on everything but copying.
    long beside(long clock) {
        LaneNow at = now();
        long sum = 0;
        for (Step step : steps()) {
            sum += step == copying() ? 0 : at.step(step).nanos(clock);
        }
        return sum;
    }

    /// Work left and done, in the measure of [RunPace].
    long workLeft() {
        boolean through = isOver() || now.get().step(copying()).state() == StepNow.State.DONE;
        return through ? 0 : Math.max(0, planned() - workDone());
    }

    long workDone() {
        LaneNow.Traffic traffic = now.get().traffic();
        return Math.min(
                planned(), traffic.sent() + traffic.saved() + doneEntries() * RunPace.ENTRY_COST);
    }

    private long planned() {
        return isRollback() ? 0 : plannedBytes + plannedEntries * RunPace.ENTRY_COST;
    }
}
