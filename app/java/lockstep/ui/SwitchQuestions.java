package lockstep.ui;

import static lockstep.present.Strings.text;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import lockstep.pool.Leave.Floor;
import lockstep.present.ClusterModel;
import lockstep.present.ClusterModel.Refusal;
import lockstep.present.NodeCard;
import lockstep.run.Operations.Switch;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Asks before a node leaves its pools, and once more when too little would remain.
final class SwitchQuestions {
    private final ClusterModel cluster;
    private final Overlay overlay;

    SwitchQuestions(ClusterModel cluster, Overlay overlay) {
        this.cluster = cluster;
        this.overlay = overlay;
        cluster.refusalProperty().subscribe(this::refused);
    }

    /// Puts a node back; that needs no question.
    void putBack(NodeCard card) {
        cluster.switchNode(card, Switch.READY, Floor.KEPT);
    }

    /// Asks how the node is to leave.
    void takeOut(NodeCard card) {
        QuestionCard question =
                new QuestionCard(Feather.LOG_OUT, text("switch.title", card.name()))
                        .saying(text("switch.text"));
        question.with(way(question, card, Switch.DRAIN))
                .with(way(question, card, Switch.MAINTENANCE))
                .offering("switch-cancel", text("cancel"), () -> overlay.close(question));
        overlay.show(question);
    }

    private Button way(QuestionCard question, NodeCard card, Switch to) {
        Label name = new Label(text("switch." + to));
        name.getStyleClass().add("way-name");
        Label consequence = new Label(text("switch." + to + ".consequence"));
        consequence.setWrapText(true);
        consequence.getStyleClass().add("way-consequence");
        Button way = new Button(null, new VBox(name, consequence));
        way.setId("switch-" + to);
        way.getStyleClass().add("way");
        way.setAccessibleText(name.getText() + ": " + consequence.getText());
        way.setDefaultButton(to == Switch.DRAIN);
        way.setMaxWidth(Double.MAX_VALUE);
        way.setOnAction(
                _ -> {
                    overlay.close(question);
                    cluster.switchNode(card, to, Floor.KEPT);
                });
        return way;
    }

    private void refused(@Nullable Refusal refusal) {
        if (refusal == null) {
            return;
        }
        QuestionCard question = ProblemCard.of(refusal.problem());
        question.offering(
                        "override",
                        text("switch.override", refusal.card().name()),
                        () -> {
                            overlay.close(question);
                            cluster.switchNode(refusal.card(), refusal.to(), Floor.IGNORED);
                        },
                        "danger")
                .offering(
                        "keep",
                        text("switch.keep", refusal.card().name()),
                        () -> overlay.close(question),
                        "accent");
        overlay.show(question);
    }
}
