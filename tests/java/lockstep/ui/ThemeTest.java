package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;

class ThemeTest {
    @Test
    void toggleTurnsDarkTextOnLightIntoLightTextOnDark() {
        Label label = StageHand.onFx(() -> new Label("web2 differs in 14 files"));
        try (StageHand hand = StageHand.show(() -> new VBox(label))) {
            Color inLight = StageHand.onFx(() -> (Color) label.getTextFill());
            StageHand.run(hand.theme()::toggle);
            hand.pulses(2);
            Color inDark = StageHand.onFx(() -> (Color) label.getTextFill());
            assertThat(inLight.getBrightness()).isLessThan(0.3);
            assertThat(inDark.getBrightness()).isGreaterThan(0.6);
            String family = StageHand.onFx(() -> label.getFont().getFamily());
            assertThat(family).isEqualTo("Roboto");
        }
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
