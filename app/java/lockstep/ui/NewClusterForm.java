package lockstep.ui;

import static lockstep.present.Strings.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.fleet.Rules;
import org.kordamp.ikonli.feather.Feather;

/// Asks for the parts of a new cluster: a name, the directory, and the nodes' addresses, a line
/// each. What else a cluster file can say is written into the file.
final class NewClusterForm {
    private static final Pattern NODE = Pattern.compile("node\\[(\\d{1,5})\\].*");

    private final TextField name = new TextField();
    private final TextField root = new TextField("/var/www");
    private final TextArea addresses = new TextArea();
    private final Label complaint = new Label();
    private final Overlay overlay;
    private final QuestionCard card;

    /// @param made given a sound cluster; tells whether it was taken, else the form stays
    NewClusterForm(Overlay overlay, Predicate<Cluster> made) {
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
        overlay.showForm(card, () -> {});
        name.requestFocus();
    }

    private static void row(
            GridPane grid, int row, String key, javafx.scene.control.TextInputControl field) {
        Label label = new Label(text(key));
        label.setLabelFor(field);
        field.setPrefWidth(360);
        grid.addRow(row, label, field);
    }

    private void create(Predicate<Cluster> made) {
        List<Node> nodes = new ArrayList<>();
        for (String line : addresses.getText().lines().map(String::strip).toList()) {
            if (!line.isEmpty()) {
                nodes.add(new Node(nodeName(line), line, root.getText().strip(), false));
            }
        }
        String reference = nodes.isEmpty() ? "" : nodes.getFirst().name();
        Cluster cluster =
                new Cluster(name.getText().strip(), nodes, reference, Rules.suggested(), List.of());
        String wrong = wrong(nodes).or(() -> wrong(cluster)).orElse("");
        complaint.setText(wrong);
        if (wrong.isEmpty() && made.test(cluster)) {
            overlay.close(card);
        }
    }

    private Optional<String> wrong(List<Node> nodes) {
        if (name.getText().isBlank()) {
            return Optional.of(text("new.wrong.name"));
        }
        if (!root.getText().strip().startsWith("/")) {
            return Optional.of(text("new.wrong.root"));
        }
        if (nodes.size() < 2) {
            return Optional.of(text("new.wrong.nodes"));
        }
        return nodes.stream().map(Node::name).distinct().count() < nodes.size()
                ? Optional.of(text("new.wrong.twice"))
                : Optional.empty();
    }

    /// What its file would be refused for.
    private static Optional<String> wrong(Cluster cluster) {
        return cluster.problems().stream()
                .findFirst()
                .map(
                        problem ->
                                text(
                                        "new.wrong",
                                        where(problem.at(), cluster.nodes()),
                                        problem.reason()));
    }

    /// `node[1].root` by the node's name: nobody counts lines from nought.
    private static String where(String at, List<Node> nodes) {
        Matcher node = NODE.matcher(at);
        return node.matches() && Integer.parseInt(node.group(1)) < nodes.size()
                ? nodes.get(Integer.parseInt(node.group(1))).name()
                : at;
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
