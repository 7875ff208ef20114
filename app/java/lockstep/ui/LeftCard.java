package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import lockstep.present.LeftModel.Unseen;
import lockstep.present.LeftWords;
import lockstep.present.NodeCard;
import lockstep.run.Left;
import lockstep.run.Resumption;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What a run has left that was not finished, above the matrix: which it is, where its nodes stand,
/// and what can be done. Not there while no run waits.
final class LeftCard extends VBox {
    private static final int SINGLE_BUTTONS = 3;

    private final LeftDeeds deeds;
    private final LeftQuestions questions;
    private final List<NodeCard> cards;
    private final Label title = new Label("", new FontIcon(Feather.ALERT_TRIANGLE));
    private final Label nodes = new Label();
    private final Label why = new Label();
    private final Label unseen = new Label();
    private final FlowPane buttons = new FlowPane();
    private final Button insist = new Button();

    LeftCard(LeftDeeds deeds, LeftQuestions questions, List<NodeCard> cards) {
        this.deeds = deeds;
        this.questions = questions;
        this.cards = cards;
        setId("left");
        getStyleClass().add("left-card");
        title.getStyleClass().add("left-title");
        title.setId("left-title");
        nodes.setId("left-nodes");
        nodes.getStyleClass().add("left-nodes");
        why.getStyleClass().add("left-why");
        buttons.getStyleClass().add("left-buttons");
        unseen.setId("left-unseen-why");
        unseen.getStyleClass().add("left-unseen");
        insist.setId("left-unseen");
        insist.setMinWidth(USE_PREF_SIZE);
        List.of(title, nodes, why, unseen).forEach(LeftCard::whole);
        getChildren().addAll(title, nodes, why, unseen, buttons);
        deeds.left().subscribe(this::show);
        questions.left().unseenProperty().subscribe(this::show);
        cards.forEach(card -> card.outProperty().subscribe(_ -> tell()));
    }

    /// Shows all of a text.
    static void whole(Label label) {
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
    }

    /// Gives the focus to what is usually done.
    void point() {
        if (!buttons.getChildren().isEmpty()) {
            buttons.getChildren().getFirst().requestFocus();
        }
    }

    private void show(@Nullable Left left) {
        setVisible(left != null);
        setManaged(left != null);
        if (left != null) {
            title.setText(LeftWords.title(left));
            why.setText(LeftWords.why(left));
            why.setManaged(!why.getText().isEmpty());
            buttons.getChildren().setAll(deeds.finish(left, "left.finish", "left").button());
            buttons.getChildren().add(deeds.undoAll(left, "left.undo", "left").button());
            buttons.getChildren().addAll(singly(left));
            buttons.getChildren().add(deeds.leave(left, "left.leave", "left").button());
            buttons.getChildren().add(deeds.report(left.head().id(), "left"));
            tell();
        }
        show(questions.left().unseenProperty().get());
    }

    /// Why it could not be left, and the button for who insists, before that of the report.
    private void show(@Nullable Unseen refused) {
        unseen.setVisible(refused != null);
        unseen.setManaged(refused != null);
        buttons.getChildren().remove(insist);
        if (refused != null) {
            unseen.setText(LeftWords.unseen(refused));
            insist.setText(text("left.unseen", refused.node()));
            insist.setOnAction(_ -> questions.leaveUnseen(refused));
            buttons.getChildren().add(Math.max(0, buttons.getChildren().size() - 1), insist);
        }
    }

    private List<? extends Node> singly(Left left) {
        if (left.damage().isPresent()) {
            return List.of();
        }
        List<Left.Node> begun = left.nodes().stream().filter(Left.Node::isBegun).toList();
        if (begun.size() <= SINGLE_BUTTONS) {
            return begun.stream()
                    .map(node -> deeds.undo(node, "left.undo.node", "left").button())
                    .toList();
        }
        MenuButton menu = new MenuButton(text("left.undo.some"));
        menu.setId("left-undo-some");
        for (Left.Node node : begun) {
            MenuItem item = new MenuItem(text("left.undo.node", node.name()));
            item.setDisable(!node.isUndoable());
            item.setOnAction(_ -> deeds.resume().accept(new Resumption.Undo(List.of(node.name()))));
            menu.getItems().add(item);
        }
        return List.of(menu);
    }

    private void tell() {
        Left left = deeds.left().get();
        if (left != null) {
            Set<String> out =
                    cards.stream()
                            .filter(card -> card.outProperty().get() != null)
                            .map(NodeCard::name)
                            .collect(Collectors.toSet());
            nodes.setText(LeftWords.nodes(left, out));
        }
    }
}
