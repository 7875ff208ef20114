package lockstep.ui;

import java.nio.IntBuffer;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundImage;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import lockstep.picture.Picture;

/// A picture as large as it fits, with squares behind it where it is translucent. A small one is
/// enlarged by a whole number, so that each of its pixels is seen.
final class PictureView extends Region {
    private static final int MOST_ENLARGED = 16;
    private static final int SQUARE = 8;

    private final Region squares = new Region();
    private final ImageView view;
    private final Picture picture;

    PictureView(Picture picture) {
        this.picture = picture;
        getStyleClass().add("picture-view");
        squares.setBackground(new Background(new BackgroundImage(tile(), null, null, null, null)));
        squares.setVisible(picture.isTranslucent());
        view =
                new ImageView(
                        new WritableImage(
                                new PixelBuffer<>(
                                        picture.width(),
                                        picture.height(),
                                        IntBuffer.wrap(picture.pixels()),
                                        PixelFormat.getIntArgbPreInstance())));
        getChildren().addAll(squares, view);
        setMinSize(0, 0);
    }

    /// Two light and two darker squares, repeated: they tell what is translucent from what is grey
    /// or white.
    private static WritableImage tile() {
        WritableImage tile = new WritableImage(2 * SQUARE, 2 * SQUARE);
        for (int y = 0; y < 2 * SQUARE; y++) {
            for (int x = 0; x < 2 * SQUARE; x++) {
                boolean light = x / SQUARE == y / SQUARE;
                tile.getPixelWriter().setColor(x, y, light ? Color.WHITE : Color.LIGHTGREY);
            }
        }
        return tile;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 1;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 1;
    }

    @Override
    protected void layoutChildren() {
        double fits = Math.min(getWidth() / picture.width(), getHeight() / picture.height());
        if (fits <= 0) {
            return;
        }
        double scale = fits >= 1 ? Math.min(MOST_ENLARGED, Math.floor(fits)) : fits;
        double width = Math.max(1, picture.width() * scale);
        double height = Math.max(1, picture.height() * scale);
        view.setSmooth(scale < 1);
        view.setFitWidth(width);
        view.setFitHeight(height);
        squares.resizeRelocate(0, 0, width, height);
        view.relocate(0, 0);
    }
}
