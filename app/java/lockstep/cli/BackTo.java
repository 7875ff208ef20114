package lockstep.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;

/// Which snapshot of each node is meant by a snapshot's name, a run's, or a time. Pure.
///
/// A time of day is the last such, and a time without seconds stands for its whole minute: what is
/// listed as of 13:40:25 is found by 13:40.
final class BackTo {
    private static final Pattern NAME = Pattern.compile("\\d{8}T\\d{6}Z-.+");
    private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2})?");
    private static final Pattern DAY_AND_TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.*");

    private final Map<String, List<Kept>> shelves;
    private final Clock clock;

    /// @param shelves the snapshots of the nodes that are meant, the newest first
    /// @param clock of the zone in which times are said
    BackTo(Map<String, List<Kept>> shelves, Clock clock) {
        this.shelves = shelves;
        this.clock = clock;
    }

    /// Whether a snapshot is asked for of every node, or only of those that have it.
    enum Nodes {
        ALL,
        THOSE_THAT_HAVE_IT
    }

    /// The snapshot of each node by what was typed. A time is always one of all nodes: half of a
    /// cluster as it was is a cluster that never was.
    ///
    /// @throws FaultException `UnsafeArgument` for what is none of the three; `GuardTripped` where
    ///     there is none
    Map<String, Kept> of(String typed, Nodes nodes) throws FaultException {
        if (NAME.matcher(typed).matches()) {
            return found(
                    kept -> kept.snapshot().name().equals(typed), "no snapshot " + typed, nodes);
        }
        if (TIME.matcher(typed).matches() || DAY_AND_TIME.matcher(typed).matches()) {
            Instant end = end(typed);
            return found(
                    kept -> kept.snapshot().at().isBefore(end),
                    "no snapshot of " + Visible.text(typed, 40) + " or before",
                    Nodes.ALL);
        }
        return found(
                kept -> kept.snapshot().run().equals(typed),
                "no snapshot of a run " + Visible.text(typed, 64),
                nodes);
    }

    private Map<String, Kept> found(Predicate<Kept> which, String none, Nodes nodes)
            throws FaultException {
        Map<String, Kept> found = new LinkedHashMap<>();
        List<String> without = new ArrayList<>();
        shelves.forEach(
                (node, all) ->
                        all.stream()
                                .filter(which)
                                .findFirst()
                                .ifPresentOrElse(
                                        kept -> found.put(node, kept), () -> without.add(node)));
        if (found.isEmpty() || (nodes == Nodes.ALL && !without.isEmpty())) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            Words.list(without.isEmpty() ? List.of("the cluster") : without),
                            "There is " + none + " there.",
                            "Nothing was changed. lockstep snapshot list FILE shows what there"
                                    + " is; --node names the nodes that are meant."));
        }
        return found;
    }

    /// The first moment that is after what is meant.
    private Instant end(String typed) throws FaultException {
        try {
            Instant at = parsed(typed);
            boolean minute = !typed.matches(".*\\d:\\d{2}:\\d{2}.*");
            return at.plus(1, minute ? ChronoUnit.MINUTES : ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            throw new FaultException(
                    new Fault.UnsafeArgument(
                            "--to",
                            Visible.text(typed, 60),
                            "it is no time such as 13:40, 2026-11-23T13:40 or"
                                    + " 2026-11-23T13:40:00Z"),
                    e);
        }
    }

    private Instant parsed(String typed) {
        if (TIME.matcher(typed).matches()) {
            LocalTime time = LocalTime.parse(typed.indexOf(':') == 1 ? "0" + typed : typed);
            ZonedDateTime now = clock.instant().atZone(clock.getZone());
            ZonedDateTime today = now.with(time);
            return (today.isAfter(now) ? today.minusDays(1) : today).toInstant();
        }
        return typed.endsWith("Z") || typed.matches(".*T.*[+-]\\d{2}:\\d{2}")
                ? ZonedDateTime.parse(typed).toInstant()
                : LocalDateTime.parse(typed).atZone(clock.getZone()).toInstant();
    }

    /// The good ones of a node that may be gone back to where nothing was said, in the order in
    /// which they are to be tried: the newest, and the newest of another state. When the node is
    /// as the first is, it is not as the second.
    static List<Kept> before(List<Kept> newestFirst) {
        List<Kept> good = newestFirst.stream().filter(k -> k.good().isPresent()).toList();
        if (good.isEmpty()) {
            return List.of();
        }
        Optional<String> first = state(good.getFirst());
        List<Kept> tried = new ArrayList<>(List.of(good.getFirst()));
        good.stream()
                .filter(k -> state(k).isPresent() && !state(k).equals(first))
                .findFirst()
                .ifPresent(tried::add);
        return tried;
    }

    private static Optional<String> state(Kept kept) {
        return kept.about().map(BackTo::state);
    }

    private static String state(About about) {
        return about.digest() + " " + about.state();
    }
}
