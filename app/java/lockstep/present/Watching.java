package lockstep.present;

import java.time.Duration;
import java.util.Optional;

/// How a cluster is watched while it is open. Immutable.
///
/// @param every how often the nodes are compared by metadata
/// @param byContent how often every byte is compared
/// @param reports whether nodes are listened to as well
public record Watching(Every every, ByContent byContent, Reports reports) {
    /// Nobody looks unless somebody asks.
    public static final Watching OFF = new Watching(Every.NEVER, ByContent.NEVER, Reports.IGNORED);

    /// What is offered first.
    public static final Watching USUAL =
            new Watching(Every.FIVE_MINUTES, ByContent.NEVER, Reports.HEARD);

    /// Between two looks by metadata.
    public enum Every {
        NEVER(0),
        MINUTE(1),
        FIVE_MINUTES(5),
        FIFTEEN_MINUTES(15),
        HOUR(60);

        private final int minutes;

        Every(int minutes) {
            this.minutes = minutes;
        }

        /// Zero for never.
        public Duration period() {
            return Duration.ofMinutes(minutes);
        }
    }

    /// Between two looks by content.
    public enum ByContent {
        NEVER(0),
        HOURLY(1),
        SIX_HOURS(6),
        DAILY(24);

        private final int hours;

        ByContent(int hours) {
            this.hours = hours;
        }

        Optional<Duration> period() {
            return Optional.of(Duration.ofHours(hours)).filter(Duration::isPositive);
        }
    }

    /// What is made of a node's own reports that something changed there.
    public enum Reports {
        IGNORED,
        HEARD
    }

    /// Whether anything is watched.
    public boolean isOn() {
        return every != Every.NEVER;
    }

    public Watching with(Every other) {
        return new Watching(other, byContent, reports);
    }

    public Watching with(ByContent other) {
        return new Watching(every, other, reports);
    }

    public Watching with(Reports other) {
        return new Watching(every, byContent, other);
    }
}
