package lockstep.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lockstep.fleet.Durations;
import lockstep.fleet.Keeping;

/// Which snapshots of a node the rules keep. Pure.
///
/// Only those of states that were proven good are counted, by moments in UTC: a row of bad ones
/// pushes no good one out. What is pinned, the newest good one, and what a protected run needs
/// never goes.
public final class Retention {
    private final Keeping keeping;
    private final Instant now;
    private final Map<String, String> needed;

    /// @param needed why the snapshots of a run are needed, by the run's name
    public Retention(Keeping keeping, Instant now, Map<String, String> needed) {
        this.keeping = keeping;
        this.now = now;
        this.needed = Map.copyOf(needed);
    }

    /// What becomes of a snapshot.
    ///
    /// @param why in words
    public record Fate(Kept kept, boolean goes, String why) {}

    /// What becomes of all snapshots of one node; at least one of them stays.
    ///
    /// @param all in any order
    /// @return the newest first
    public List<Fate> fates(List<Kept> all) {
        List<Kept> newestFirst =
                all.stream()
                        .sorted((a, b) -> b.snapshot().name().compareTo(a.snapshot().name()))
                        .toList();
        Map<Kept, String> counted = counted(newestFirst.stream().filter(Retention::good).toList());
        List<Fate> fates = new ArrayList<>();
        for (Kept kept : newestFirst) {
            Optional<String> stays =
                    always(kept)
                            .or(() -> Optional.ofNullable(counted.get(kept)))
                            .or(() -> young(kept));
            fates.add(new Fate(kept, stays.isEmpty(), stays.orElseGet(() -> gone(kept))));
        }
        if (!fates.isEmpty() && fates.stream().allMatch(Fate::goes)) {
            fates.set(0, new Fate(fates.getFirst().kept(), false, "the only one left"));
        }
        return fates;
    }

    private Optional<String> always(Kept kept) {
        return kept.pin()
                .map(why -> "pinned: " + why)
                .or(() -> Optional.ofNullable(needed.get(kept.snapshot().run())));
    }

    private static boolean good(Kept kept) {
        return kept.good().isPresent();
    }

    /// Which rule keeps a good one, the first that does.
    private Map<Kept, String> counted(List<Kept> good) {
        Map<Kept, String> kept = new LinkedHashMap<>();
        if (!good.isEmpty()) {
            kept.put(good.getFirst(), "the newest good one");
        }
        good.stream()
                .limit(keeping.last())
                .forEach(k -> kept.putIfAbsent(k, "one of the last " + keeping.last()));
        newest(good, keeping.hourly(), "hour", at -> at.truncatedTo(ChronoUnit.HOURS), kept);
        newest(good, keeping.daily(), "day", at -> at.truncatedTo(ChronoUnit.DAYS), kept);
        newest(good, keeping.weekly(), "week", Retention::week, kept);
        return kept;
    }

    /// The newest of each of the newest `count` spans that have any.
    private static void newest(
            List<Kept> good,
            int count,
            String span,
            Function<Instant, Object> of,
            Map<Kept, String> kept) {
        Set<Object> seen = new HashSet<>();
        for (Kept k : good) {
            Object which = of.apply(k.snapshot().at());
            if (seen.size() == count && !seen.contains(which)) {
                return;
            }
            if (seen.add(which)) {
                kept.putIfAbsent(k, "the newest of its " + span);
            }
        }
    }

    private static Object week(Instant at) {
        var day = at.atZone(ZoneOffset.UTC).toLocalDate();
        return day.get(IsoFields.WEEK_BASED_YEAR)
                + "-"
                + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    private Optional<String> young(Kept kept) {
        if (good(kept) || age(kept).compareTo(keeping.unproven()) > 0) {
            return Optional.empty();
        }
        return Optional.of("not proven good, kept for " + Durations.text(keeping.unproven()));
    }

    private String gone(Kept kept) {
        return good(kept)
                ? "no rule keeps it"
                : "not proven good, and older than " + Durations.text(keeping.unproven());
    }

    private Duration age(Kept kept) {
        return Duration.between(kept.snapshot().at(), now);
    }

    /// Whether it is time for a scheduled snapshot: none of any reason was made within the time
    /// that they are apart. Never where none are scheduled. One that is a minute early counts as
    /// in time, since whoever calls does so on the minute.
    ///
    /// @param all the snapshots of one node
    public static boolean due(Keeping keeping, List<Kept> all, Instant now) {
        Optional<Instant> newest = all.stream().map(k -> k.snapshot().at()).max(Instant::compareTo);
        return keeping.every()
                .filter(
                        every ->
                                newest.isEmpty()
                                        || newest.get().isAfter(now)
                                        || Duration.between(newest.get(), now)
                                                        .compareTo(every.minus(slack(every)))
                                                >= 0)
                .isPresent();
    }

    /// A run by cron may begin some seconds later than the next one does.
    private static Duration slack(Duration every) {
        Duration tenth = every.dividedBy(10);
        Duration minute = Duration.ofMinutes(1);
        return tenth.compareTo(minute) < 0 ? tenth : minute;
    }
}
