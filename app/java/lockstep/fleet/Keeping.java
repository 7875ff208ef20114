package lockstep.fleet;

import java.time.Duration;
import java.util.Optional;

/// When snapshots are made, and which of them the rules keep. The counts are of snapshots of states
/// that were proven good; a snapshot that several rules keep counts for each.
///
/// @param beforeRuns whether a run keeps what a node holds, unless it is told otherwise
/// @param every how far apart scheduled ones are; empty where none are scheduled
/// @param last so many of the newest
/// @param hourly the newest of each of so many hours, in UTC; so are the days and weeks
/// @param daily likewise of days
/// @param weekly likewise of weeks, which begin on Monday
/// @param unproven how long one is kept whose state nobody has proven good
public record Keeping(
        boolean beforeRuns,
        Optional<Duration> every,
        int last,
        int hourly,
        int daily,
        int weekly,
        Duration unproven) {
    /// What holds where the cluster file says nothing.
    public static final Keeping USUAL =
            new Keeping(true, Optional.empty(), 5, 24, 14, 8, Duration.ofDays(7));

    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofDays(366);
    static final int MOST = 10_000;
}
