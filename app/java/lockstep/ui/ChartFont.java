package lockstep.ui;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The window's font as JFreeChart wants it. AWT only measures and names it; JavaFX draws.
final class ChartFont {
    private static final Font ROBOTO = load();

    private ChartFont() {}

    /// For laying out.
    static Font measured(int size) {
        return ROBOTO.deriveFont((float) size);
    }

    /// For drawing.
    static javafx.scene.text.Font drawn(int size) {
        return javafx.scene.text.Font.font(ROBOTO.getFamily(), size);
    }

    private static Font load() {
        String path = "/com/formdev/flatlaf/fonts/roboto/Roboto-Regular.ttf";
        try (InputStream in = ChartFont.class.getResourceAsStream(path)) {
            Font font = Font.createFont(Font.TRUETYPE_FONT, Objects.requireNonNull(in, path));
            GraphicsEnvironment.getLocalGraphicsEnvironment().registerFont(font);
            return font;
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(path, e);
        }
    }
}
