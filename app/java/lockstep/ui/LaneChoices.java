package lockstep.ui;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import lockstep.run.Left;
import org.jspecify.annotations.Nullable;

/// What can be done about a node at which a run stopped, or before it, a sentence each; empty where
/// it did not.
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
        List<LeftDeeds.Choice> choices = left == null ? List.of() : choices(left);
        setVisible(!choices.isEmpty());
        setManaged(!choices.isEmpty());
        for (int row = 0; row < choices.size(); row++) {
            Button button = choices.get(row).button();
            button.setMaxWidth(Double.MAX_VALUE);
            Label sentence = new Label(choices.get(row).sentence());
            sentence.setWrapText(true);
            addRow(row, button, sentence);
        }
    }

    /// Where no node is in the middle of something, they stand at the one that would be next.
    private List<LeftDeeds.Choice> choices(Left left) {
        String at = "lane-" + node;
        Optional<Left.Node> stuck =
                left.nodes().stream().filter(n -> n.name().equals(node) && n.isStuck()).findFirst();
        if (stuck.isPresent() && left.damage().isPresent()) {
            return List.of(deeds.leave(left, "run.choice.leave", at));
        }
        if (stuck.isPresent()) {
            return List.of(
                    deeds.finish(left, "run.choice.again", at),
                    deeds.undo(stuck.get(), "run.choice.undo", at),
                    deeds.undoAll(left, "run.choice.undo.all", at),
                    deeds.leave(left, "run.choice.leave", at));
        }
        boolean next = !left.isOpen() && left.toFinish().stream().limit(1).anyMatch(node::equals);
        return next
                ? List.of(
                        deeds.finish(left, "run.choice.on", at),
                        deeds.undoAll(left, "run.choice.undo.all", at),
                        deeds.leave(left, "run.choice.leave", at))
                : List.of();
    }
}
