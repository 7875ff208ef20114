package lockstep.ui;

import static lockstep.present.Strings.text;

import java.text.NumberFormat;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lockstep.present.TrendWords;
import lockstep.run.Trend;
import lockstep.run.Trend.Line;
import lockstep.run.Trend.Point;
import lockstep.run.Trend.Ran;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// How many entries of each node differ over time. Runs stand above as triangles, those that left
/// something as crosses, each with a line down where there are few.
final class DriftTrend {
    private static final double HEADROOM = 1.18;
    private static final double LEAST_VALUE = 4;

    /// Shapes at the points help where there are few of them, and hide the lines where not.
    private static final int FEW_POINTS = 50;

    private static final int FEW_RUNS = 60;

    private final XYPlot plot = new XYPlot();
    private final DateAxis time = TimeAxis.create();
    private final NumberAxis values = new NumberAxis();
    private final XYStepRenderer steps = new XYStepRenderer();
    private final XYLineAndShapeRenderer shapes = new XYLineAndShapeRenderer(false, true);
    private final XYLineAndShapeRenderer marks = new XYLineAndShapeRenderer(false, true);
    private final ChartPane pane;
    private final TrendCard card;
    private List<Ran> runs = List.of();

    DriftTrend() {
        plot.setDomainAxis(time);
        plot.setRangeAxis(values);
        values.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ENGLISH));
        values.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ENGLISH));
        plot.setRenderer(0, steps);
        plot.setRenderer(1, shapes);
        plot.setRenderer(2, marks);
        pane = new ChartPane(plot, this::dress);
        card =
                new TrendCard(
                        "history-trend",
                        text("history.trend"),
                        pane,
                        time,
                        text("history.trend.none"));
    }

    TrendCard card() {
        return card;
    }

    void show(Trend trend) {
        runs = trend.runs();
        time.setRange((double) trend.from().toEpochMilli(), (double) trend.to().toEpochMilli());
        double most = trend.most();
        values.setRange(0, Math.max(LEAST_VALUE, most * HEADROOM));
        XYSeriesCollection lines = lines(trend.lines());
        plot.setDataset(0, lines);
        int longest = trend.lines().stream().mapToInt(line -> line.points().size()).max().orElse(0);
        plot.setDataset(1, longest <= FEW_POINTS ? lines : new XYSeriesCollection());
        plot.setDataset(2, marked(values.getUpperBound()));
        tell(trend);
        pane.dressAgain();
    }

    private void tell(Trend trend) {
        card.legend(
                IntStream.range(0, trend.lines().size())
                        .mapToObj(
                                i ->
                                        TrendCard.key(
                                                TrendKey.of(i).sample(),
                                                TrendWords.last(trend.lines().get(i))))
                        .toList());
        card.note(TrendWords.note(trend));
        pane.setAccessibleText(TrendWords.spoken(trend));
        List<Instant> moments = TrendWords.moments(trend);
        card.readout()
                .tell(
                        moments.stream().mapToDouble(at -> (double) at.toEpochMilli()).toArray(),
                        i -> TrendWords.at(trend, moments.get(i)));
        if (moments.isEmpty()) {
            card.empty();
        } else {
            card.drawn();
        }
    }

    private static XYSeriesCollection lines(List<Line> all) {
        XYSeriesCollection lines = new XYSeriesCollection();
        for (int i = 0; i < all.size(); i++) {
            XYSeries series = new XYSeries(i, false, true);
            for (Point point : all.get(i).points()) {
                series.add((double) point.at().toEpochMilli(), point.differing(), false);
            }
            lines.addSeries(series);
        }
        return lines;
    }

    /// The runs at the upper edge: first those that left nothing, then the others.
    private XYSeriesCollection marked(double top) {
        XYSeries settled = new XYSeries("settled", false, true);
        XYSeries others = new XYSeries("others", false, true);
        for (Ran run : runs) {
            XYSeries series = run.settled() ? settled : others;
            series.add((double) run.at().toEpochMilli(), top, false);
        }
        XYSeriesCollection marked = new XYSeriesCollection();
        marked.addSeries(settled);
        marked.addSeries(others);
        return marked;
    }

    private void dress(Inks inks) {
        for (int series = 0; series < Trend.MOST_LINES; series++) {
            TrendKey key = TrendKey.of(series);
            java.awt.Color colour = ChartPane.awt(inks.of(key.ink()));
            steps.setSeriesPaint(series, colour);
            steps.setSeriesStroke(series, key.stroke());
            shapes.setSeriesPaint(series, colour);
            shapes.setSeriesShape(series, key.shape());
        }
        java.awt.Color quiet = ChartPane.awt(inks.of(Inks.Ink.TEXT));
        marks.setSeriesPaint(0, quiet);
        marks.setSeriesShape(0, ChartMarks.pointingDown());
        marks.setSeriesPaint(1, ChartPane.awt(inks.of(Inks.Ink.FAILED)));
        marks.setSeriesShape(1, ChartMarks.cross());
        plot.clearDomainMarkers();
        runs.stream()
                .limit(runs.size() <= FEW_RUNS ? FEW_RUNS : 0)
                .map(
                        run ->
                                new ValueMarker(
                                        (double) run.at().toEpochMilli(), quiet, ChartMarks.LINE))
                .forEach(plot::addDomainMarker);
    }
}
