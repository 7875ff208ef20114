package lockstep.preflight;

import java.time.Duration;
import java.time.Instant;

/// How far a node's clock is ahead of this computer's, in milliseconds: somewhere between two
/// bounds, since the question was under way for a while and the answer is in whole seconds.
record Skew(long least, long most) {
    /// @param sent when the question left
    /// @param came when the whole answer was here
    static Skew of(Instant sent, Instant came, Answer answer) {
        long node = answer.began() * 1_000;
        long before = Math.max(0, answer.took() - 1) * 1_000; // what the script surely took
        return new Skew(node - (came.toEpochMilli() - before), node + 1_000 - sent.toEpochMilli());
    }

    /// How far this one is ahead of another.
    Skew against(Skew other) {
        return new Skew(least - other.most, most - other.least);
    }

    /// Ahead where positive, behind where negative; zero as long as that is possible.
    Duration sure() {
        return Duration.ofMillis(least > 0 ? least : Math.min(0, most));
    }
}
