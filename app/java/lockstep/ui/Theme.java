package lockstep.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.text.Font;
import lockstep.present.Preferences;

/// AtlantaFX Primer, light or dark, for every window of the program.
///
/// Follows the system until the operator chooses; from then on the choice stays. The font is our
/// own, so that figures stand in columns and every screen looks the same on every system. Whoever
/// paints by hand (charts, canvases) listens to [#appearanceProperty].
public final class Theme {
    /// Light on dark or dark on light.
    public enum Appearance {
        LIGHT,
        DARK
    }

    private static final List<String> SHEETS =
            List.of(
                    sheet("controlsfx.css"),
                    sheet("lockstep.css"),
                    sheet("inspector.css"),
                    sheet("forms.css"),
                    sheet("history.css"),
                    sheet("pools.css"));
    private static final List<Integer> ICON_SIZES = List.of(16, 32, 48, 64, 128, 256);
    private static final List<String> WEIGHTS = List.of("Regular", "Italic", "Medium", "Bold");

    private final ReadOnlyObjectWrapper<Appearance> appearance =
            new ReadOnlyObjectWrapper<>(Appearance.LIGHT);
    private boolean chosen;

    /// Loads the font and takes the system's appearance. Once a program; the toolkit must run.
    public Theme() {
        WEIGHTS.forEach(Theme::loadFont);
        var preferences = Platform.getPreferences();
        preferences.colorSchemeProperty().subscribe(this::followSystem);
    }

    /// Puts our style sheets on a scene. Needed once for each scene of a window.
    public void dress(Scene scene) {
        scene.getStylesheets().setAll(SHEETS);
    }

    /// The other appearance.
    Appearance other() {
        return appearance.get() == Appearance.LIGHT ? Appearance.DARK : Appearance.LIGHT;
    }

    /// As preferred: what the system says, or this whatever it says.
    void prefer(Preferences.Colours colours) {
        switch (colours) {
            case SYSTEM -> {
                chosen = false;
                followSystem(Platform.getPreferences().getColorScheme());
            }
            case LIGHT -> choose(Appearance.LIGHT);
            case DARK -> choose(Appearance.DARK);
        }
    }

    /// This appearance, from now on whatever the system says.
    public void choose(Appearance wanted) {
        chosen = true;
        show(wanted);
    }

    /// The window's icon in the sizes that were made; none before they are generated.
    static List<Image> icons() {
        return ICON_SIZES.stream()
                .map(size -> Theme.class.getResource("icon-" + size + ".png"))
                .filter(Objects::nonNull)
                .map(url -> new Image(url.toExternalForm()))
                .toList();
    }

    public ReadOnlyObjectProperty<Appearance> appearanceProperty() {
        return appearance.getReadOnlyProperty();
    }

    private void followSystem(ColorScheme scheme) {
        if (!chosen) {
            show(scheme == ColorScheme.DARK ? Appearance.DARK : Appearance.LIGHT);
        }
    }

    private void show(Appearance wanted) {
        var theme = wanted == Appearance.DARK ? new PrimerDark() : new PrimerLight();
        Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
        appearance.set(wanted);
    }

    private static void loadFont(String weight) {
        String path = "/com/formdev/flatlaf/fonts/roboto/Roboto-" + weight + ".ttf";
        try (InputStream in = Theme.class.getResourceAsStream(path)) {
            Font.loadFont(Objects.requireNonNull(in, path), 14);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    private static String sheet(String name) {
        URL url = Theme.class.getResource(name);
        return Objects.requireNonNull(url, name).toExternalForm();
    }
}
