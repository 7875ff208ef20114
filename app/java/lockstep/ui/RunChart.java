package lockstep.ui;

import java.awt.BasicStroke;
import java.text.DateFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.DateTickUnit;
import org.jfree.chart.axis.DateTickUnitType;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.fx.ChartCanvas;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYAreaRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;

/// A chart over the time of a run, drawn by JFreeChart in the theme's paints and font: filled
/// curves, thin horizontal grid lines, no frame. Its title and legend belong to whoever holds it.
final class RunChart extends Region {
    /// A curve and its colour; the first lies behind the later ones.
    record Curve(HistoryDataset data, Inks.Ink ink) {}

    private static final int TICK_SIZE = 12;
    private static final int FILL_ALPHA = 56;
    private static final double LEAST_SECONDS = 10;
    private static final int[] ROUND_STEPS = {1, 2, 5, 10, 15, 30};
    private static final double LEAST_VALUE = 4;
    private static final double HEADROOM = 1.15;
    private static final BasicStroke LINE =
            new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final List<Curve> curves;
    private final XYPlot plot = new XYPlot();
    private final JFreeChart chart = new JFreeChart(null, null, plot, false);
    private final ChartCanvas canvas = new ChartCanvas(chart);
    private final DateAxis time =
            new DateAxis(null, TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
    private final NumberAxis values = new NumberAxis();
    private final Inks inks = new Inks(this::requestLayout);
    private boolean dressed;

    /// @param format how a value of the vertical axis is written
    RunChart(NumberFormat format, List<Curve> curves) {
        this.curves = List.copyOf(curves);
        getStyleClass().add("run-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        chart.setNotify(false);
        chart.setPadding(new RectangleInsets(4, 0, 0, 18));
        chart.setBorderVisible(false);
        values.setNumberFormatOverride(format);
        lay();
        canvas.setManaged(false);
        canvas.setTooltipEnabled(false);
        canvas.setMouseTransparent(true);
        getChildren().addAll(inks, canvas);
    }

    private void lay() {
        plot.setDomainAxis(time);
        plot.setRangeAxis(values);
        plot.setOutlineVisible(false);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        for (ValueAxis axis : List.of(time, values)) {
            axis.setAxisLineVisible(false);
            axis.setTickMarksVisible(false);
        }
        time.setAutoRange(false);
        time.setTickLabelInsets(new RectangleInsets(4, 10, 0, 10));
        values.setTickLabelInsets(new RectangleInsets(2, 0, 2, 8));
        values.setAutoRange(false);
        time.setStandardTickUnits(timeUnits());
        values.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        for (int i = 0; i < curves.size(); i++) {
            plot.setDataset(2 * i, curves.get(i).data());
            plot.setRenderer(2 * i, new XYAreaRenderer(XYAreaRenderer.AREA));
            plot.setDataset(2 * i + 1, curves.get(i).data());
            plot.setRenderer(2 * i + 1, new XYLineAndShapeRenderer(true, false));
        }
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
        if (dressed) {
            draw();
        }
    }

    @Override
    protected void layoutChildren() {
        dress();
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        if (canvas.getWidth() > 0 && canvas.getHeight() > 0) {
            // After its first drawing the canvas forgets the font but thinks that it has it.
            canvas.getGraphicsContext2D().setFont(ChartFont.drawn(TICK_SIZE));
            canvas.draw();
        }
    }

    private void dress() {
        java.awt.Color none = new java.awt.Color(0, 0, 0, 0);
        chart.setBackgroundPaint(none);
        plot.setBackgroundPaint(none);
        plot.setRangeGridlinePaint(awt(inks.of(Inks.Ink.GRID)));
        for (ValueAxis axis : List.of(time, values)) {
            axis.setTickLabelPaint(awt(inks.of(Inks.Ink.TEXT)));
            axis.setTickLabelFont(ChartFont.measured(TICK_SIZE));
        }
        for (int i = 0; i < curves.size(); i++) {
            java.awt.Color line = awt(inks.of(curves.get(i).ink()));
            plot.getRenderer(2 * i).setSeriesPaint(0, faded(line));
            plot.getRenderer(2 * i + 1).setSeriesPaint(0, line);
            plot.getRenderer(2 * i + 1).setSeriesStroke(0, LINE);
        }
        dressed = true;
    }

    private static java.awt.Color awt(Color colour) {
        return new java.awt.Color(
                (float) colour.getRed(),
                (float) colour.getGreen(),
                (float) colour.getBlue(),
                (float) colour.getOpacity());
    }

    private static java.awt.Color faded(java.awt.Color colour) {
        return new java.awt.Color(colour.getRed(), colour.getGreen(), colour.getBlue(), FILL_ALPHA);
    }
}
