package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThemeTest {
    private static final Pattern FAINT = Pattern.compile("text-fill: -color-(fg-subtle|border)");

    /// Ink and ground.
    private static final String[][] WORDS = {
        {"-color-fg-default", "-color-bg-default"},
        {"-color-fg-default", "-color-bg-subtle"},
        {"-color-fg-default", "-color-bg-inset"},
        {"-color-fg-default", "-color-bg-overlay"},
        {"-color-fg-default", "-color-danger-subtle"},
        {"-color-fg-default", "-color-success-subtle"},
        {"-color-fg-default", "-color-warning-subtle"},
        {"-color-fg-default", "-color-neutral-muted"},
        {"-color-fg-muted", "-color-bg-default"},
        {"-color-fg-muted", "-color-bg-subtle"},
        {"-color-fg-muted", "-color-bg-inset"},
        {"-color-fg-muted", "-color-neutral-subtle"},
        {"-color-fg-muted", "-color-danger-subtle"},
        {"-color-fg-muted", "-color-warning-subtle"},
        {"-color-fg-muted", "-color-success-subtle"},
        {"-color-danger-fg", "-color-bg-default"},
        {"-color-danger-fg", "-color-danger-subtle"},
        {"-color-warning-fg", "-color-bg-default"},
        {"-color-warning-fg", "-color-warning-subtle"},
        {"-color-success-fg", "-color-bg-default"},
        {"-color-success-fg", "-color-success-subtle"},
        {"-color-accent-fg", "-color-bg-default"},
        {"-color-accent-fg", "-color-accent-subtle"},
        {"-color-fg-emphasis", "-color-accent-emphasis"},
        {"-color-fg-emphasis", "-color-danger-emphasis"},
        {"-color-fg-emphasis", "-lockstep-good"},
    };

    @Test
    void darkTextOnLightTurnsIntoLightTextOnDark() {
        Label label = StageHand.onFx(() -> new Label("web2 differs in 14 files"));
        try (StageHand hand = StageHand.show(() -> new VBox(label))) {
            Color inLight = StageHand.onFx(() -> (Color) label.getTextFill());
            StageHand.run(() -> hand.theme().choose(hand.theme().other()));
            hand.pulses(2);
            Color inDark = StageHand.onFx(() -> (Color) label.getTextFill());
            assertThat(inLight.getBrightness()).isLessThan(0.3);
            assertThat(inDark.getBrightness()).isGreaterThan(0.6);
            String family = StageHand.onFx(() -> label.getFont().getFamily());
            assertThat(family).isEqualTo("Roboto");
        }
    }

    /// Of every ink that words are written in and every ground that they stand on: what WCAG 2
    /// asks of text of any size.
    @ParameterizedTest
    @EnumSource(Theme.Appearance.class)
    void wordsStandOutFromTheirGround(Theme.Appearance appearance) {
        Region ground = StageHand.onFx(Region::new);
        try (StageHand hand = StageHand.show(() -> new VBox(ground))) {
            StageHand.run(() -> hand.theme().choose(appearance));
            for (String[] pair : WORDS) {
                Color base = colour(hand, ground, "-color-bg-default");
                Color under = over(colour(hand, ground, pair[1]), base);
                Color ink = over(colour(hand, ground, pair[0]), under);
                assertThat(contrast(ink, under))
                        .as(pair[0] + " on " + pair[1])
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
    }

    /// What was sent stands out from what was there and from what is empty, for any eyes.
    @ParameterizedTest
    @EnumSource
    void theMapIsReadByAnyEyes(Eyes eyes) {
        Region ground = StageHand.onFx(Region::new);
        try (StageHand hand = StageHand.show(() -> new VBox(ground))) {
            for (Theme.Appearance appearance : Theme.Appearance.values()) {
                StageHand.run(() -> hand.theme().choose(appearance));
                Color base = colour(hand, ground, "-color-bg-default");
                Color empty = over(colour(hand, ground, "-color-neutral-subtle"), base);
                Color saved = over(colour(hand, ground, "-color-accent-muted"), base);
                Color sent = over(colour(hand, ground, "-color-chart-1"), base);
                assertThat(eyes.apart(sent, saved)).as("sent, saved").isGreaterThan(25);
                assertThat(eyes.apart(sent, empty)).as("sent, empty").isGreaterThan(25);
                assertThat(eyes.apart(saved, empty)).as("saved, empty").isGreaterThan(8);
            }
        }
    }

    /// The faint colours are for lines and signs that say nothing that words do not say.
    @Test
    void noWordIsWrittenInAFaintColour() throws IOException {
        List<String> faint = new ArrayList<>();
        for (String sheet :
                List.of(
                        "lockstep.css",
                        "inspector.css",
                        "forms.css",
                        "history.css",
                        "pools.css",
                        "run.css",
                        "controlsfx.css")) {
            try (InputStream in = Theme.class.getResourceAsStream(sheet)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                text.lines().filter(line -> FAINT.matcher(line).find()).forEach(faint::add);
                assertThat(text).contains("-fx-text-fill");
            }
        }
        assertThat(faint).isEmpty();
    }

    private static Color colour(StageHand hand, Region region, String name) {
        StageHand.run(() -> region.setStyle("-fx-background-color: " + name + ";"));
        hand.pulses(1);
        return StageHand.onFx(() -> (Color) region.getBackground().getFills().getFirst().getFill());
    }

    private static Color over(Color upper, Color lower) {
        Color opaque = Color.color(upper.getRed(), upper.getGreen(), upper.getBlue());
        return lower.interpolate(opaque, upper.getOpacity());
    }

    /// As WCAG 2 defines it, from 1 to 21.
    private static double contrast(Color a, Color b) {
        double lighter = Math.max(luminance(a), luminance(b));
        double darker = Math.min(luminance(a), luminance(b));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed())
                + 0.7152 * linear(c.getGreen())
                + 0.0722 * linear(c.getBlue());
    }

    static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    @Test
    void figuresStandInColumns() {
        Label ones = StageHand.onFx(() -> new Label("1111111111"));
        Label eights = StageHand.onFx(() -> new Label("8888888888"));
        try (StageHand _ = StageHand.show(() -> new VBox(ones, eights))) {
            assertThat(StageHand.<Double>onFx(() -> ones.prefWidth(-1)))
                    .isEqualTo(StageHand.<Double>onFx(() -> eights.prefWidth(-1)));
        }
    }

    @Test
    void theRobotClicksAndTypesOnTheWholeScene() {
        Button button = StageHand.onFx(() -> new Button("Scan"));
        TextField field = StageHand.onFx(() -> new TextField());
        VBox box = StageHand.onFx(() -> new VBox(700, field, button));
        int[] clicks = {0};
        try (StageHand hand =
                StageHand.show(
                        () -> {
                            button.setId("scan");
                            button.setOnAction(_ -> clicks[0]++);
                            return box;
                        })) {
            hand.click(field);
            hand.type("web 2");
            hand.click("#scan");
            String typed = StageHand.onFx(field::getText);
            assertThat(typed).isEqualTo("web 2");
            assertThat(clicks[0]).isEqualTo(1);
        }
    }
}
