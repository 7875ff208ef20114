package lockstep.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lockstep.journal.History;
import lockstep.journal.NodeResult;
import lockstep.journal.RunRecord;
import lockstep.journal.ScanResult;
import lockstep.run.Trend.Basis;
import lockstep.run.Trend.Line;
import lockstep.run.Trend.Point;
import lockstep.run.Trend.Ran;
import lockstep.state.RunState;

/// Makes a trend of scans and runs. A number a node and scan is kept until it is made.
final class TrendBuilder {
    private static final Duration SHORTEST = Duration.ofHours(1);

    /// Nothing is said of the node.
    private static final int SILENT = -2;

    /// It could not be scanned.
    private static final int UNKNOWN = -1;

    private final List<String> nodes;
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Moment> moments = new ArrayList<>();
    private final List<Ran> runs = new ArrayList<>();
    private int scans;
    private boolean whole = true;

    /// What became known at once.
    private static final class Moment {
        private final Instant at;
        private final Basis basis;
        private final int[] values;

        Moment(Instant at, Basis basis, int[] values) {
            this.at = at;
            this.basis = basis;
            this.values = values;
        }
    }

    /// @param nodes that have lines
    TrendBuilder(List<String> nodes) {
        this.nodes = List.copyOf(nodes);
        for (int i = 0; i < nodes.size(); i++) {
            columns.put(nodes.get(i), i);
        }
    }

    int scans() {
        return scans;
    }

    /// @return how many scans there are now
    int add(History.Scan scan) {
        int[] values = silent();
        for (ScanResult.Node node : scan.result().nodes()) {
            Integer column = columns.get(node.name());
            if (column != null) {
                values[column] = node.isScanned() ? node.differing() : UNKNOWN;
            }
        }
        Basis basis = scan.result().byContent() ? Basis.CONTENT : Basis.METADATA;
        moments.add(new Moment(scan.at(), basis, values));
        return ++scans;
    }

    /// A run that goes on says nothing yet.
    void add(RunRecord run) {
        if (run.story().state() instanceof RunState.Running) {
            return;
        }
        runs.add(
                new Ran(
                        run.head().id(),
                        run.lastAt(),
                        run.head().course().isRollback(),
                        Report.of(run).settled(),
                        run.results().values().stream().mapToLong(NodeResult::sent).sum(),
                        run.results().values().stream().mapToLong(NodeResult::saved).sum()));
        int[] values = silent();
        for (int i = 0; i < values.length && !run.head().course().isRollback(); i++) {
            values[i] = run.hasProven(nodes.get(i)) ? 0 : SILENT;
        }
        if (Arrays.stream(values).anyMatch(value -> value != SILENT)) {
            moments.add(new Moment(run.lastAt(), Basis.RUN, values));
        }
    }

    private int[] silent() {
        int[] values = new int[nodes.size()];
        Arrays.fill(values, SILENT);
        return values;
    }

    /// Something that is older was left out.
    void cut(boolean some) {
        whole = !some;
    }

    Trend over(Instant since, Instant to) {
        moments.sort(Comparator.comparing(moment -> moment.at));
        runs.sort(Comparator.comparing(Ran::at));
        Instant first = since.isAfter(Instant.EPOCH) ? since : earliest(to);
        Instant latest = to.minus(SHORTEST);
        Instant from = first.isBefore(latest) ? first : latest;
        PointSampler sampler = new PointSampler(from, to);
        List<Line> lines = new ArrayList<>();
        List<Integer> alone = alone();
        for (int column : alone) {
            lines.add(new Line(nodes.get(column), 0, sampler.sample(points(column))));
        }
        if (alone.size() < nodes.size()) {
            List<Integer> others = new ArrayList<>();
            IntStream.range(0, nodes.size()).filter(i -> !alone.contains(i)).forEach(others::add);
            lines.add(new Line("", others.size(), sampler.sample(medians(others))));
        }
        return new Trend(from, to, lines, runs, whole);
    }

    private Instant earliest(Instant to) {
        return Stream.concat(
                        moments.stream().limit(1).map(moment -> moment.at),
                        runs.stream().limit(1).map(Ran::at))
                .min(Comparator.naturalOrder())
                .orElse(to);
    }

    /// The nodes that have a line each: all, or those that differed most, in the cluster's order.
    private List<Integer> alone() {
        if (nodes.size() <= Trend.MOST_LINES) {
            return IntStream.range(0, nodes.size()).boxed().toList();
        }
        int[] most = new int[nodes.size()];
        for (Moment moment : moments) {
            for (int i = 0; i < most.length; i++) {
                most[i] = Math.max(most[i], moment.values[i]);
            }
        }
        return IntStream.range(0, most.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> most[i]).reversed())
                .limit(Trend.MOST_LINES - 1)
                .sorted()
                .toList();
    }

    private List<Point> points(int column) {
        List<Point> points = new ArrayList<>();
        for (Moment moment : moments) {
            int value = moment.values[column];
            if (value != SILENT) {
                points.add(new Point(moment.at, number(value), moment.basis));
            }
        }
        return points;
    }

    private static double number(int value) {
        return value == UNKNOWN ? Double.NaN : value;
    }

    /// Of what is known of each at every moment, be it from then or from before.
    private List<Point> medians(List<Integer> others) {
        int[] known = silent();
        List<Point> points = new ArrayList<>();
        for (Moment moment : moments) {
            for (int i = 0; i < known.length; i++) {
                known[i] = moment.values[i] == SILENT ? known[i] : moment.values[i];
            }
            List<Integer> values = new ArrayList<>();
            others.stream().map(i -> known[i]).filter(value -> value >= 0).forEach(values::add);
            points.add(new Point(moment.at, median(values), moment.basis));
        }
        return points;
    }

    private static double median(List<Integer> values) {
        Collections.sort(values);
        int half = values.size() / 2;
        return values.isEmpty()
                ? Double.NaN
                : values.size() % 2 == 1
                        ? values.get(half)
                        : (values.get(half - 1) + values.get(half)) / 2.0;
    }
}
