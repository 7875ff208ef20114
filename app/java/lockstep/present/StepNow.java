package lockstep.present;

import java.util.Optional;
import lockstep.fault.Fault;

/// How a step of a node stands.
///
/// @param note what it found, or why it was left out; empty while there is nothing to say
/// @param begun by the run's clock in nanoseconds; meaningless before it began
/// @param ended the same, for its end
/// @param fault present when it failed
public record StepNow(State state, String note, long begun, long ended, Optional<Fault> fault) {
    /// Before it began.
    public static final StepNow WAITING = new StepNow(State.WAITING, "", 0, 0, Optional.empty());

    /// Where a step can stand.
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        SKIPPED,
        FAILED
    }

    /// Whether nothing more comes of it.
    public boolean isOver() {
        return switch (state) {
            case WAITING, RUNNING -> false;
            case DONE, SKIPPED, FAILED -> true;
        };
    }

    /// How long it has run, or took.
    ///
    /// @param now the run's clock
    public long nanos(long now) {
        return switch (state) {
            case WAITING, SKIPPED -> 0;
            case RUNNING -> Math.max(0, now - begun);
            case DONE, FAILED -> Math.max(0, ended - begun);
        };
    }
}
