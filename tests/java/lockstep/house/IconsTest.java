package lockstep.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The icon at every size, as `icons/make` left it.
class IconsTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32, 48, 64, 128, 256, 512})
    void isThereTwiceAndTheSame(int size) throws Exception {
        Path source = House.root().resolve("icons/icon-" + size + ".png");
        Path resource = House.root().resolve("app/resources/lockstep/ui/icon-" + size + ".png");
        BufferedImage icon = ImageIO.read(source.toFile());
        assertThat(icon.getWidth()).isEqualTo(size);
        assertThat(icon.getHeight()).isEqualTo(size);
        assertThat(resource).hasSameBinaryContentAs(source);
    }
}
