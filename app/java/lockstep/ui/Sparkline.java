package lockstep.ui;

import javafx.scene.layout.Region;
import javafx.scene.shape.Polyline;

/// A line of recent figures without axes, newest at the right, its scale from zero to the largest.
final class Sparkline extends Region {
    private final Polyline line = new Polyline();
    private final int capacity;
    private long[] figures = new long[0];

    /// @param capacity figures that fill the whole width
    Sparkline(int capacity) {
        this.capacity = capacity;
        getStyleClass().add("sparkline");
        line.getStyleClass().add("sparkline-line");
        line.setManaged(false);
        getChildren().add(line);
        setMouseTransparent(true);
        setMaxHeight(USE_PREF_SIZE);
        setMinWidth(16);
    }

    void show(long[] next) {
        figures = next;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        long top = 1;
        for (long figure : figures) {
            top = Math.max(top, figure);
        }
        Double[] points = new Double[figures.length * 2];
        double step = getWidth() / (capacity - 1);
        for (int i = 0; i < figures.length; i++) {
            points[2 * i] = getWidth() - (figures.length - 1 - i) * step;
            points[2 * i + 1] = 1 + (getHeight() - 2) * (1 - (double) figures[i] / top);
        }
        line.getPoints().setAll(points);
    }
}
