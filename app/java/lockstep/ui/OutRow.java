package lockstep.ui;

import static lockstep.present.Strings.text;

import java.time.Instant;
import java.util.OptionalLong;
import javafx.css.PseudoClass;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import lockstep.fault.Visible;
import lockstep.journal.Absence;
import lockstep.present.NodeCard;
import lockstep.present.OutWords;
import lockstep.run.Out;

/// Below a node that is out: since when, by whom and why, and what can be done about the sessions
/// that are left. Also below one that came back by itself. Takes no room while the node is in.
final class OutRow extends VBox {
    /// Three lines of a card; the whole is in the tooltip.
    private static final int MOST = 110;

    private static final PseudoClass ALARM = PseudoClass.getPseudoClass("alarm");

    private final NodeCard card;
    private final Label words = new Label();
    private final Label waiting = new Label();
    private final Hyperlink end;
    private final Hyperlink stop;
    private final Hyperlink leave;
    private final Hyperlink again;

    OutRow(NodeCard card, NodeCardView.Actions actions) {
        this.card = card;
        getStyleClass().add("out-row");
        setId("out-" + card.name());
        words.setWrapText(true);
        words.getStyleClass().add("out-words");
        waiting.getStyleClass().add("out-wait");
        end = link("end-" + card.name(), "out.end", () -> actions.endSessions(card));
        stop = link("stop-" + card.name(), "out.stop", () -> actions.stopWaiting(card));
        leave = link("leave-" + card.name(), "out.leave", () -> actions.putBack(card));
        again = link("again-" + card.name(), "out.again", () -> actions.takeOut(card));
        FlowPane acts = new FlowPane(8, 0, waiting, stop, end, leave, again);
        getChildren().setAll(words, acts);
        card.outProperty().subscribe(this::show);
        card.returnedProperty().subscribe(this::show);
        card.waitProperty().subscribe(this::show);
        card.poolProperty().subscribe(this::show);
        show();
    }

    private static Hyperlink link(String id, String key, Runnable action) {
        Hyperlink link = new Hyperlink(text(key));
        link.setId(id);
        link.setOnAction(
                _ -> {
                    link.setVisited(false);
                    action.run();
                });
        return link;
    }

    private void show() {
        Out out = card.outProperty().get();
        Absence returned = card.returnedProperty().get();
        Instant now = Instant.now();
        appear(this, out != null || returned != null);
        appear(leave, returned != null);
        appear(again, returned != null);
        String told =
                returned != null
                        ? OutWords.returned(returned, now)
                        : out == null ? "" : OutWords.of(out, now);
        words.setText(Visible.text(told, MOST));
        words.setTooltip(new Tooltip(told));
        pseudoClassStateChanged(ALARM, returned != null || (out != null && out.isForgotten(now)));
        NodeCard.Wait wait = card.waitProperty().get();
        waiting.setText(wait == null ? "" : OutWords.of(wait, now));
        appear(waiting, wait != null);
        appear(stop, wait != null);
        OptionalLong sessions = card.poolProperty().get().sessions();
        appear(end, out != null && sessions.isPresent() && sessions.getAsLong() > 0);
    }

    private static void appear(javafx.scene.Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
