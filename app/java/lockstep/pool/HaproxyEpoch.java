package lockstep.pool;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Names each process of a balancer, so that a new one with the same process id has another name.
///
/// Where the process tells no start, its uptime does: it is a whole number, told at some moment
/// between question and answer, so the start lies in an interval. As long as the intervals of
/// looks have a moment in common it is the same process, and it keeps the name that it was given
/// first. Safe for use by many threads.
final class HaproxyEpoch {
    /// What clocks may disagree about.
    private static final Duration SLACK = Duration.ofSeconds(1);

    private @Nullable Estimate latest;

    private record Estimate(String version, long pid, Instant from, Instant to, String name) {
        boolean fits(HaproxyProcess process, Instant earliest, Instant last) {
            return process.pid() == pid
                    && process.version().equals(version)
                    && !earliest.isAfter(to.plus(SLACK))
                    && !last.isBefore(from.minus(SLACK));
        }
    }

    /// @param asked just before the question went out
    /// @param answered just after the reply had come
    synchronized String of(HaproxyProcess process, Instant asked, Instant answered) {
        if (process.start().isPresent()) {
            return name(process, Long.toString(process.start().getAsLong()));
        }
        if (process.uptime().isEmpty()) {
            return name(process, "unknown");
        }
        Duration uptime = Duration.ofSeconds(process.uptime().getAsLong());
        Instant from = asked.minus(uptime).minusSeconds(1);
        Instant to = answered.minus(uptime);
        Estimate before = latest;
        boolean same = before != null && before.fits(process, from, to);
        if (before == null || !same) {
            latest =
                    new Estimate(
                            process.version(),
                            process.pid(),
                            from,
                            to,
                            name(process, "about " + to.getEpochSecond()));
        } else {
            latest = narrowed(before, from, to);
        }
        return latest.name();
    }

    private static Estimate narrowed(Estimate before, Instant from, Instant to) {
        Instant later = from.isAfter(before.from()) ? from : before.from();
        Instant sooner = to.isBefore(before.to()) ? to : before.to();
        boolean crossed = later.isAfter(sooner);
        return new Estimate(
                before.version(),
                before.pid(),
                crossed ? from : later,
                crossed ? to : sooner,
                before.name());
    }

    private static String name(HaproxyProcess process, String start) {
        return "HAProxy " + process.version() + ", pid " + process.pid() + ", start " + start;
    }
}
