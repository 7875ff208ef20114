package lockstep.ui;

import javafx.geometry.Rectangle2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// How a cell of a map looks: calm where the target had it already, bright from below for what was
/// sent, empty where nothing has been reached. The height of what is bright tells as much as its
/// colour, and other kinds have other forms, for eyes that tell colours badly.
final class BlockInk {
    /// How much of a cell is bright at least when anything in it was sent.
    private static final double LEAST_SENT = 0.35;

    private static final double LEAST_KNOWN = 0.3;

    /// Below this many units a form could not be told from another.
    private static final double FORM = 5;

    private BlockInk() {}

    /// Content.
    ///
    /// @param sent share that was sent, 0 to 1
    /// @param saved share that was there, 0 to 1
    static void content(GraphicsContext on, Inks inks, Rectangle2D at, double sent, double saved) {
        double known = Math.min(1, sent + saved);
        Color empty = inks.of(Inks.Ink.EMPTY);
        Color calm = inks.of(Inks.Ink.SAVED);
        on.setFill(known == 0 ? empty : empty.interpolate(calm, Math.max(LEAST_KNOWN, known)));
        on.fillRect(at.getMinX(), at.getMinY(), at.getWidth(), at.getHeight());
        if (sent > 0) {
            double height = Math.max(1, Math.round(at.getHeight() * Math.max(LEAST_SENT, sent)));
            double bright = Math.min(at.getHeight(), height);
            on.setFill(inks.of(Inks.Ink.SENT));
            on.fillRect(at.getMinX(), at.getMaxY() - bright, at.getWidth(), bright);
        }
    }

    /// Nothing but attributes: a small square in the middle.
    static void attributes(GraphicsContext on, Inks inks, Rectangle2D at) {
        content(on, inks, at, 0, 0);
        on.setFill(inks.of(Inks.Ink.PLAIN));
        double side = Math.min(at.getWidth(), at.getHeight());
        double part = side < FORM ? side : Math.max(2, Math.round(side * 0.45));
        double x = at.getMinX() + Math.floor((at.getWidth() - part) / 2);
        double y = at.getMinY() + Math.floor((at.getHeight() - part) / 2);
        on.fillRect(x, y, part, part);
    }

    /// What is gone: a frame, struck through.
    static void deletion(GraphicsContext on, Inks inks, Rectangle2D at) {
        on.setStroke(inks.of(Inks.Ink.TEXT));
        on.setLineWidth(1);
        double right = at.getMaxX() - 0.5;
        double bottom = at.getMaxY() - 0.5;
        if (Math.min(at.getWidth(), at.getHeight()) >= FORM) {
            on.strokeRect(
                    at.getMinX() + 0.5, at.getMinY() + 0.5, at.getWidth() - 1, at.getHeight() - 1);
        }
        on.strokeLine(at.getMinX() + 0.5, bottom, right, at.getMinY() + 0.5);
    }

    /// What is on its way: framed.
    static void flying(GraphicsContext on, Inks inks, Rectangle2D at) {
        on.setStroke(inks.of(Inks.Ink.PLAIN));
        on.setLineWidth(2);
        on.strokeRect(at.getMinX() + 1, at.getMinY() + 1, at.getWidth() - 2, at.getHeight() - 2);
    }
}
