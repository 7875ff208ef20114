package lockstep.ui;

import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import lockstep.present.BlockPicture;
import lockstep.present.Strings;

/// Paints a block map: what the target had already is calm, what was sent is bright, what has not
/// been reached is empty. As a grid for a file, or as a thin strip for a whole run.
///
/// Painted when the picture, the size or the theme has changed, and then in about a thousand
/// rectangles; the caller decides how often that is.
final class BlockMapView extends Region {
    /// How the cells are laid out.
    enum Form {
        GRID,
        STRIP
    }

    /// How much of a cell is bright at least when anything in it was sent.
    private static final double LEAST_SENT = 0.35;

    private final Form form;
    private final Canvas canvas = new Canvas();
    private final Inks inks = new Inks(this::requestLayout);
    private BlockPicture picture = BlockPicture.EMPTY;

    BlockMapView(Form form) {
        this.form = form;
        getStyleClass().addAll("block-map", form == Form.GRID ? "block-grid" : "block-strip");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        canvas.setManaged(false);
        getChildren().addAll(inks, canvas);
        show(picture);
    }

    void show(BlockPicture next) {
        if (!next.equals(picture)) {
            picture = next;
            setAccessibleText(spoken(next));
            paint();
        }
    }

    @Override
    protected void layoutChildren() {
        double width = snapSizeX(getWidth() - snappedLeftInset() - snappedRightInset());
        double height = snapSizeY(getHeight() - snappedTopInset() - snappedBottomInset());
        canvas.relocate(snappedLeftInset(), snappedTopInset());
        canvas.setWidth(Math.max(0, width));
        canvas.setHeight(Math.max(0, height));
        paint();
    }

    private void paint() {
        GraphicsContext on = canvas.getGraphicsContext2D();
        on.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        switch (form) {
            case GRID -> paintGrid(on);
            case STRIP -> paintStrip(on);
        }
    }

    private void paintGrid(GraphicsContext on) {
        BlockGrid grid =
                BlockGrid.fit(picture.cells(), canvas.getWidth(), canvas.getHeight(), scale());
        for (int i = 0; i < picture.cells(); i++) {
            paintCell(
                    on,
                    i,
                    new Rectangle2D(grid.x(i), grid.y(i), grid.cellWidth(), grid.cellHeight()));
        }
    }

    private void paintStrip(GraphicsContext on) {
        double width = canvas.getWidth();
        on.setFill(inks.of(Inks.Ink.EMPTY));
        on.fillRect(0, 0, width, canvas.getHeight());
        double last = 0;
        for (int i = 0; i < picture.cells(); i++) {
            double next = snapped(width * (i + 1) / picture.cells());
            if (next > last && picture.saved(i) + picture.sent(i) > 0) {
                paintCell(on, i, new Rectangle2D(last, 0, next - last, canvas.getHeight()));
            }
            last = next;
        }
    }

    /// A calm cell, filled from below with what was sent, at least a third of it.
    private void paintCell(GraphicsContext on, int cell, Rectangle2D at) {
        int sent = picture.sent(cell);
        double known = Math.min(255, sent + picture.saved(cell)) / 255.0;
        Color empty = inks.of(Inks.Ink.EMPTY);
        Color calm = inks.of(Inks.Ink.SAVED);
        on.setFill(known == 0 ? empty : empty.interpolate(calm, Math.max(0.3, known)));
        on.fillRect(at.getMinX(), at.getMinY(), at.getWidth(), at.getHeight());
        if (sent > 0) {
            double share = Math.max(LEAST_SENT, sent / 255.0);
            double height = Math.max(1 / scale(), snapped(at.getHeight() * share));
            on.setFill(inks.of(Inks.Ink.SENT));
            on.fillRect(at.getMinX(), at.getMaxY() - height, at.getWidth(), height);
        }
    }

    private double snapped(double length) {
        return Math.round(length * scale()) / scale();
    }

    private double scale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : Math.max(1, getScene().getWindow().getRenderScaleX());
    }

    private static String spoken(BlockPicture picture) {
        int saved = 0;
        int sent = 0;
        for (int i = 0; i < picture.cells(); i++) {
            sent += picture.sent(i) > 0 ? 1 : 0;
            saved += picture.sent(i) == 0 && picture.saved(i) > 0 ? 1 : 0;
        }
        return Strings.text("run.map.spoken", saved, picture.cells(), sent);
    }
}
