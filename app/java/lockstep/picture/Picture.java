package lockstep.picture;

import java.util.Optional;
import java.util.OptionalInt;

/// A decoded picture. Nobody changes its pixels.
public final class Picture {
    private final int width;
    private final int height;
    private final int[] pixels;

    /// @param pixels row by row from the top, each `0xAARRGGBB` with its colours already multiplied
    ///     by its opacity; handed over
    Picture(int width, int height, int[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// The pixels themselves, not a copy, for whoever draws them; as the constructor has them.
    public int[] pixels() {
        return pixels;
    }

    /// The pixel in that place.
    public int pixel(int x, int y) {
        return pixels[y * width + x];
    }

    /// How many pixels it has.
    public int size() {
        return pixels.length;
    }

    /// How it differs from another; empty when they are not of the same width and height.
    public Optional<PixelDifference> against(Picture other) {
        return width == other.width && height == other.height
                ? Optional.of(PixelDifference.of(this, other))
                : Optional.empty();
    }

    /// Its first pixel that is not fully opaque; empty when all are.
    OptionalInt firstTranslucent() {
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] >>> 24 != 0xff) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// Whether something behind it shines through.
    public boolean isTranslucent() {
        return firstTranslucent().isPresent();
    }
}
