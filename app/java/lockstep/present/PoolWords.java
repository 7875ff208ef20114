package lockstep.present;

import static lockstep.present.Strings.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import lockstep.pool.Member;

/// What the pools say, in words.
public final class PoolWords {
    private PoolWords() {}

    /// What the checks say.
    public static String health(Member member) {
        return text("pools.health." + member.health());
    }

    /// A number, or that nobody knows it: never 0 for that.
    public static String figure(OptionalInt value) {
        return value.isPresent() ? Words.number(value.getAsInt()) : text("pools.unsaid");
    }

    /// How long ago the balancer last saw it change; empty where it does not know.
    public static String since(Member member) {
        return member.sinceChange().map(Words::span).orElse("");
    }

    /// The nodes that are in for one pool and out for another, a sentence each.
    static List<String> disagreements(List<NodeCard> cards) {
        List<String> told = new ArrayList<>();
        for (NodeCard card : cards) {
            PoolState state = card.poolProperty().get();
            boolean out = state.members().stream().anyMatch(m -> m.state().isOut());
            boolean in = state.members().stream().anyMatch(m -> m.state().isIn());
            if (in && out) {
                String places =
                        state.members().stream()
                                .map(
                                        m ->
                                                text(
                                                        "card.place",
                                                        m.balancer(),
                                                        m.backend(),
                                                        text("state." + m.state())))
                                .collect(Collectors.joining(", "));
                told.add(text("pools.disagree", card.name(), places));
            }
        }
        return told;
    }

    /// What a line of the chart is called.
    public static String name(SessionHistory.Line line) {
        return line.others() == 0 ? line.name() : text("pools.chart.others", line.others());
    }

    /// A line with its value at that moment, or before.
    public static String at(SessionHistory.Line line, Instant moment) {
        double value = Double.NaN;
        for (SessionHistory.Point point : line.points()) {
            if (point.at().isAfter(moment)) {
                break;
            }
            value = point.sessions();
        }
        String words =
                Double.isNaN(value) ? text("pools.chart.unknown") : Words.number((long) value);
        return text("pools.chart.value", name(line), words);
    }

    /// A moment, and the values of all lines then.
    public static String at(List<SessionHistory.Line> lines, Instant moment) {
        return Words.moment(moment)
                + lines.stream().map(line -> "\n" + at(line, moment)).collect(Collectors.joining());
    }

    /// The chart for who cannot see it.
    public static String spoken(List<SessionHistory.Line> lines) {
        String last =
                lines.stream().map(line -> at(line, Instant.MAX)).collect(Collectors.joining(", "));
        return text("history.trend.keys", text("pools.chart") + ": " + last);
    }

    /// What the picture leaves out, and what its marks mean; empty when there is nothing to say.
    public static String note(List<SessionHistory.Line> lines, List<PoolBoard.Event> marks) {
        List<String> notes = new ArrayList<>();
        if (lines.stream().anyMatch(line -> line.others() > 0)) {
            notes.add(text("pools.chart.busiest", lines.size() - 1));
        }
        if (!marks.isEmpty()) {
            notes.add(text("pools.chart.marks"));
        }
        return String.join(" · ", notes);
    }
}
