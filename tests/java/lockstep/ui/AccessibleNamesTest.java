package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import lockstep.present.FakeOperations;
import org.junit.jupiter.api.Test;

/// What can have the focus, or shows how far something is, has a name for who cannot see it.
class AccessibleNamesTest {
    private static List<String> nameless(ConsoleStage stage) {
        return StageHand.onFx(
                () -> {
                    List<String> found = new ArrayList<>();
                    walk(stage.hand().stage().getScene().getRoot(), found);
                    return found;
                });
    }

    private static void walk(Node node, List<String> found) {
        if (!node.isVisible()) {
            return;
        }
        boolean needed =
                node instanceof ProgressBar
                        || node instanceof Control control
                                && control.isFocusTraversable()
                                && !(control instanceof ScrollPane)
                                && !(control instanceof SplitPane);
        if (needed && name(node).isBlank()) {
            found.add(node.getClass().getSimpleName() + node.getStyleClass() + " #" + node.getId());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, found));
        }
    }

    private static String name(Node node) {
        String spoken = node.getAccessibleText();
        if (spoken != null && !spoken.isBlank()) {
            return spoken;
        }
        String shown =
                switch (node) {
                    case Labeled labeled -> labeled.getText();
                    case TextInputControl field -> field.getPromptText();
                    case ComboBoxBase<?> box -> box.getPromptText();
                    default -> "";
                };
        return shown == null || shown.isBlank() ? labelled(node) : shown;
    }

    /// What a label says that stands for it.
    private static String labelled(Node node) {
        return node.getScene().getRoot().lookupAll(".label").stream()
                .filter(Label.class::isInstance)
                .map(Label.class::cast)
                .filter(label -> node.equals(label.getLabelFor()))
                .map(Label::getText)
                .findFirst()
                .orElse("");
    }

    @Test
    void eachTabAndCardIsNamed() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.scan();
            List<String> found = new ArrayList<>(nameless(stage));
            stage.select("index.php");
            found.addAll(nameless(stage));
            for (String tab : List.of("pools", "snapshots", "history")) {
                stage.hand().click("#tab-" + tab);
                stage.hand().pulses(5);
                found.addAll(nameless(stage));
            }
            stage.hand().press("F1");
            stage.hand().photograph("help-places");
            found.addAll(nameless(stage));
            stage.hand().press("Esc");
            stage.hand().press("Ctrl+Comma");
            stage.hand().awaitNode("#preferences-colours");
            found.addAll(nameless(stage));
            stage.hand().press("Esc");
            stage.plan();
            found.addAll(nameless(stage));
            assertThat(found.stream().distinct()).isEmpty();
        }
    }
}
