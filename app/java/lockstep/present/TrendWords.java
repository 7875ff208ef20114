package lockstep.present;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lockstep.run.Trend;
import lockstep.run.Trend.Line;
import lockstep.run.Trend.Point;
import lockstep.run.Trend.Ran;

/// What the charts of a trend say in words.
public final class TrendWords {
    private TrendWords() {}

    /// What a line is called.
    public static String name(Line line) {
        return line.others() == 0
                ? line.name()
                : Strings.text("history.trend.others", line.others());
    }

    /// A line with its last value, as in a legend.
    public static String last(Line line) {
        return line.points().isEmpty()
                ? name(line)
                : Strings.text("history.trend.value", name(line), value(line.points().getLast()));
    }

    private static String value(Point point) {
        return point.isKnown() ? number(point.differing()) : Strings.text("history.trend.unknown");
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Words.number((long) value)
                : String.format(java.util.Locale.ENGLISH, "%,.1f", value);
    }

    /// What the picture leaves out, and what its marks mean; empty when there is nothing to say.
    public static String note(Trend trend) {
        List<String> notes = new ArrayList<>();
        if (trend.lines().stream().anyMatch(line -> line.others() > 0)) {
            notes.add(Strings.text("history.trend.worst", trend.lines().size() - 1));
        }
        if (!trend.runs().isEmpty()) {
            notes.add(Strings.text("history.trend.marks"));
        }
        if (!trend.whole()) {
            notes.add(Strings.text("history.trend.cut"));
        }
        return String.join(" · ", notes);
    }

    /// Every moment of which something is known, the oldest first.
    public static List<Instant> moments(Trend trend) {
        return Stream.concat(
                        trend.lines().stream()
                                .flatMap(line -> line.points().stream())
                                .map(Point::at),
                        trend.runs().stream().map(Ran::at))
                .filter(at -> !at.isBefore(trend.from()))
                .distinct()
                .sorted()
                .toList();
    }

    /// When that was, how it is known, and what is known of every line then.
    public static String at(Trend trend, Instant moment) {
        List<String> rows = new ArrayList<>();
        String basis =
                trend.lines().stream()
                        .flatMap(line -> line.points().stream())
                        .filter(point -> point.at().equals(moment))
                        .map(point -> " · " + Strings.text("history.basis." + point.basis()))
                        .findFirst()
                        .orElse("");
        rows.add(Words.moment(moment) + basis);
        trend.runs().stream()
                .filter(run -> run.at().equals(moment))
                .forEach(run -> rows.add(named(run)));
        for (Line line : trend.lines()) {
            before(line, moment)
                    .ifPresent(
                            point ->
                                    rows.add(
                                            Strings.text(
                                                    "history.trend.value",
                                                    name(line),
                                                    value(point))));
        }
        return String.join("\n", rows);
    }

    private static Optional<Point> before(Line line, Instant moment) {
        return line.points().stream()
                .filter(point -> !point.at().isAfter(moment))
                .reduce((_, later) -> later);
    }

    private static String named(Ran run) {
        return Strings.text(
                run.rollback() ? "history.trend.rollback" : "history.trend.run", run.run());
    }

    /// What a run sent and saved.
    public static String bytes(Ran run) {
        return String.join(
                "\n",
                Words.moment(run.at()),
                named(run),
                Strings.text("history.bytes.sent", Words.bytes(run.sent())),
                Strings.text("history.bytes.saved", Words.bytes(run.saved())));
    }

    /// The chart of drift for who cannot see it.
    public static String spoken(Trend trend) {
        String lines =
                trend.lines().stream().map(TrendWords::last).collect(Collectors.joining(", "));
        return Strings.text("history.trend.keys", Strings.text("history.trend") + ": " + lines);
    }
}
