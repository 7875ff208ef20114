package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import lockstep.run.Operations.Criterion;
import org.jspecify.annotations.Nullable;

/// When a watched cluster is looked at next.
///
/// Reports are batched: a look comes when it has been quiet for a moment, and after a while also
/// when it has not. However much is reported, looking takes at most a quarter of the time. One
/// thread.
final class WatchPace {
    /// So long without a report means that whoever changes something has come to an end.
    static final Duration QUIET = Duration.ofSeconds(2);

    /// So long a look is put off by one report after the other.
    static final Duration LONGEST = Duration.ofSeconds(15);

    /// At least that lies between two looks that were not asked for.
    static final Duration GAP = Duration.ofSeconds(10);

    private static final int SHARE = 3;

    private Watching watching = Watching.OFF;
    private Instant from = Instant.MIN;
    private @Nullable Instant last;
    private @Nullable Instant lastByContent;
    private Duration took = Duration.ZERO;
    private @Nullable Instant firstChange;
    private Instant lastChange = Instant.MIN;

    /// Why somebody looks.
    enum Reason {
        SCHEDULE,
        REPORT
    }

    /// A look that is to come.
    record Due(Instant at, Criterion criterion, Reason reason) {}

    /// It is watched in this way from now on.
    void watch(Watching how, Instant now) {
        if (!watching.isOn()) {
            from = now;
        }
        watching = how;
        if (how.reports() == Watching.Reports.IGNORED) {
            firstChange = null;
        }
    }

    /// A node has reported a change.
    void changed(Instant at) {
        if (watching.isOn() && watching.reports() == Watching.Reports.HEARD) {
            firstChange = firstChange == null ? at : firstChange;
            lastChange = at.isAfter(lastChange) ? at : lastChange;
        }
    }

    /// The nodes were compared, whoever asked for it. What was reported before it began is
    /// answered by it.
    void looked(Criterion criterion, Instant begun, Instant ended) {
        last = ended;
        if (criterion == Criterion.CONTENT) {
            lastByContent = ended;
        }
        took = Duration.between(begun, ended);
        if (firstChange != null) {
            firstChange = lastChange.isBefore(begun) ? null : ended;
        }
    }

    /// The next look, also when it is long due; empty while nothing is watched.
    Optional<Due> next() {
        if (!watching.isOn()) {
            return Optional.empty();
        }
        Instant since = last;
        Instant schedule = since == null ? from : since.plus(watching.every().period());
        Stream<Due> looks =
                Stream.concat(
                        Stream.of(new Due(schedule, Criterion.METADATA, Reason.SCHEDULE)),
                        Stream.concat(byContent().stream(), reported().stream()));
        return looks.min(WatchPace::compare);
    }

    /// What is due, by content where that is due as well.
    Optional<Due> due(Instant now) {
        Optional<Due> byContent = byContent().filter(look -> !look.at().isAfter(now));
        return byContent.or(() -> next().filter(look -> !look.at().isAfter(now)));
    }

    private static int compare(Due one, Due other) {
        int byTime = one.at().compareTo(other.at());
        return byTime != 0 ? byTime : other.criterion().compareTo(one.criterion());
    }

    private Optional<Due> byContent() {
        if (!watching.isOn()) {
            return Optional.empty();
        }
        Instant since = lastByContent == null ? from : lastByContent;
        return watching.byContent()
                .period()
                .map(period -> new Due(since.plus(period), Criterion.CONTENT, Reason.SCHEDULE));
    }

    private Optional<Due> reported() {
        Instant first = firstChange;
        if (first == null) {
            return Optional.empty();
        }
        Instant quiet = earlier(lastChange.plus(QUIET), first.plus(LONGEST));
        return Optional.of(new Due(later(quiet, earliest()), Criterion.METADATA, Reason.REPORT));
    }

    private Instant earliest() {
        Duration pause = took.multipliedBy(SHARE);
        return last == null ? from : last.plus(pause.compareTo(GAP) > 0 ? pause : GAP);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
