package lockstep.ui;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableCell;
import lockstep.present.MatrixCell;
import org.jspecify.annotations.Nullable;

/// What the cells of the matrix have in common: built once, drawn again for each row they show,
/// coloured through pseudo-classes so that the style sheet alone knows colours.
final class MatrixCells {
    static final PseudoClass TICKED = PseudoClass.getPseudoClass("ticked");
    static final PseudoClass DIRECTORY = PseudoClass.getPseudoClass("directory");

    private static final Map<MatrixCell.Tone, PseudoClass> TONES =
            Arrays.stream(MatrixCell.Tone.values())
                    .collect(Collectors.toUnmodifiableMap(tone -> tone, MatrixCells::style));

    private static PseudoClass style(MatrixCell.Tone tone) {
        return PseudoClass.getPseudoClass(tone.name().toLowerCase(Locale.ROOT));
    }

    private MatrixCells() {}

    /// A cell that draws a row, or nothing.
    abstract static class Drawn extends TreeTableCell<MatrixRows.Line, MatrixRows.Line> {
        /// @param line null for nothing
        abstract void draw(MatrixRows.@Nullable Line line);

        @Override
        protected void updateItem(MatrixRows.@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            draw(empty ? null : line);
        }
    }

    /// What the sign means, for whoever points at it. One hint a cell, made when first needed.
    private static void hint(Drawn cell, String words) {
        Tooltip hint = cell.getTooltip();
        if (words.isEmpty()) {
            cell.setTooltip(null);
        } else if (hint == null) {
            cell.setTooltip(new Tooltip(words));
        } else {
            hint.setText(words);
        }
    }

    static void drawSign(Drawn cell, MatrixRows.@Nullable Line line, int node) {
        MatrixCell content = line == null ? null : MatrixCell.of(line.tree(), line.row(), node);
        boolean directory = line != null && line.tree().isDirectory(line.row());
        cell.pseudoClassStateChanged(DIRECTORY, directory);
        cell.setText(content == null ? null : content.text());
        cell.setAccessibleText(content == null ? null : content.spoken());
        hint(cell, content == null ? "" : content.spoken());
        MatrixCell.Tone shown = content == null ? null : content.tone();
        TONES.forEach((tone, style) -> cell.pseudoClassStateChanged(style, tone == shown));
    }
}
