package lockstep.present;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What this program is.
public final class Product {
    private static final String BUILT = "version.properties";

    private Product() {}

    /// The version as the build wrote it.
    public static String version() {
        Properties built = new Properties();
        try (InputStream in = Product.class.getResourceAsStream(BUILT)) {
            if (in == null) {
                throw new IllegalStateException(BUILT + " is not in the build");
            }
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built.getProperty("version");
    }
}
