package lockstep.ui;

import atlantafx.base.controls.ModalPane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Shows one card at a time above the window: questions, problems, the plan. A card that comes
/// while another is shown waits its turn. Cards are part of the scene, so no window of theirs can
/// get lost behind ours or outlive it.
public final class Overlay {
    /// A card that is shown or waits; the listener is told when it goes without an answer.
    private record Card(Node content, Runnable left, Going going) {}

    /// What leaves a card.
    private enum Going {
        /// Esc, and a click beside it.
        EASILY,
        /// Esc alone.
        BY_KEY
    }

    private final ModalPane pane = new ModalPane();
    private final Deque<Card> waiting = new ArrayDeque<>();
    private @Nullable Card shown;
    private @Nullable Node before;

    public Overlay() {
        pane.setId("overlay");
        pane.setFocusTraversable(false);
        pane.setAlignment(Pos.CENTER);
        pane.setInTransitionFactory(null);
        pane.setOutTransitionFactory(null);
        pane.displayProperty().subscribe((_, display) -> changed(display));
        pane.sceneProperty().subscribe(this::watchFocus);
        pane.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    }

    /// The pane itself leaves only what a click beside it leaves too.
    private void pressed(KeyEvent e) {
        if (e.getCode() == KeyCode.ESCAPE && pane.getPersistent() && shown != null) {
            e.consume();
            pane.hide();
        }
    }

    /// What lies above everything else in the window.
    public Node node() {
        return pane;
    }

    /// Shows a card, or queues it. Esc and a click beside it leave it.
    ///
    /// @param left called once if the operator leaves the card; not when [#close] takes it away
    public void show(Node content, Runnable left) {
        waiting.add(new Card(content, left, Going.EASILY));
        next();
    }

    /// Shows a card that holds what somebody has typed or chosen: Esc leaves it, a click beside it
    /// takes nothing away.
    ///
    /// @param left as for [#show(Node, Runnable)]
    public void showForm(Node content, Runnable left) {
        waiting.add(new Card(content, left, Going.BY_KEY));
        next();
    }

    /// Shows a card that can simply be left.
    public void show(Node content) {
        show(content, () -> {});
    }

    /// Takes a card away, shown or waiting; the next one follows.
    public void close(Node content) {
        waiting.removeIf(card -> card.content().equals(content));
        if (shown != null && shown.content().equals(content)) {
            gone();
            pane.hide();
            next();
        }
    }

    public boolean isShowing() {
        return shown != null;
    }

    private void next() {
        if (shown == null && !waiting.isEmpty()) {
            Scene scene = pane.getScene();
            before = scene == null ? null : scene.getFocusOwner();
            shown = waiting.remove();
            StackPane frame = new StackPane(shown.content());
            frame.getStyleClass().add("overlay-card");
            frame.setMaxSize(StackPane.USE_PREF_SIZE, StackPane.USE_PREF_SIZE);
            pane.setPersistent(shown.going() == Going.BY_KEY);
            pane.show(frame);
            focus(frame);
        }
    }

    private void changed(boolean display) {
        Card card = shown;
        if (!display && card != null) {
            gone();
            card.left().run();
            next();
        }
    }

    /// What is gone can have neither the focus nor a place in memory.
    private void gone() {
        shown = null;
        pane.setContent(null);
        Node behind = before;
        before = null;
        if (behind != null) {
            behind.requestFocus();
        }
    }

    /// Keys belong to the card while it is shown: the focus does not leave it.
    private void watchFocus(@Nullable Scene scene) {
        if (scene != null) {
            scene.focusOwnerProperty()
                    .subscribe(
                            owner -> {
                                if (shown != null && owner != null && !isInside(owner)) {
                                    focus(pane.getContent());
                                }
                            });
        }
    }

    private boolean isInside(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (pane.equals(n)) {
                return true;
            }
        }
        return false;
    }

    /// A field to type into comes first, then the button that Enter presses, then any other.
    private static void focus(Node card) {
        List<Node> able =
                card.lookupAll("*").stream()
                        .filter(node -> node.isFocusTraversable() && !node.isDisabled())
                        .toList();
        able.stream()
                .filter(node -> node instanceof TextField)
                .findFirst()
                .or(
                        () ->
                                able.stream()
                                        .filter(n -> n instanceof Button b && b.isDefaultButton())
                                        .findFirst())
                .or(() -> able.stream().findFirst())
                .ifPresent(Node::requestFocus);
    }
}
