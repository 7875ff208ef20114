package lockstep.ui;

import static lockstep.present.Strings.count;
import static lockstep.present.Strings.text;

import atlantafx.base.controls.Spacer;
import atlantafx.base.controls.ToggleSwitch;
import java.util.OptionalLong;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lockstep.pool.Member;
import lockstep.pool.State;
import lockstep.present.NodeCard;
import lockstep.present.PoolState;
import lockstep.present.Problem;
import lockstep.present.Words;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A node at a glance: name, switch, pool state with live sessions, drift, room on the disk.
/// Rows keep their place while figures arrive.
final class NodeCardView extends VBox {
    private static final PseudoClass REFERENCE = PseudoClass.getPseudoClass("reference");
    private static final PseudoClass SWITCHING = PseudoClass.getPseudoClass("switching");
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final NodeCard card;
    private final Actions actions;
    private final ToggleSwitch inPool = new ToggleSwitch();
    private final Label state = new Label();
    private final Label sessions = new Label();
    private final Sparkline sparkline = new Sparkline(NodeCard.HISTORY);
    private final VBox places = new VBox();
    private final OutRow out;
    private final Label drift = new Label();
    private final Label disk = new Label();
    private final HBox trouble = new HBox();
    private boolean following;

    /// How much place there is for each card.
    enum Room {
        /// Everything is shown.
        ROOMY,
        /// Two rows, without the room on the disk.
        COMPACT
    }

    /// What a card asks the window to do.
    interface Actions {
        /// The operator moved the switch to in.
        void putBack(NodeCard card);

        /// The operator moved the switch to out.
        void takeOut(NodeCard card);

        /// Cuts the sessions that are left on a node that is out.
        void endSessions(NodeCard card);

        /// Leaves a node whose sessions are waited for as it is.
        void stopWaiting(NodeCard card);

        void connectAgain(NodeCard card);

        /// Shows what rolling the node back would change.
        void rollBack(NodeCard card);

        void explain(Problem problem);
    }

    /// @param room how much place there is for each card
    NodeCardView(NodeCard card, Room room, Actions actions) {
        this.card = card;
        this.actions = actions;
        this.out = new OutRow(card, actions);
        getStyleClass().add("node-card");
        setId("card-" + card.name());
        places.getStyleClass().add("places");
        drift.getStyleClass().add("card-drift");
        trouble.getStyleClass().add("card-trouble");
        switch (room) {
            case ROOMY -> getChildren().addAll(head(), pool(), places, out, foot(), trouble);
            case COMPACT -> {
                HBox head = head();
                head.getChildren().add(head.getChildren().size() - 1, drift);
                getChildren().addAll(head, pool(), places, out, trouble);
            }
        }
        card.referenceProperty()
                .subscribe(now -> pseudoClassStateChanged(REFERENCE, now.booleanValue()));
        card.poolProperty().subscribe(this::show);
        card.historyProperty().subscribe(sparkline::show);
        card.driftProperty().subscribe(this::show);
        card.connectionProperty().subscribe(this::show);
        card.switchingProperty().subscribe(_ -> follow());
        inPool.selectedProperty().subscribe((_, _) -> moved());
    }

    private HBox head() {
        Label name = new Label(card.name());
        name.getStyleClass().add("node-name");
        name.setTooltip(new Tooltip(text("card.where", card.node().address(), card.node().root())));
        FontIcon star = new FontIcon(Feather.STAR);
        star.getStyleClass().add("reference-star");
        star.visibleProperty().bind(card.referenceProperty());
        star.managedProperty().bind(star.visibleProperty());
        Tooltip.install(star, new Tooltip(text("help.star")));
        inPool.setId("switch-" + card.name());
        inPool.setFocusTraversable(true);
        inPool.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> inPool.requestFocus());
        inPool.addEventHandler(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.SPACE) {
                        inPool.setSelected(!inPool.isSelected());
                        e.consume();
                    }
                });
        inPool.setAccessibleText(text("card.switch", card.name()));
        Tooltip hint = new Tooltip();
        hint.textProperty()
                .bind(
                        Bindings.when(inPool.selectedProperty())
                                .then(text("card.switch.out", card.name()))
                                .otherwise(text("card.switch.in", card.name())));
        inPool.setTooltip(hint);
        inPool.accessibleHelpProperty().bind(hint.textProperty());
        Button back =
                TopBar.icon(
                        "back-" + card.name(),
                        Feather.ROTATE_CCW,
                        text("card.back", card.name()),
                        () -> actions.rollBack(card));
        back.getStyleClass().addAll("small", "card-back");
        HBox head = new HBox(star, name, new Spacer(), back);
        head.getStyleClass().add("card-row");
        return head;
    }

    private Node pool() {
        state.setMinWidth(USE_PREF_SIZE);
        sessions.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(sparkline, Priority.SOMETIMES);
        state.getStyleClass().add("state");
        sessions.getStyleClass().add("sessions");
        HBox pool = new HBox(state, sessions, new Spacer(), sparkline, inPool);
        pool.getStyleClass().add("card-row");
        return pool;
    }

    private Node foot() {
        disk.getStyleClass().add("card-room");
        HBox foot = new HBox(drift, new Spacer(), disk);
        foot.getStyleClass().add("card-row");
        return foot;
    }

    private void moved() {
        if (!following) {
            boolean wanted = inPool.isSelected();
            follow();
            if (card.switchingProperty().get()) {
                return;
            }
            if (wanted) {
                actions.putBack(card);
            } else {
                actions.takeOut(card);
            }
        }
    }

    /// Puts the switch where the pools say, not where the pointer left it. While they are being
    /// changed it does nothing, but is not disabled: that would take the focus for good.
    private void follow() {
        following = true;
        inPool.setSelected(card.poolProperty().get().isIn());
        inPool.pseudoClassStateChanged(SWITCHING, card.switchingProperty().get());
        inPool.setVisible(card.poolProperty().get().isPooled());
        following = false;
    }

    private void show(PoolState pool) {
        follow();
        String key =
                pool.isUnanswered()
                        ? "UNANSWERED"
                        : !pool.isPooled()
                                ? "NONE"
                                : pool.shared().map(State::name).orElse("MIXED");
        state.setText(text("state." + key));
        style(state, "state-" + key);
        OptionalLong live = pool.sessions();
        sessions.setText(
                live.isPresent()
                        ? count("sessions", live.getAsLong())
                        : pool.isPooled() ? text("sessions.unknown") : "");
        sparkline.setVisible(pool.isPooled());
        boolean disagree = pool.isPooled() && pool.shared().isEmpty();
        places.setVisible(disagree);
        places.setManaged(disagree);
        places.getChildren()
                .setAll(
                        disagree
                                ? pool.members().stream().map(NodeCardView::place).toList()
                                : java.util.List.<Node>of());
        state.setTooltip(new Tooltip(reasons(pool)));
    }

    private static Node place(Member member) {
        Label label =
                new Label(
                        text(
                                "card.place",
                                member.balancer(),
                                member.backend(),
                                text("state." + member.state())));
        label.getStyleClass().add("place");
        return label;
    }

    private static String reasons(PoolState pool) {
        StringBuilder out = new StringBuilder();
        for (Member m : pool.members()) {
            out.append(out.isEmpty() ? "" : "\n")
                    .append(
                            text(
                                    "card.place.reason",
                                    m.balancer(),
                                    m.backend(),
                                    m.server(),
                                    text("state." + m.state()),
                                    m.reason()));
        }
        for (String balancer : pool.silent()) {
            out.append(out.isEmpty() ? "" : "\n").append(text("state.UNANSWERED.reason", balancer));
        }
        return out.isEmpty() ? text("state.NONE") : out.toString();
    }

    private void show(NodeCard.Drift now) {
        switch (now) {
            case NodeCard.Drift.Unscanned() -> drift(text("drift.unscanned"), "quiet");
            case NodeCard.Drift.Scanning(long entries, _, boolean finished) ->
                    drift(
                            finished
                                    ? text("drift.listed", Words.number(entries))
                                    : text("drift.scanning", Words.number(entries)),
                            "quiet");
            case NodeCard.Drift.Baseline() -> drift(text("drift.baseline"), "quiet");
            case NodeCard.Drift.Unknown(_) -> drift(text("drift.unknown"), "unknown");
            case NodeCard.Drift.Differing(long paths, long unreadable) -> {
                if (paths > 0) {
                    drift(count("drift.differing", paths), "differs");
                } else if (unreadable > 0) {
                    drift(count("drift.unreadable", unreadable), "unknown");
                } else {
                    drift(text("drift.same"), "same");
                }
            }
        }
    }

    private void drift(String words, String tone) {
        drift.setText(words);
        style(drift, "drift-" + tone);
    }

    private void show(NodeCard.Connection now) {
        boolean failed = now instanceof NodeCard.Connection.Failed;
        pseudoClassStateChanged(FAILED, failed);
        trouble.setVisible(failed);
        trouble.setManaged(failed);
        switch (now) {
            case NodeCard.Connection.Connecting() -> disk.setText(text("card.connecting"));
            case NodeCard.Connection.Connected(var facts) -> {
                disk.setText(text("card.free", Words.bytes(facts.freeBytes())));
                disk.setTooltip(
                        new Tooltip(
                                text(
                                        "card.facts",
                                        facts.rsync(),
                                        Words.bytes(facts.freeBytes()),
                                        Words.bytes(facts.totalBytes()),
                                        facts.connectTime().toMillis())));
            }
            case NodeCard.Connection.Failed(Problem problem) -> {
                disk.setText(text("card.unreachable"));
                fill(problem);
            }
        }
    }

    private void fill(Problem problem) {
        Label what = new Label(problem.what());
        what.setWrapText(true);
        what.getStyleClass().add("trouble-text");
        Hyperlink why = link(text("card.why"), () -> actions.explain(problem));
        Hyperlink again = link(text("card.again"), () -> actions.connectAgain(card));
        trouble.getChildren().setAll(new VBox(what, new HBox(8, why, again)));
    }

    private static Hyperlink link(String text, Runnable action) {
        Hyperlink link = new Hyperlink(text);
        link.setOnAction(_ -> action.run());
        return link;
    }

    private static void style(Label label, String style) {
        if (label.getStyleClass().size() > 2) {
            label.getStyleClass().removeLast();
        }
        label.getStyleClass().add(style);
    }
}
