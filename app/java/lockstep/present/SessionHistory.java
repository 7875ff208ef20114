package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lockstep.run.Trend;

/// How many sessions each node had at the looks of the last hour: each look of the last fifteen
/// minutes, and the highest of every five seconds before. What nobody could say is a gap, and so
/// is the time in which nobody looked. Not safe for use by many threads.
public final class SessionHistory {
    /// How far back.
    public enum Reach {
        QUARTER(Duration.ofMinutes(15)),
        HOUR(Duration.ofHours(1));

        private final Duration length;

        Reach(Duration length) {
            this.length = length;
        }

        public Duration length() {
            return length;
        }
    }

    /// A line of a chart.
    ///
    /// @param name of the node; empty for several
    /// @param others how many nodes this is the highest of; 0 for a node of its own
    /// @param points the oldest first
    public record Line(String name, int others, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /// @param sessions not a number where nobody could say
    public record Point(Instant at, double sessions) {}

    /// As many looks as are kept for each reach, however often somebody looks.
    static final int MOST = 900;

    private static final Duration STEP = Duration.ofSeconds(5);

    /// Longer than looks are apart where a balancer takes its time.
    private static final Duration GAP = Duration.ofSeconds(20);

    private final List<String> names;
    private final Deque<Moment> near = new ArrayDeque<>();
    private final Deque<Moment> far = new ArrayDeque<>();

    /// @param names of the nodes
    public SessionHistory(List<String> names) {
        this.names = List.copyOf(names);
    }

    /// A look's sessions; not a number where nobody could say.
    private static final class Moment {
        private final Instant at;
        private final double[] sessions;

        Moment(Instant at, double[] sessions) {
            this.at = at;
            this.sessions = sessions;
        }

        boolean isOlderThan(Duration age, Instant now) {
            return at.isBefore(now.minus(age));
        }

        void raise(double[] other) {
            for (int i = 0; i < sessions.length; i++) {
                double now = other[i];
                sessions[i] = Double.isNaN(sessions[i]) ? now : Math.max(sessions[i], now);
            }
        }
    }

    /// Takes one look.
    ///
    /// @param sessions of the nodes in their order
    public void look(Instant at, List<OptionalLong> sessions) {
        double[] seen =
                sessions.stream()
                        .mapToDouble(s -> s.isPresent() ? (double) s.getAsLong() : Double.NaN)
                        .toArray();
        add(near, new Moment(at, seen), Reach.QUARTER);
        Moment last = far.peekLast();
        if (last != null && at.isBefore(last.at.plus(STEP))) {
            last.raise(seen);
        } else {
            add(far, new Moment(at, seen.clone()), Reach.HOUR);
        }
    }

    private static void add(Deque<Moment> all, Moment now, Reach reach) {
        all.addLast(now);
        while (all.size() > MOST || all.getFirst().isOlderThan(reach.length(), now.at)) {
            all.removeFirst();
        }
    }

    /// At most as many lines as can be told apart: those of the busiest nodes in the nodes' order,
    /// then the highest of the others.
    public List<Line> lines(Reach reach, Instant now) {
        List<Moment> moments =
                (reach == Reach.QUARTER ? near : far)
                        .stream().filter(m -> !m.isOlderThan(reach.length(), now)).toList();
        if (names.size() <= Trend.MOST_LINES) {
            return IntStream.range(0, names.size()).mapToObj(i -> line(moments, i)).toList();
        }
        List<Integer> byLoad =
                IntStream.range(0, names.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -total(moments, i)))
                        .toList();
        List<Integer> busiest = byLoad.subList(0, Trend.MOST_LINES - 1);
        List<Integer> others = byLoad.subList(Trend.MOST_LINES - 1, byLoad.size());
        return Stream.concat(
                        busiest.stream().sorted().map(i -> line(moments, i)),
                        Stream.of(highest(moments, others)))
                .toList();
    }

    private static double total(List<Moment> moments, int node) {
        return moments.stream()
                .mapToDouble(m -> m.sessions[node])
                .filter(s -> !Double.isNaN(s))
                .sum();
    }

    private Line line(List<Moment> moments, int node) {
        return new Line(names.get(node), 0, points(moments, new int[] {node}));
    }

    private static Line highest(List<Moment> moments, List<Integer> nodes) {
        int[] all = nodes.stream().mapToInt(Integer::intValue).toArray();
        return new Line("", all.length, points(moments, all));
    }

    private static List<Point> points(List<Moment> moments, int[] nodes) {
        List<Point> points = new ArrayList<>(moments.size());
        Instant last = Instant.MAX;
        for (Moment moment : moments) {
            if (last.isBefore(moment.at.minus(GAP))) {
                points.add(new Point(last.plusMillis(1), Double.NaN));
            }
            double most =
                    Arrays.stream(nodes)
                            .mapToDouble(node -> moment.sessions[node])
                            .filter(s -> !Double.isNaN(s))
                            .max()
                            .orElse(Double.NaN);
            points.add(new Point(moment.at, most));
            last = moment.at;
        }
        return points;
    }
}
