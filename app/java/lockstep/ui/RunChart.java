package lockstep.ui;

import java.awt.BasicStroke;
import java.text.DateFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import javafx.scene.shape.Line;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.DateTickUnit;
import org.jfree.chart.axis.DateTickUnitType;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYAreaRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;

/// A chart over the time of a run: filled curves, the first with a whole line, others with a dashed
/// one.
final class RunChart {
    /// A curve and its colour; the first lies behind the later ones.
    record Curve(HistoryDataset data, Inks.Ink ink) {}

    private static final int FILL_ALPHA = 56;
    private static final double SAMPLE = 24;
    private static final double LEAST_SECONDS = 10;
    private static final int[] ROUND_STEPS = {1, 2, 5, 10, 15, 30};
    private static final double LEAST_VALUE = 4;
    private static final double HEADROOM = 1.15;
    private static final BasicStroke LINE =
            new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private static final float[] DASHES = {6, 5};

    private static final BasicStroke DASHED =
            new BasicStroke(
                    1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES.clone(), 0);

    private final List<Curve> curves;
    private final XYPlot plot = new XYPlot();
    private final DateAxis time =
            new DateAxis(null, TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
    private final NumberAxis values = new NumberAxis();
    private final ChartPane pane;

    /// @param format how a value of the vertical axis is written
    RunChart(NumberFormat format, List<Curve> curves) {
        this.curves = List.copyOf(curves);
        values.setNumberFormatOverride(format);
        plot.setDomainAxis(time);
        plot.setRangeAxis(values);
        time.setStandardTickUnits(timeUnits());
        values.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        for (int i = 0; i < curves.size(); i++) {
            plot.setDataset(2 * i, curves.get(i).data());
            plot.setRenderer(2 * i, new XYAreaRenderer(XYAreaRenderer.AREA));
            plot.setDataset(2 * i + 1, curves.get(i).data());
            plot.setRenderer(2 * i + 1, new XYLineAndShapeRenderer(true, false));
        }
        pane = new ChartPane(plot, this::dress);
    }

    /// What shows it.
    ChartPane pane() {
        return pane;
    }

    private static TickUnits timeUnits() {
        TickUnits units = new TickUnits();
        for (int step : ROUND_STEPS) {
            units.add(new DateTickUnit(DateTickUnitType.SECOND, step, written("m:ss")));
            units.add(new DateTickUnit(DateTickUnitType.MINUTE, step, written("H:mm")));
        }
        units.add(new DateTickUnit(DateTickUnitType.HOUR, 1, written("H:mm")));
        units.add(new DateTickUnit(DateTickUnitType.HOUR, 6, written("H:mm")));
        return units;
    }

    private static DateFormat written(String pattern) {
        DateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
        format.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
        return format;
    }

    /// Draws again: the history has grown.
    void refresh(double seconds) {
        time.setRange(0, Math.max(LEAST_SECONDS, seconds) * 1_000);
        double most = curves.stream().mapToDouble(curve -> curve.data().most()).max().orElse(0);
        values.setRange(0, Math.max(LEAST_VALUE, most * HEADROOM));
        pane.refresh();
    }

    /// A piece of the line of the curve of that number, for a legend.
    static Line sample(int curve, Inks.Ink ink) {
        Line line = new Line(0, 0, SAMPLE, 0);
        line.setStrokeWidth(LINE.getLineWidth());
        line.getStyleClass().add("chart-line-" + ink.name().toLowerCase(Locale.ROOT));
        for (float dash : curve == 0 ? new float[0] : DASHES) {
            line.getStrokeDashArray().add((double) dash);
        }
        return line;
    }

    private void dress(Inks inks) {
        for (int i = 0; i < curves.size(); i++) {
            java.awt.Color line = ChartPane.awt(inks.of(curves.get(i).ink()));
            plot.getRenderer(2 * i).setSeriesPaint(0, faded(line));
            plot.getRenderer(2 * i + 1).setSeriesPaint(0, line);
            plot.getRenderer(2 * i + 1).setSeriesStroke(0, i == 0 ? LINE : DASHED);
        }
    }

    private static java.awt.Color faded(java.awt.Color colour) {
        return new java.awt.Color(colour.getRed(), colour.getGreen(), colour.getBlue(), FILL_ALPHA);
    }
}
