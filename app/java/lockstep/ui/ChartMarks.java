package lockstep.ui;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Path2D;

/// What stands at the upper edge of a chart for something that happened: below the point at which
/// it is drawn, and told apart by its form.
final class ChartMarks {
    /// A line down from a mark.
    static final BasicStroke LINE =
            new BasicStroke(
                    1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {2, 4}, 0);

    private ChartMarks() {}

    static Shape pointingDown() {
        return polygon(0, 9, 5, 1, -5, 1);
    }

    static Shape pointingUp() {
        return polygon(0, 1, 5, 9, -5, 9);
    }

    static Shape cross() {
        Path2D path = polygon(-4, 2, -2, 0, 6, 8, 4, 10);
        path.append(polygon(4, 0, 6, 2, -2, 10, -4, 8), false);
        return path;
    }

    /// @param points x and y in turn
    static Path2D polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }
}
