package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import org.kordamp.ikonli.feather.Feather;

/// Asks for the parts of a new cluster: a name, the directory, and the nodes' addresses, a line
/// each. What else a cluster file can say is written into the file.
final class NewClusterForm {
    private final TextField name = new TextField();
    private final TextField root = new TextField("/var/www");
    private final TextArea addresses = new TextArea();
    private final Label complaint = new Label();
    private final Overlay overlay;
    private final QuestionCard card;

    /// @param made told when the operator has given everything that is needed
    NewClusterForm(Overlay overlay, Consumer<Cluster> made) {
        this.overlay = overlay;
        card = new QuestionCard(Feather.PLUS_CIRCLE, text("new.title")).saying(text("new.text"));
        name.setId("new-name");
        root.setId("new-root");
        addresses.setId("new-addresses");
        addresses.setPromptText(text("new.addresses.prompt"));
        addresses.setPrefRowCount(4);
        complaint.getStyleClass().add("complaint");
        GridPane grid = new GridPane(12, 10);
        row(grid, 0, "new.name", name);
        row(grid, 1, "new.root", root);
        row(grid, 2, "new.addresses", addresses);
        card.with(grid)
                .with(complaint)
                .offering("new-cancel", text("cancel"), () -> overlay.close(card))
                .offering("new-create", text("new.create"), () -> create(made), "accent");
    }

    void show() {
        overlay.show(card);
        name.requestFocus();
    }

    private static void row(
            GridPane grid, int row, String key, javafx.scene.control.TextInputControl field) {
        Label label = new Label(text(key));
        label.setLabelFor(field);
        field.setPrefWidth(360);
        grid.addRow(row, label, field);
    }

    private void create(Consumer<Cluster> made) {
        List<Node> nodes = new ArrayList<>();
        for (String line : addresses.getText().lines().map(String::strip).toList()) {
            if (!line.isEmpty()) {
                nodes.add(new Node(nodeName(line), line, root.getText().strip(), false));
            }
        }
        String wrong = wrong(nodes);
        complaint.setText(wrong);
        if (wrong.isEmpty()) {
            overlay.close(card);
            String reference = nodes.getFirst().name();
            made.accept(
                    new Cluster(name.getText().strip(), nodes, reference, List.of(), List.of()));
        }
    }

    private String wrong(List<Node> nodes) {
        if (name.getText().isBlank()) {
            return text("new.wrong.name");
        }
        if (!root.getText().strip().startsWith("/")) {
            return text("new.wrong.root");
        }
        if (nodes.size() < 2) {
            return text("new.wrong.nodes");
        }
        return nodes.stream().map(Node::name).distinct().count() < nodes.size()
                ? text("new.wrong.twice")
                : "";
    }

    /// `web1` of `deploy@web1.example.org:2222`; the whole where it is a numeric address.
    static String nodeName(String address) {
        String host = address.substring(address.lastIndexOf('@') + 1);
        if (host.matches("[0-9.:\\[\\]]+")) {
            return host;
        }
        return host.replaceFirst("[.:].*", "");
    }
}
