package lockstep.ui;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.converter.ColorConverter;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// The theme's colours for what is painted by hand. An unseen child of whatever paints: the style
/// sheet gives it its colours (`-ink-…`, see run.css), again on every switch of the theme.
final class Inks extends Region {
    /// What a colour is for.
    enum Ink {
        TEXT("-ink-text"),
        GRID("-ink-grid"),
        EMPTY("-ink-empty"),
        SAVED("-ink-saved"),
        SENT("-ink-sent"),
        PLAIN("-ink-plain"),
        LINE_1("-ink-line-1"),
        LINE_2("-ink-line-2"),
        LINE_3("-ink-line-3"),
        LINE_4("-ink-line-4"),
        LINE_5("-ink-line-5"),
        LINE_6("-ink-line-6"),
        FAILED("-ink-failed");

        private final String property;

        Ink(String property) {
            this.property = property;
        }
    }

    private static final Map<Ink, InkMeta> METAS =
            Arrays.stream(Ink.values()).collect(Collectors.toMap(ink -> ink, InkMeta::new));
    private static final List<CssMetaData<? extends Styleable, ?>> ALL =
            Stream.concat(Region.getClassCssMetaData().stream(), METAS.values().stream()).toList();

    private final Map<Ink, SimpleStyleableObjectProperty<Color>> colours = new EnumMap<>(Ink.class);

    /// @param changed called after any colour has become another, once for each
    Inks(Runnable changed) {
        getStyleClass().add("inks");
        setManaged(false);
        setMouseTransparent(true);
        for (Ink ink : Ink.values()) {
            var property =
                    new SimpleStyleableObjectProperty<>(METAS.get(ink), this, "", Color.GRAY);
            property.addListener(_ -> changed.run());
            colours.put(ink, property);
        }
    }

    Color of(Ink ink) {
        return property(ink).get();
    }

    private SimpleStyleableObjectProperty<Color> property(Ink ink) {
        return Objects.requireNonNull(colours.get(ink));
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return ALL;
    }

    private static final class InkMeta extends CssMetaData<Inks, Color> {
        private final Ink ink;

        InkMeta(Ink ink) {
            super(ink.property, ColorConverter.getInstance(), Color.GRAY);
            this.ink = ink;
        }

        @Override
        public boolean isSettable(Inks inks) {
            return true;
        }

        @Override
        public StyleableProperty<Color> getStyleableProperty(Inks inks) {
            return inks.property(ink);
        }
    }
}
