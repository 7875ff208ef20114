package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.picture.Picture;
import lockstep.present.Content.PictureSide;
import lockstep.present.PictureComparison;

/// Two pictures side by side, and the pixels that differ as a third one.
final class PicturesPane extends HBox {
    PicturesPane() {
        getStyleClass().add("pictures");
        setId("pictures");
    }

    void clear() {
        getChildren().clear();
    }

    void show(PictureComparison comparison) {
        List<Node> shown = new ArrayList<>();
        shown.add(side(comparison.left(), "picture-left"));
        shown.add(side(comparison.right(), "picture-right"));
        comparison
                .difference()
                .filter(difference -> difference.count() > 0)
                .ifPresent(
                        difference ->
                                shown.add(
                                        frame(
                                                text("picture.difference"),
                                                "",
                                                view(difference.drawn(), "picture-difference"))));
        getChildren().setAll(shown);
    }

    private static Node side(PictureSide side, String id) {
        Node held =
                side.picture()
                        .map(picture -> view(picture, id))
                        .orElseGet(() -> words(side.why(), id));
        held.setAccessibleText(side.node() + ": " + side.facts());
        return frame(side.node(), side.facts(), held);
    }

    private static Node view(Picture picture, String id) {
        PictureView view = new PictureView(picture);
        view.setId(id);
        return view;
    }

    private static Node words(String why, String id) {
        Label label = new Label(why);
        label.setId(id);
        label.setWrapText(true);
        label.getStyleClass().add("picture-why");
        return label;
    }

    private static Node frame(String title, String facts, Node held) {
        Label name = new Label(title);
        name.getStyleClass().add("picture-name");
        name.setMinWidth(USE_PREF_SIZE);
        Label told = new Label(facts);
        told.getStyleClass().add("picture-facts");
        HBox head = new HBox(name, told);
        head.getStyleClass().add("picture-head");
        VBox frame = new VBox(head, held);
        frame.getStyleClass().add("picture");
        frame.setPrefWidth(1);
        VBox.setVgrow(held, Priority.ALWAYS);
        HBox.setHgrow(frame, Priority.ALWAYS);
        return frame;
    }
}
