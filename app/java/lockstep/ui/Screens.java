package lockstep.ui;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/// What fills the window: the cluster or the ways to begin, and for a while something else in its
/// place, such as an editor. Questions are above either.
final class Screens {
    private final BorderPane place;
    private @Nullable Node usual;
    private @Nullable Visiting visiting;

    /// Something in the usual's place.
    ///
    /// @param left told when it goes, whoever sends it away
    private record Visiting(Node node, Runnable left) {}

    Screens(BorderPane place) {
        this.place = place;
    }

    /// From now on that is the usual; what was in its place goes.
    void usual(Node now) {
        leave();
        usual = now;
        place.setCenter(now);
    }

    /// Puts something in the usual's place.
    void visit(Node node, Runnable left) {
        leave();
        visiting = new Visiting(node, left);
        place.setCenter(node);
        node.requestFocus();
    }

    boolean isVisited() {
        return visiting != null;
    }

    /// Shows the usual again.
    void leave() {
        Visiting gone = visiting;
        visiting = null;
        if (gone != null) {
            gone.left().run();
            Optional.ofNullable(usual).ifPresent(place::setCenter);
        }
    }
}
