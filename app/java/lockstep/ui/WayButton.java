package lockstep.ui;

import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A choice with its consequence in a sentence below its name. As wide as it may be, and as high
/// as the sentence needs.
final class WayButton extends Button {
    WayButton(String id, String title, String text) {
        Label name = new Label(title);
        name.getStyleClass().add("way-name");
        Label consequence = new Label(text);
        consequence.setWrapText(true);
        consequence.getStyleClass().add("way-consequence");
        VBox content = new VBox(name, consequence);
        setGraphic(content);
        prefHeightProperty()
                .bind(
                        Bindings.createDoubleBinding(
                                () -> heightOf(content),
                                widthProperty(),
                                insetsProperty(),
                                content.insetsProperty()));
        setId(id);
        getStyleClass().add("way");
        setAccessibleText(title + ": " + text);
        setMaxWidth(Double.MAX_VALUE);
    }

    /// A button does not make room for text that wraps.
    private double heightOf(VBox content) {
        Insets around = getInsets();
        double width = getWidth() - around.getLeft() - around.getRight();
        return width <= 0
                ? USE_COMPUTED_SIZE
                : content.prefHeight(width) + around.getTop() + around.getBottom();
    }
}
