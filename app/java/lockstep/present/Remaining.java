package lockstep.present;

import java.time.Duration;

/// How long a run may still take, no more exact than is known.
public sealed interface Remaining {
    /// Too little has been seen to say anything.
    record Estimating() implements Remaining {}

    /// The copying is known, but not what comes around it: no node has been through the whole run.
    record AtLeast(Duration low) implements Remaining {}

    /// Somewhere in between.
    record Between(Duration low, Duration high) implements Remaining {}

    /// Nothing is left to do.
    record Over() implements Remaining {}
}
