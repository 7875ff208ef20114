package lockstep.journal;

import java.time.Instant;

/// One line of the journal.
///
/// @param number from 1, without a gap
/// @param cluster its name; empty where there is none
/// @param node its name, or that of a balancer
/// @param what was done: a way out, a command
/// @param text why, or what was answered; may be empty
/// @param until when it was meant to end, as an instant in text; may be empty
/// @param run the program that did it as a part of a run; may be empty
public record Entry(
        long number,
        Instant at,
        String who,
        String cluster,
        Kind kind,
        String node,
        String what,
        String text,
        String until,
        String run) {
    /// What an entry tells of.
    public enum Kind {
        /// A node was told to leave its pools.
        OUT,
        /// A node was told to come back.
        BACK,
        /// Something was said to a balancer to change it, and this came back.
        ORDER
    }

    /// The fields in a fixed order; what the chain of digests is made of.
    java.util.List<String> fields() {
        return java.util.List.of(
                Long.toString(number),
                at.toString(),
                who,
                cluster,
                kind.name(),
                node,
                what,
                text,
                until,
                run);
    }
}
