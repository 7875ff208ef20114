package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// Why a node leaves and when it is to be back, both optional: for whoever finds it out.
final class LeaveForm extends HBox {
    private static final int MAX_WHY = 200;

    private final TextField why = new TextField();
    private final ChoiceBox<Back> back = new ChoiceBox<>();

    /// When a node is to be back.
    private enum Back {
        UNSAID(Duration.ZERO),
        HOUR(Duration.ofHours(1)),
        HOURS(Duration.ofHours(4)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7));

        private final Duration span;

        Back(Duration span) {
            this.span = span;
        }
    }

    LeaveForm() {
        getStyleClass().add("leave-form");
        why.setId("leave-why");
        why.setPromptText(text("switch.why.prompt"));
        HBox.setHgrow(why, Priority.ALWAYS);
        Label whyLabel = new Label(text("switch.why"));
        whyLabel.setLabelFor(why);
        back.setId("leave-until");
        back.getItems().setAll(Back.values());
        back.setValue(Back.UNSAID);
        back.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable Back value) {
                        return value == null ? "" : text("switch.until." + value);
                    }

                    @Override
                    public Back fromString(String text) {
                        throw new UnsupportedOperationException(text);
                    }
                });
        Label backLabel = new Label(text("switch.until"));
        backLabel.setLabelFor(back);
        getChildren().setAll(whyLabel, why, backLabel, back);
    }

    String why() {
        return Visible.text(why.getText().strip(), MAX_WHY);
    }

    Optional<Instant> until(Instant now) {
        Back chosen = back.getValue();
        return chosen == Back.UNSAID ? Optional.empty() : Optional.of(now.plus(chosen.span));
    }
}
