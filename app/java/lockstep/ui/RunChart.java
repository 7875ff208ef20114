package lockstep.ui;

import java.awt.BasicStroke;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import lockstep.present.RunWords;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
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
    private static final double LEAST_VALUE = 4;
    private static final double HEADROOM = 1.15;
    private static final BasicStroke LINE =
            new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final List<Curve> curves;
    private final XYPlot plot = new XYPlot();
    private final JFreeChart chart = new JFreeChart(null, null, plot, false);
    private final ChartCanvas canvas = new ChartCanvas(chart);
    private final NumberAxis time = new NumberAxis();
    private final NumberAxis values = new NumberAxis();
    private final Inks inks = new Inks(this::requestLayout);
    private boolean dressed;

    /// @param format how a value of the vertical axis is written
    RunChart(DoubleFunction<String> format, List<Curve> curves) {
        this.curves = List.copyOf(curves);
        getStyleClass().add("run-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        chart.setNotify(false);
        chart.setPadding(new RectangleInsets(4, 0, 0, 18));
        chart.setBorderVisible(false);
        time.setNumberFormatOverride(
                new Written(s -> RunWords.shortDuration(Duration.ofMillis((long) (s * 1e3)))));
        values.setNumberFormatOverride(new Written(format));
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
        for (NumberAxis axis : List.of(time, values)) {
            axis.setAxisLineVisible(false);
            axis.setTickMarksVisible(false);
        }
        time.setAutoRange(false);
        time.setTickLabelInsets(new RectangleInsets(4, 10, 0, 10));
        values.setTickLabelInsets(new RectangleInsets(2, 0, 2, 8));
        values.setAutoRange(false);
        values.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        for (int i = 0; i < curves.size(); i++) {
            plot.setDataset(2 * i, curves.get(i).data());
            plot.setRenderer(2 * i, new XYAreaRenderer(XYAreaRenderer.AREA));
            plot.setDataset(2 * i + 1, curves.get(i).data());
            plot.setRenderer(2 * i + 1, new XYLineAndShapeRenderer(true, false));
        }
    }

    /// Draws again: the history has grown.
    void refresh(double seconds) {
        time.setRange(0, Math.max(LEAST_SECONDS, seconds));
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

    /// A number format that only writes.
    private static final class Written extends NumberFormat {
        private static final long serialVersionUID = 1L;
        private final transient DoubleFunction<String> words;

        Written(DoubleFunction<String> words) {
            this.words = words;
        }

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition at) {
            return to.append(words.apply(number));
        }

        @Override
        public StringBuffer format(long number, StringBuffer to, FieldPosition at) {
            return to.append(words.apply((double) number));
        }

        @Override
        public Number parse(String text, ParsePosition at) {
            throw new UnsupportedOperationException();
        }
    }
}
