package lockstep.report;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lockstep.drift.Verdict;
import lockstep.run.Rollback;

/// What rolling back is called, in the window and on the command line alike.
public final class RollbackWords {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private RollbackWords() {}

    /// `rolling back web2 to 13:40, 14 files, 2 removed`: what is chosen of the nodes that
    /// something is done to. Those that are removed are of the files.
    public static String sentence(Rollback rollback, ZoneId zone) {
        return sentence(rollback, Clock.system(zone));
    }

    /// As above.
    ///
    /// @param clock of the zone; a moment of its day is told without its date
    public static String sentence(Rollback rollback, Clock clock) {
        List<Rollback.Target> changed =
                rollback.targets().stream().filter(Rollback.Target::changes).toList();
        if (changed.isEmpty()) {
            return rollback.targets().stream().allMatch(RollbackWords::isTold)
                    ? "nothing to roll back"
                    : "nothing to roll back of what could be read";
        }
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        for (Rollback.Target target : changed) {
            nodes.computeIfAbsent(moment(at(target), clock), _ -> new ArrayList<>())
                    .add(ReportWords.shown(target.node()));
        }
        List<String> goals = new ArrayList<>();
        nodes.forEach((moment, names) -> goals.add(Figures.list(names) + " to " + moment));
        long restored = changed.stream().mapToLong(Rollback.Target::restored).sum();
        long removed = changed.stream().mapToLong(Rollback.Target::removed).sum();
        return "rolling back %s, %s, %s removed"
                .formatted(Figures.list(goals), files(restored + removed), number(removed));
    }

    /// `web2 to 13:40 (20261122T134000Z-abc123): 12 put back, 2 removed`. Where no difference is
    /// proven and not all could be read, that it cannot be told.
    public static String target(Rollback.Target target, ZoneId zone) {
        return target(target, Clock.system(zone));
    }

    /// As above.
    ///
    /// @param clock as for [#sentence(Rollback, Clock)]
    public static String target(Rollback.Target target, Clock clock) {
        String goal =
                "%s to %s (%s): "
                        .formatted(
                                ReportWords.shown(target.node()),
                                moment(at(target), clock),
                                target.to().snapshot().name());
        if (!isTold(target)) {
            return goal + "it cannot be told whether it is as it was then";
        }
        if (target.plan().rows().isEmpty()) {
            return goal + "as it was then, nothing to do";
        }
        if (!target.changes()) {
            return goal + "nothing chosen";
        }
        String part = target.isWhole() ? "" : ", the rest stays as it is";
        return goal
                + number(target.restored())
                + " put back, "
                + number(target.removed())
                + " removed"
                + part;
    }

    /// Whether it can be told if the node is as it was then. The reasons are the verdict's.
    public static boolean isTold(Rollback.Target target) {
        return target.drift().verdict().kind() != Verdict.Kind.CANNOT_TELL;
    }

    /// When a snapshot was made: `13:40` of the day of the clock, else `2026-11-22 13:40`.
    public static String moment(Instant at, Clock clock) {
        ZonedDateTime local = at.atZone(clock.getZone());
        boolean isToday = local.toLocalDate().equals(LocalDate.now(clock));
        return (isToday ? TIME : DAY_AND_TIME).format(local);
    }

    private static Instant at(Rollback.Target target) {
        return target.to().snapshot().at();
    }

    private static String files(long count) {
        return number(count) + (count == 1 ? " file" : " files");
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
