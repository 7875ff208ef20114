package lockstep.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import lockstep.present.TextDifference.Line;
import lockstep.present.TextDifference.Mark;
import lockstep.present.TextDifference.Piece;

/// One side of a row: the line's number, how it differs as a sign, and the part of its text that
/// is scrolled to.
final class DifferenceSide extends Region {
    /// Where the text begins.
    static final double TEXT_AT = 72;

    private static final double NUMBER_WIDTH = 46;
    private static final double SIGN_AT = 54;

    private final String alone;
    private final Label number = new Label();
    private final Label sign = new Label();
    private final TextFlow flow = new TextFlow();
    private final Pane window = new Pane(flow);

    /// @param alone the sign of a line that is on this side only
    DifferenceSide(ScrollBar along, String alone) {
        this.alone = alone;
        getStyleClass().add("difference-side");
        number.getStyleClass().add("difference-number");
        sign.getStyleClass().add("difference-sign");
        flow.getStyleClass().add("difference-text");
        flow.translateXProperty().bind(along.valueProperty().negate());
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(window.widthProperty());
        clip.heightProperty().bind(window.heightProperty());
        window.setClip(clip);
        getChildren().addAll(number, sign, window);
    }

    void show(Mark mark, Line line) {
        boolean there = line.isThere();
        number.setText(there ? Integer.toString(line.number()) : "");
        sign.setText(there ? sign(mark) : "");
        for (Mark each : Mark.values()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            pseudoClassStateChanged(PseudoClass.getPseudoClass(name), there && each == mark);
        }
        pseudoClassStateChanged(PseudoClass.getPseudoClass("nothing"), !there);
        List<Text> texts = new ArrayList<>();
        for (Piece piece : line.pieces()) {
            Text text = new Text(piece.text());
            text.getStyleClass().add(piece.changed() ? "difference-changed" : "difference-equal");
            texts.add(text);
        }
        flow.getChildren().setAll(texts);
    }

    private String sign(Mark mark) {
        return switch (mark) {
            case SAME -> "";
            case CHANGED -> "~";
            case REPLACED -> alone;
        };
    }

    @Override
    protected double computePrefWidth(double height) {
        return TEXT_AT;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        number.resizeRelocate(0, 0, NUMBER_WIDTH, height);
        sign.resizeRelocate(SIGN_AT, 0, TEXT_AT - SIGN_AT, height);
        window.resizeRelocate(TEXT_AT, 0, Math.max(0, width - TEXT_AT), height);
        double high = flow.prefHeight(-1);
        flow.resizeRelocate(0, snapPositionY((height - high) / 2), flow.prefWidth(-1), high);
    }
}
