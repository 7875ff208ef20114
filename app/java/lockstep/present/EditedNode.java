package lockstep.present;

import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.fleet.Node;

/// A node while it is edited. Screen thread only.
public final class EditedNode {
    private final StringProperty name;
    private final StringProperty address;
    private final StringProperty root;
    private final BooleanProperty sudo;
    private final Optional<String> before;
    private final ReadOnlyObjectWrapper<Trial> trial =
            new ReadOnlyObjectWrapper<>(new Trial.None());
    private long asked;

    /// @param before what it was called when editing began; empty for a new one
    EditedNode(Node node, Optional<String> before) {
        this.before = before;
        name = new SimpleStringProperty(node.name());
        address = new SimpleStringProperty(node.address());
        root = new SimpleStringProperty(node.root());
        sudo = new SimpleBooleanProperty(node.sudo());
        address.subscribe((was, now) -> follow(was, now));
    }

    /// The name is that of the address until somebody writes another.
    private void follow(String was, String now) {
        if (name.get().isBlank() || name.get().equals(nameOf(was.strip()))) {
            name.set(nameOf(now.strip()));
        }
    }

    /// `web1` of `deploy@web1.example.org:2222`; the whole where it is a numeric address.
    static String nameOf(String address) {
        String host = address.substring(address.lastIndexOf('@') + 1);
        if (host.matches("[0-9.]+(:[0-9]+)?")) {
            return host.replaceFirst(":.*", "");
        }
        return host.startsWith("[")
                ? host.replaceAll("[^0-9A-Fa-f]+", "-").replaceAll("^-|-$", "")
                : host.replaceFirst("[.:].*", "");
    }

    public StringProperty nameProperty() {
        return name;
    }

    public StringProperty addressProperty() {
        return address;
    }

    public StringProperty rootProperty() {
        return root;
    }

    public BooleanProperty sudoProperty() {
        return sudo;
    }

    /// How it answers.
    public ReadOnlyObjectProperty<Trial> trialProperty() {
        return trial.getReadOnlyProperty();
    }

    Optional<String> before() {
        return before;
    }

    /// As it stands; may be unsound.
    Node node() {
        return new Node(name.get().strip(), address.get().strip(), root.get().strip(), sudo.get());
    }

    /// Asks it; the answer to what was asked last counts.
    void ask(Trials trials) {
        long mine = ++asked;
        trials.node(
                node(),
                told -> {
                    if (mine == asked) {
                        trial.set(told);
                    }
                });
    }

    /// What was answered before was about something else.
    void forget() {
        asked++;
        trial.set(new Trial.None());
    }
}
