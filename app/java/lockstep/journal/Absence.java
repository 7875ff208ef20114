package lockstep.journal;

import java.time.Instant;
import java.util.Optional;
import lockstep.pool.Way;

/// A node that somebody took out of its pools and that nobody has put back since, as far as this
/// journal knows.
///
/// @param who `user@host`
/// @param why in the operator's words; may be empty
/// @param until when the operator meant to put it back
/// @param run the program that took it out for a run, and was to put it back at its end
public record Absence(
        String node,
        Instant at,
        String who,
        Way way,
        String why,
        Optional<Instant> until,
        Optional<Program> run) {
    /// Whether it belongs to a run that goes on, on this machine; of other machines nothing is
    /// known.
    public boolean isOfARunningRun() {
        return run.isPresent() && run.get().isAlive();
    }
}
