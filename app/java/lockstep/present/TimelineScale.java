package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The part of time that a timeline shows. Immutable; any thread.
///
/// @param from before `to`
public record TimelineScale(Instant from, Instant to) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.UK);
    private static final Duration SHORTEST = Duration.ofMinutes(30);

    /// How far apart marks of the axis may stand, the closest first.
    private static final List<Duration> STEPS =
            List.of(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(3),
                    Duration.ofHours(6),
                    Duration.ofDays(1),
                    Duration.ofDays(2),
                    Duration.ofDays(7),
                    Duration.ofDays(28),
                    Duration.ofDays(91),
                    Duration.ofDays(364));

    public TimelineScale {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(from + " to " + to);
        }
    }

    /// A mark of the axis.
    public record Tick(double at, String label) {}

    /// Snapshots that stand so close that they share a mark.
    ///
    /// @param at from 0 to 1
    /// @param choices the newest first
    public record Mark(double at, List<SnapshotChoice> choices) {
        public boolean isOne() {
            return choices.size() == 1;
        }

        /// Whether that one is among them.
        public boolean holds(SnapshotChoice choice) {
            return choices.stream().anyMatch(choice::isSame);
        }
    }

    /// All of them and now, with room at both ends.
    ///
    /// @param all the newest first; may be empty
    public static TimelineScale over(List<SnapshotChoice> all, Instant now) {
        Instant last = all.isEmpty() || all.getFirst().at().isBefore(now) ? now : at(all, 0);
        Instant first = all.isEmpty() ? now : at(all, all.size() - 1);
        return around(first, last);
    }

    private static Instant at(List<SnapshotChoice> all, int i) {
        return all.get(i).at();
    }

    /// From the first to the last, with room at both ends.
    public static TimelineScale around(Instant first, Instant last) {
        Duration span = Duration.between(first, last);
        Duration shown = span.compareTo(SHORTEST) < 0 ? SHORTEST : span;
        Duration room = shown.dividedBy(20);
        return new TimelineScale(last.minus(shown).minus(room), last.plus(room));
    }

    /// So much up to now.
    public static TimelineScale last(Duration span, Instant now) {
        return around(now.minus(span), now);
    }

    /// The same span, moved as little as needed to show that.
    public TimelineScale showing(Instant at) {
        if (!at.isBefore(from) && !at.isAfter(to)) {
            return this;
        }
        Duration half = Duration.between(from, to).dividedBy(2);
        return new TimelineScale(at.minus(half), at.plus(half));
    }

    /// Where that stands, 0 at the beginning and 1 at the end.
    public double position(Instant at) {
        double all = Duration.between(from, to).toMillis();
        return Duration.between(from, at).toMillis() / all;
    }

    /// The marks to show, from left to right; what stands closer than `gap` shares one.
    ///
    /// @param all the newest first
    /// @param gap a share of the whole
    public List<Mark> marks(List<SnapshotChoice> all, double gap) {
        List<Mark> marks = new ArrayList<>();
        List<SnapshotChoice> together = new ArrayList<>();
        double right = 0;
        for (SnapshotChoice choice : all) {
            double at = position(choice.at());
            if (at < 0 || at > 1) {
                continue;
            }
            if (!together.isEmpty() && right - at >= gap) {
                marks.addFirst(mark(together));
                together.clear();
            }
            if (together.isEmpty()) {
                right = at;
            }
            together.add(choice);
        }
        if (!together.isEmpty()) {
            marks.addFirst(mark(together));
        }
        return marks;
    }

    private Mark mark(List<SnapshotChoice> together) {
        double right = position(together.getFirst().at());
        double left = position(together.getLast().at());
        return new Mark((left + right) / 2, List.copyOf(together));
    }

    /// The marks of the axis at round times.
    ///
    /// @param most of them
    public List<Tick> ticks(ZoneId zone, int most) {
        Duration span = Duration.between(from, to);
        Duration step =
                STEPS.stream()
                        .filter(s -> span.dividedBy(s) < most)
                        .findFirst()
                        .orElse(span.dividedBy(Math.max(1, most)));
        boolean days = step.compareTo(Duration.ofDays(1)) >= 0;
        LocalDateTime first = from.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.DAYS);
        List<Tick> ticks = new ArrayList<>();
        for (ZonedDateTime at = first.atZone(zone);
                !at.toInstant().isAfter(to);
                at = days ? at.plusDays(step.toDays()) : at.plus(step)) {
            if (!at.toInstant().isBefore(from)) {
                boolean midnight = at.toLocalTime().toSecondOfDay() == 0;
                ticks.add(new Tick(position(at.toInstant()), (midnight ? DAY : CLOCK).format(at)));
            }
        }
        return ticks;
    }
}
