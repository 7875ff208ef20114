package lockstep.journal;

import java.time.Instant;
import java.util.Optional;
import lockstep.pool.Way;

/// A node that somebody took out of its pools and that nobody has put back since, as far as this
/// journal knows.
///
/// @param at when it was taken out first
/// @param who `user@host` who did that
/// @param way by which it was taken out last
/// @param why in the operator's words; may be empty
/// @param until when the operator meant to put it back
/// @param part what its leaving is a part of
/// @param run of which it is a part; empty where it is of none
public record Absence(
        String node,
        Instant at,
        String who,
        Way way,
        String why,
        Optional<Instant> until,
        Part part,
        String run) {
    /// What an absence is a part of.
    public enum Part {
        /// A person took the node out, or a run that ended has left it to one.
        OF_NOTHING,
        /// A run that goes on, and will put it back.
        OF_A_RUNNING_RUN,
        /// A run that was to put it back, and that nobody works on: it failed, was stopped, or its
        /// program is gone.
        OF_A_BROKEN_RUN,
        /// A run on another machine, of which nothing is known here.
        OF_A_RUN_ELSEWHERE
    }

    /// Whether a run is to put it back, or was.
    public boolean isOfARun() {
        return part != Part.OF_NOTHING;
    }
}
