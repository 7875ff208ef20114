package lockstep.present;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import lockstep.state.Step;

/// A node's lane at one moment of a run.
///
/// @param steps one for every [Step], in their order; taken over
/// @param file the path in flight, made visible; empty when there is none
/// @param map the block map of a file
/// @param runMap the map of everything that this node gets
/// @param entries what is done of what was approved; without a cell where that is not known
/// @param sessions as last told; empty before the first
/// @param counted entries that the step that runs has read or put back; 0 for none told
/// @param unheard messages that were dropped because there were too many
public record LaneNow(
        Map<Step, StepNow> steps,
        String file,
        long fileSize,
        Traffic traffic,
        FileMap map,
        BlockPicture runMap,
        EntryPicture entries,
        OptionalInt sessions,
        long counted,
        long unheard) {
    public LaneNow {
        steps = Collections.unmodifiableMap(steps);
    }

    /// The block map of the file in flight, or of the largest so far when nothing is in flight that
    /// is worth a look.
    ///
    /// @param path made visible; empty when there is nothing to show yet
    public record FileMap(String path, long size, boolean inFlight, BlockPicture picture) {
        /// Nothing to show yet.
        public static final FileMap NONE = new FileMap("", 0, false, BlockPicture.EMPTY);
    }

    /// What the relay has done for a node.
    ///
    /// @param sent bytes of content that crossed the wire
    /// @param saved bytes of content that were on the target already
    /// @param files complete on the wire
    /// @param changed entries changed without content
    public record Traffic(long sent, long saved, long files, long changed, long deleted) {
        static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

        Traffic plus(Traffic other) {
            return new Traffic(
                    sent + other.sent,
                    saved + other.saved,
                    files + other.files,
                    changed + other.changed,
                    deleted + other.deleted);
        }
    }

    public StepNow step(Step step) {
        return Objects.requireNonNull(steps.get(step));
    }

    /// Whether any step of this node runs.
    public boolean isRunning() {
        return steps.values().stream().anyMatch(s -> s.state() == StepNow.State.RUNNING);
    }

    /// Whether nothing of this node was begun.
    public boolean isUntouched() {
        return steps.values().stream().allMatch(s -> s.state() == StepNow.State.WAITING);
    }
}
