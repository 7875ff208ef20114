package lockstep.ui;

import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.function.IntFunction;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Line;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;

/// Tells the values of a chart at the moment under the pointer, or where the arrow keys have gone,
/// in words beside a line.
final class ChartReadout extends StackPane {
    private static final double GAP = 12;

    private final ChartPane chart;
    private final ValueAxis axis;
    private final Label words = new Label();
    private final Line line = new Line();
    private double[] moments = {};
    private IntFunction<String> telling = _ -> "";
    private int at = -1;

    /// @param axis the horizontal one of the chart
    ChartReadout(ChartPane chart, ValueAxis axis) {
        this.chart = chart;
        this.axis = axis;
        words.getStyleClass().add("chart-readout");
        line.getStyleClass().add("chart-cursor");
        Pane above = new Pane(line, words);
        above.setMouseTransparent(true);
        getStyleClass().add("chart-focus");
        getChildren().addAll(chart, above);
        setFocusTraversable(true);
        accessibleTextProperty().bind(chart.accessibleTextProperty());
        hide();
        addEventHandler(MouseEvent.MOUSE_MOVED, this::point);
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> hide());
        addEventHandler(KeyEvent.KEY_PRESSED, this::step);
        focusedProperty().subscribe((_, has) -> leave(has));
    }

    private void leave(boolean focused) {
        if (!focused) {
            hide();
        }
    }

    /// @param moments in the axis's values, ascending
    /// @param telling the words of a moment by its index
    void tell(double[] moments, IntFunction<String> telling) {
        this.moments = moments.clone();
        this.telling = telling;
        hide();
    }

    /// As [#tell], while what is told stays in view, at the same place of the picture: for a chart
    /// that moves on by itself.
    void renew(double[] moments, IntFunction<String> telling) {
        int before = at;
        tell(moments, telling);
        if (before >= 0 && moments.length > 0 && (isHover() || isFocused())) {
            show(Math.min(before, moments.length - 1));
        }
    }

    private void hide() {
        at = -1;
        words.setVisible(false);
        line.setVisible(false);
    }

    private void point(MouseEvent event) {
        Rectangle2D area = chart.plotted();
        if (moments.length == 0 || area.isEmpty() || !area.contains(event.getX(), event.getY())) {
            hide();
            return;
        }
        show(nearest(axis.java2DToValue(event.getX(), area, RectangleEdge.BOTTOM)));
    }

    private int nearest(double value) {
        int found = Arrays.binarySearch(moments, value);
        if (found >= 0) {
            return found;
        }
        int after = Math.min(-found - 1, moments.length - 1);
        int before = Math.max(0, after - 1);
        return value - moments[before] < moments[after] - value ? before : after;
    }

    private void step(KeyEvent event) {
        boolean left = event.getCode() == KeyCode.LEFT;
        if ((left || event.getCode() == KeyCode.RIGHT) && moments.length > 0) {
            int next = at < 0 ? moments.length - 1 : at + (left ? -1 : 1);
            show(Math.clamp(next, 0, moments.length - 1));
            event.consume();
        }
    }

    private void show(int moment) {
        Rectangle2D area = chart.plotted();
        at = moment;
        double x = axis.valueToJava2D(moments[moment], area, RectangleEdge.BOTTOM);
        line.setStartX(x);
        line.setEndX(x);
        line.setStartY(area.getMinY());
        line.setEndY(area.getMaxY());
        words.setText(telling.apply(moment));
        words.setVisible(true);
        line.setVisible(true);
        words.applyCss();
        words.autosize();
        boolean fits = x + GAP + words.getWidth() < getWidth();
        words.relocate(fits ? x + GAP : Math.max(0, x - GAP - words.getWidth()), area.getMinY());
        words.setAccessibleText(words.getText());
    }
}
