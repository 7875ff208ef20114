package lockstep.ui;

import static lockstep.present.Strings.text;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lockstep.present.PoolBoard;
import lockstep.present.PoolBoard.Change;
import lockstep.present.PoolBoard.Event;
import lockstep.present.PoolWords;
import lockstep.present.SessionHistory.Line;
import lockstep.present.SessionHistory.Point;
import lockstep.present.SessionHistory.Reach;
import lockstep.run.Trend;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// The sessions of each node over the last minutes. What was taken out, came back or failed stands
/// above. What nobody could say is a gap.
final class SessionsChart {
    private static final double HEADROOM = 1.18;
    private static final double LEAST_VALUE = 4;
    private static final int FEW_MARKS = 40;
    private static final Duration SHORTEST = Duration.ofMinutes(2);

    /// What is marked, in the order of its series.
    private static final List<Change> MARKED = List.of(Change.OUT, Change.BACK, Change.FAILED);

    private final XYPlot plot = new XYPlot();
    private final DateAxis time = TimeAxis.create();
    private final NumberAxis values = new NumberAxis();
    private final XYLineAndShapeRenderer curves = new XYLineAndShapeRenderer(true, false);
    private final XYLineAndShapeRenderer marks = new XYLineAndShapeRenderer(false, true);
    private final ChartPane pane;
    private final TrendCard card;
    private List<Event> marked = List.of();

    SessionsChart() {
        plot.setDomainAxis(time);
        plot.setRangeAxis(values);
        values.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ENGLISH));
        values.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ENGLISH));
        plot.setRenderer(0, curves);
        plot.setRenderer(1, marks);
        pane = new ChartPane(plot, this::dress);
        card =
                new TrendCard(
                        "pools-chart", text("pools.chart"), pane, time, text("pools.chart.none"));
    }

    TrendCard card() {
        return card;
    }

    /// Draws what is known now.
    void show(PoolBoard board, Reach reach, Instant now) {
        List<Line> lines = board.sessions().lines(reach, now);
        Instant from = from(lines, reach, now);
        time.setRange((double) from.toEpochMilli(), (double) now.toEpochMilli());
        marked =
                board.events().stream()
                        .filter(event -> MARKED.contains(event.change()))
                        .filter(event -> event.at().isAfter(from))
                        .limit(FEW_MARKS)
                        .toList();
        double most =
                lines.stream()
                        .flatMap(line -> line.points().stream())
                        .mapToDouble(Point::sessions)
                        .filter(value -> !Double.isNaN(value))
                        .max()
                        .orElse(Double.NaN);
        values.setRange(0, Double.isNaN(most) ? 1 : Math.max(LEAST_VALUE, most * HEADROOM));
        plot.setDataset(0, series(lines));
        plot.setDataset(1, marks(values.getUpperBound()));
        tell(lines, now);
        if (Double.isNaN(most)) {
            card.empty();
        } else {
            card.drawn();
        }
        pane.dressAgain();
    }

    /// What is known from the first look on fills the picture, however little that is.
    private static Instant from(List<Line> lines, Reach reach, Instant now) {
        Instant shortest = now.minus(SHORTEST);
        return lines.stream()
                .flatMap(line -> line.points().stream().limit(1))
                .map(Point::at)
                .map(first -> first.isAfter(shortest) ? shortest : first)
                .min(Comparator.naturalOrder())
                .orElse(now.minus(reach.length()));
    }

    private void tell(List<Line> lines, Instant now) {
        card.legend(
                IntStream.range(0, lines.size())
                        .mapToObj(
                                i ->
                                        TrendCard.key(
                                                TrendKey.of(i).sample(),
                                                PoolWords.at(lines.get(i), now)))
                        .toList());
        card.note(PoolWords.note(lines, marked));
        pane.setAccessibleText(PoolWords.spoken(lines));
        List<Instant> moments =
                lines.isEmpty()
                        ? List.of()
                        : lines.getFirst().points().stream().map(Point::at).toList();
        card.readout()
                .renew(
                        moments.stream().mapToDouble(at -> (double) at.toEpochMilli()).toArray(),
                        i -> PoolWords.at(lines, moments.get(i)));
    }

    private static XYSeriesCollection series(List<Line> lines) {
        XYSeriesCollection all = new XYSeriesCollection();
        for (int i = 0; i < lines.size(); i++) {
            XYSeries series = new XYSeries(i, false, true);
            for (Point point : lines.get(i).points()) {
                series.add((double) point.at().toEpochMilli(), point.sessions(), false);
            }
            all.addSeries(series);
        }
        return all;
    }

    private XYSeriesCollection marks(double top) {
        XYSeriesCollection all = new XYSeriesCollection();
        for (Change change : MARKED) {
            XYSeries series = new XYSeries(change, false, true);
            marked.stream()
                    .filter(event -> event.change() == change)
                    .forEach(event -> series.add((double) event.at().toEpochMilli(), top, false));
            all.addSeries(series);
        }
        return all;
    }

    private void dress(Inks inks) {
        for (int line = 0; line < Trend.MOST_LINES; line++) {
            TrendKey key = TrendKey.of(line);
            curves.setSeriesPaint(line, ChartPane.awt(inks.of(key.ink())));
            curves.setSeriesStroke(line, key.stroke());
        }
        java.awt.Color quiet = ChartPane.awt(inks.of(Inks.Ink.TEXT));
        marks.setSeriesPaint(0, quiet);
        marks.setSeriesShape(0, ChartMarks.pointingDown());
        marks.setSeriesPaint(1, quiet);
        marks.setSeriesShape(1, ChartMarks.pointingUp());
        marks.setSeriesPaint(2, ChartPane.awt(inks.of(Inks.Ink.FAILED)));
        marks.setSeriesShape(2, ChartMarks.cross());
        plot.clearDomainMarkers();
        for (Event event : marked) {
            plot.addDomainMarker(
                    new ValueMarker((double) event.at().toEpochMilli(), quiet, ChartMarks.LINE));
        }
    }
}
