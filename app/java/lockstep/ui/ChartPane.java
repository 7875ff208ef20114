package lockstep.ui;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.fx.ChartCanvas;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/// Where JFreeChart draws a plot in the theme's paints and font: thin horizontal grid lines, no
/// frame, no axis lines. Title and legend belong to whoever holds it.
final class ChartPane extends Region {
    private static final int TICK_SIZE = 12;

    private final XYPlot plot;
    private final JFreeChart chart;
    private final ChartCanvas canvas;
    private final Inks inks = new Inks(this::requestLayout);
    private final Consumer<Inks> dresser;
    private boolean dressed;

    /// @param plot with both axes
    /// @param dresser gives the curves their colours, again on every switch of the theme
    ChartPane(XYPlot plot, Consumer<Inks> dresser) {
        this.plot = plot;
        this.dresser = dresser;
        chart = new JFreeChart(null, null, plot, false);
        canvas = new ChartCanvas(chart);
        getStyleClass().add("run-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        chart.setNotify(false);
        chart.setPadding(new RectangleInsets(4, 0, 0, 18));
        chart.setBorderVisible(false);
        lay();
        canvas.setManaged(false);
        canvas.setTooltipEnabled(false);
        canvas.setMouseTransparent(true);
        getChildren().addAll(inks, canvas);
    }

    private void lay() {
        plot.setOutlineVisible(false);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        for (ValueAxis axis : axes()) {
            axis.setAxisLineVisible(false);
            axis.setTickMarksVisible(false);
            axis.setAutoRange(false);
        }
        plot.getDomainAxis().setTickLabelInsets(new RectangleInsets(4, 10, 0, 10));
        plot.getRangeAxis().setTickLabelInsets(new RectangleInsets(2, 0, 2, 8));
    }

    private List<ValueAxis> axes() {
        return List.of(plot.getDomainAxis(), plot.getRangeAxis());
    }

    /// Draws again: what is to be drawn has changed.
    void refresh() {
        if (dressed) {
            draw();
        }
    }

    /// Colours anew, and draws again: there are other curves.
    void dressAgain() {
        requestLayout();
    }

    /// Where curves are drawn, in pixels of this; empty before the first drawing.
    Rectangle2D plotted() {
        return canvas.getRenderingInfo().getPlotInfo().getDataArea();
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
        for (ValueAxis axis : axes()) {
            axis.setTickLabelPaint(awt(inks.of(Inks.Ink.TEXT)));
            axis.setTickLabelFont(ChartFont.measured(TICK_SIZE));
        }
        dresser.accept(inks);
        dressed = true;
    }

    /// A colour as JFreeChart has it.
    static java.awt.Color awt(Color colour) {
        return new java.awt.Color(
                (float) colour.getRed(),
                (float) colour.getGreen(),
                (float) colour.getBlue(),
                (float) colour.getOpacity());
    }
}
