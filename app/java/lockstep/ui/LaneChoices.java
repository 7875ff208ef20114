package lockstep.ui;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import lockstep.run.Left;
import org.jspecify.annotations.Nullable;

/// What can be done about a node at which a run stopped, a sentence each; empty where it did not.
final class LaneChoices extends GridPane {
    private final String node;
    private final LeftDeeds deeds;

    LaneChoices(String node, LeftDeeds deeds) {
        this.node = node;
        this.deeds = deeds;
        getStyleClass().add("run-choices");
        show(null);
    }

    /// @param left what the run has left; null while nothing of it waits
    void show(@Nullable Left left) {
        getChildren().clear();
        Optional<Left.Node> stuck =
                left == null
                        ? Optional.empty()
                        : left.nodes().stream()
                                .filter(n -> n.name().equals(node) && n.isStuck())
                                .findFirst();
        setVisible(stuck.isPresent());
        setManaged(stuck.isPresent());
        if (left != null && stuck.isPresent()) {
            String at = "lane-" + node;
            List<LeftDeeds.Choice> choices =
                    List.of(
                            deeds.finish(left, "run.choice.again", at),
                            deeds.undo(stuck.get(), "run.choice.undo", at),
                            deeds.undoAll(left, "run.choice.undo.all", at),
                            deeds.leave(left, "run.choice.leave", at));
            for (int row = 0; row < choices.size(); row++) {
                Button button = choices.get(row).button();
                button.setMaxWidth(Double.MAX_VALUE);
                Label sentence = new Label(choices.get(row).sentence());
                sentence.setWrapText(true);
                addRow(row, button, sentence);
            }
        }
    }
}
