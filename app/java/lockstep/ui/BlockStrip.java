package lockstep.ui;

import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import lockstep.present.BlockPicture;
import lockstep.present.Strings;

/// A block map as a thin strip: all bytes that a node is to get.
final class BlockStrip extends Region {
    private static final double WHOLE = 255;

    private final Canvas canvas = new Canvas();
    private final Inks inks = new Inks(this::requestLayout);
    private BlockPicture picture = BlockPicture.EMPTY;

    BlockStrip() {
        getStyleClass().addAll("block-map", "block-strip");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        canvas.setManaged(false);
        getChildren().addAll(inks, canvas);
        setAccessibleText(spoken(picture));
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
        double width = canvas.getWidth();
        on.clearRect(0, 0, width, canvas.getHeight());
        on.setFill(inks.of(Inks.Ink.EMPTY));
        on.fillRect(0, 0, width, canvas.getHeight());
        double last = 0;
        for (int i = 0; i < picture.cells(); i++) {
            double next = Math.round(width * (i + 1) / picture.cells());
            double sent = picture.sent(i) / WHOLE;
            double saved = picture.saved(i) / WHOLE;
            if (next > last && sent + saved > 0) {
                Rectangle2D at = new Rectangle2D(last, 0, next - last, canvas.getHeight());
                on.clearRect(last, 0, next - last, canvas.getHeight());
                BlockInk.content(on, inks, at, sent, saved);
            }
            last = next;
        }
    }

    /// `Block map: 31 of 40 blocks saved, 9 sent`.
    static String spoken(BlockPicture picture) {
        int saved = 0;
        int sent = 0;
        for (int i = 0; i < picture.cells(); i++) {
            sent += picture.sent(i) > 0 ? 1 : 0;
            saved += picture.sent(i) == 0 && picture.saved(i) > 0 ? 1 : 0;
        }
        return Strings.text("run.map.spoken", saved, picture.cells(), sent);
    }
}
