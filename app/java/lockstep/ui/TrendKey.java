package lockstep.ui;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.shape.Line;

/// What tells one line of a trend from the others: a colour, a pattern and a shape, each enough by
/// itself.
///
/// @param name by which the style sheet knows it
/// @param dashes lengths drawn and left out in turn; empty for a whole line
record TrendKey(String name, Inks.Ink ink, Shape shape, List<Double> dashes) {
    private static final float WIDTH = 2;
    private static final double SAMPLE = 30;

    private static final List<TrendKey> ALL =
            List.of(
                    key("first", Inks.Ink.LINE_1, new Ellipse2D.Double(-3, -3, 6, 6)),
                    key("second", Inks.Ink.LINE_2, new Rectangle2D.Double(-3, -3, 6, 6), 7, 4),
                    key("third", Inks.Ink.LINE_3, ChartMarks.polygon(0, -4, 4, 3, -4, 3), 2, 4),
                    key(
                            "fourth",
                            Inks.Ink.LINE_4,
                            ChartMarks.polygon(0, -4, 4, 0, 0, 4, -4, 0),
                            10,
                            4,
                            2,
                            4),
                    key("fifth", Inks.Ink.LINE_5, ChartMarks.polygon(0, 4, 4, -3, -4, -3), 14, 6),
                    key(
                            "sixth",
                            Inks.Ink.LINE_6,
                            new Rectangle2D.Double(-4, -1.5, 8, 3),
                            6,
                            4,
                            2,
                            4,
                            2,
                            4));

    private static TrendKey key(String name, Inks.Ink ink, Shape shape, double... dashes) {
        return new TrendKey(name, ink, shape, Arrays.stream(dashes).boxed().toList());
    }

    /// The one of that number, from 0.
    static TrendKey of(int line) {
        return ALL.get(line);
    }

    BasicStroke stroke() {
        if (dashes.isEmpty()) {
            return new BasicStroke(WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        }
        float[] pattern = new float[dashes.size()];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = dashes.get(i).floatValue();
        }
        return new BasicStroke(WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pattern, 0);
    }

    /// A piece of the line, for a legend.
    Node sample() {
        Line line = new Line(0, 0, SAMPLE, 0);
        line.setStrokeWidth(WIDTH);
        line.getStyleClass().add("trend-key-" + name);
        line.getStrokeDashArray().setAll(dashes);
        return line;
    }
}
