package lockstep.ui;

import static lockstep.present.Strings.count;
import static lockstep.present.Strings.text;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import lockstep.present.FoldedRows.Shown;
import lockstep.present.TextDifference.Line;
import lockstep.present.TextDifference.Mark;
import lockstep.present.TextDifference.Row;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A row of two texts: a line of each, or a fold over equal ones.
final class DifferenceCell extends ListCell<Shown> {
    /// About how wide a character is.
    static final double CHARACTER = 7.9;

    private final DifferenceSide left;
    private final DifferenceSide right;
    private final HBox lines;
    private final Label fold = new Label("", new FontIcon(Feather.MORE_HORIZONTAL));

    /// @param opened told of a fold that was clicked
    DifferenceCell(ScrollBar along, Consumer<Shown.Fold> opened) {
        left = new DifferenceSide(along, "−");
        right = new DifferenceSide(along, "+");
        left.getStyleClass().add("difference-left");
        right.getStyleClass().add("difference-right");
        lines = new HBox(left, right);
        lines.getStyleClass().add("difference-row");
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox.setHgrow(right, Priority.ALWAYS);
        fold.getStyleClass().add("difference-fold");
        setPrefWidth(0);
        setOnMouseClicked(
                _ -> {
                    if (getItem() instanceof Shown.Fold closed) {
                        opened.accept(closed);
                    }
                });
        lines.prefWidthProperty().bind(widthProperty());
        fold.prefWidthProperty().bind(widthProperty());
    }

    /// How much of a list of that width is there for the text of one side.
    static double roomForText(double width) {
        return width / 2 - DifferenceSide.TEXT_AT - 16;
    }

    /// How wide the longest line is, about.
    static double width(List<Shown> rows) {
        int most = 0;
        for (Shown row : rows) {
            if (row instanceof Shown.Lines(Row lines)) {
                most = Math.max(most, Math.max(length(lines.left()), length(lines.right())));
            }
        }
        return most * CHARACTER;
    }

    private static int length(Line line) {
        return line.pieces().stream().mapToInt(piece -> piece.text().length()).sum();
    }

    @Override
    protected void updateItem(@Nullable Shown row, boolean empty) {
        super.updateItem(row, empty);
        Shown shown = empty ? null : row;
        Mark mark = shown instanceof Shown.Lines(Row now) ? now.mark() : null;
        for (Mark each : Mark.values()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            pseudoClassStateChanged(PseudoClass.getPseudoClass(name), each == mark);
        }
        switch (shown) {
            case null -> {
                setGraphic(null);
                setAccessibleText(null);
            }
            case Shown.Lines(Row now) -> {
                left.show(now.mark(), now.left());
                right.show(now.mark(), now.right());
                setGraphic(lines);
                setAccessibleText(words(now));
            }
            case Shown.Fold(int _, int count) -> {
                fold.setText(count("text.fold", count) + "  ·  " + text("text.fold.hint"));
                setGraphic(fold);
                setAccessibleText(fold.getText());
            }
        }
    }

    private static String words(Row row) {
        Line a = row.left();
        Line b = row.right();
        if (!b.isThere()) {
            return text("text.row.gone", a.number(), a.text());
        }
        return a.isThere()
                ? text("text.row." + row.mark().name(), a.number(), a.text(), b.number(), b.text())
                : text("text.row.came", b.number(), b.text());
    }
}
