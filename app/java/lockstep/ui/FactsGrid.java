package lockstep.ui;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import lockstep.present.Facts;
import lockstep.present.InspectorModel;
import org.jspecify.annotations.Nullable;

/// The facts side by side: a row a node, a column a fact, so that the odd one out is seen by
/// looking down a column; it is set in bold on a tint as well.
final class FactsGrid extends ScrollPane {
    private static final int LONGEST = 44;

    private final GridPane grid = new GridPane();

    FactsGrid(InspectorModel model) {
        grid.getStyleClass().add("facts");
        setContent(grid);
        setFitToWidth(true);
        model.factsProperty().subscribe(this::show);
    }

    private void show(@Nullable Facts facts) {
        grid.getChildren().clear();
        if (facts == null) {
            return;
        }
        for (int node = 0; node < facts.nodes().size(); node++) {
            grid.add(label(facts.nodes().get(node), "facts-node"), 0, node + 1);
        }
        int column = 1;
        for (Facts.Line line : facts.lines()) {
            grid.add(label(line.label(), "facts-label"), column, 0);
            for (int node = 0; node < line.values().size(); node++) {
                String style = line.odd().get(node) ? "facts-odd" : "facts-value";
                grid.add(label(line.values().get(node), style), column, node + 1);
            }
            column++;
        }
    }

    private static Node label(String text, String style) {
        boolean cut = text.length() > LONGEST;
        Label label = new Label(cut ? text.substring(0, LONGEST - 1) + "…" : text);
        label.getStyleClass().add(style);
        if (cut) {
            label.setTooltip(new Tooltip(text));
        }
        return label;
    }
}
