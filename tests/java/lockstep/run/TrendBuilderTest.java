package lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lockstep.journal.History;
import lockstep.journal.RunRecord;
import lockstep.journal.ScanResult;
import lockstep.present.PastRuns;
import lockstep.present.Shop;
import lockstep.run.Trend.Basis;
import lockstep.run.Trend.Line;
import lockstep.run.Trend.Point;
import org.junit.jupiter.api.Test;

class TrendBuilderTest {
    private static final Instant NOW = Shop.NOW;

    private static History.Scan scan(Duration ago, int... differing) {
        List<ScanResult.Node> nodes = new ArrayList<>();
        for (int i = 0; i < differing.length; i++) {
            String name = "web" + (i + 2);
            nodes.add(
                    differing[i] < 0
                            ? ScanResult.Node.failed(name, "gone")
                            : new ScanResult.Node(name, differing[i], 0, Map.of(), ""));
        }
        return new History.Scan(
                NOW.minus(ago), new ScanResult(true, Duration.ZERO, 9, "web1", nodes));
    }

    private static List<String> webs(int count) {
        return IntStream.range(2, 2 + count).mapToObj(i -> "web" + i).toList();
    }

    private static List<Double> values(Line line) {
        return line.points().stream().map(Point::differing).toList();
    }

    @Test
    void aNodeHasALineAndAGapWhereItWasNotScanned() {
        TrendBuilder trend = new TrendBuilder(webs(2));
        trend.add(scan(Duration.ofHours(1), 3, -1));
        trend.add(scan(Duration.ofHours(5), 14, 2));
        Trend made = trend.over(Instant.EPOCH, NOW);
        assertThat(made.from()).isEqualTo(NOW.minus(Duration.ofHours(5)));
        assertThat(made.lines()).extracting(Line::name).containsExactly("web2", "web3");
        assertThat(values(made.lines().getFirst())).containsExactly(14.0, 3.0);
        assertThat(values(made.lines().getLast())).containsExactly(2.0, Double.NaN);
        assertThat(made.whole()).isTrue();
    }

    /// What it has verified by content is known as well as by a scan.
    @Test
    void aRunThatProvesANodeBringsItsLineToZero() {
        TrendBuilder trend = new TrendBuilder(webs(2));
        RunRecord run = PastRuns.proven("k3f9qa");
        trend.add(scan(Duration.ofHours(5), 14, 2));
        trend.add(run);
        Trend made = trend.over(NOW.minus(Duration.ofDays(1)), NOW);
        for (Line line : made.lines()) {
            assertThat(line.points().getLast()).isEqualTo(new Point(run.lastAt(), 0, Basis.RUN));
        }
        assertThat(made.runs())
                .containsExactly(
                        new Trend.Ran("k3f9qa", run.lastAt(), false, true, 4_800_000, 136_600_000));
    }

    @Test
    void oneThatFailedSaysOnlyWhatItHasProven() {
        TrendBuilder trend = new TrendBuilder(webs(3));
        trend.add(PastRuns.failedInTheMiddle());
        Trend made = trend.over(Instant.EPOCH, NOW);
        assertThat(made.lines().getFirst().points()).hasSize(1);
        assertThat(made.lines().get(1).points()).isEmpty();
        assertThat(made.runs().getFirst().settled()).isFalse();
    }

    @Test
    void ofManyNodesTheWorstHaveLinesAndTheOthersTheirMedian() {
        TrendBuilder trend = new TrendBuilder(webs(9));
        trend.add(scan(Duration.ofHours(1), 0, 0, 0, 0, 0, 0, 0, 0, 0));
        trend.add(scan(Duration.ofHours(5), 1, 50, 2, 60, 3, 70, 80, 90, 8));
        Trend made = trend.over(Instant.EPOCH, NOW);
        assertThat(made.lines()).hasSize(Trend.MOST_LINES);
        assertThat(made.lines())
                .extracting(Line::name)
                .containsExactly("web3", "web5", "web7", "web8", "web9", "");
        Line others = made.lines().getLast();
        assertThat(others.others()).isEqualTo(4);
        assertThat(values(others)).containsExactly(2.5, 0.0);
    }

    /// Few enough to be drawn, and nothing that can be seen is lost.
    @Test
    void ofManyPointsThoseThatCanBeSeenAreKept() {
        TrendBuilder trend = new TrendBuilder(webs(1));
        for (int i = 0; i < 10_000; i++) {
            int value = i == 7_777 ? 999 : i == 3_333 ? -1 : i % 7;
            trend.add(scan(Duration.ofMinutes(i), value));
        }
        List<Point> points = trend.over(Instant.EPOCH, NOW).lines().getFirst().points();
        assertThat(points).hasSizeBetween(PointSampler.COLUMNS, 5 * PointSampler.COLUMNS);
        assertThat(points).extracting(Point::at).isSorted();
        assertThat(points).anyMatch(point -> point.differing() == 999);
        assertThat(points).filteredOn(point -> !point.isKnown()).hasSize(1);
        assertThat(points.getLast().at()).isEqualTo(NOW);
    }

    @Test
    void withoutAnythingThereIsAnHourOfNothing() {
        Trend made = new TrendBuilder(List.of()).over(Instant.EPOCH, NOW);
        assertThat(made.isEmpty()).isTrue();
        assertThat(Duration.between(made.from(), made.to())).isEqualTo(Duration.ofHours(1));
    }
}
