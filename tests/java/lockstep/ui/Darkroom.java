package lockstep.ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/// Where photographs become files.
final class Darkroom {
    private static final Path PHOTOGRAPHS = Path.of("target", "photographs");

    private Darkroom() {}

    /// Writes `target/photographs/NAME.png`.
    static void develop(WritableImage image, String name) {
        try {
            Files.createDirectories(PHOTOGRAPHS);
            var copy = SwingFXUtils.fromFXImage(image, null);
            ImageIO.write(copy, "png", PHOTOGRAPHS.resolve(name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
