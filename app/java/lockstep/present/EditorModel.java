package lockstep.present;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;
import org.jspecify.annotations.Nullable;

/// A cluster while it is edited: its nodes, rules and balancers; what else its file says is kept.
/// Screen thread only; no method blocks.
public final class EditorModel implements AutoCloseable {
    private static final Pattern PART = Pattern.compile("(node|balancer|rules)\\[(\\d{1,6})\\].*");

    /// What becomes of it.
    public enum Purpose {
        /// It is written into a new file.
        NEW,
        /// The file of the opened cluster is changed.
        CHANGE
    }

    private final Cluster start;
    private final Purpose purpose;
    private final Trials trials;
    private final StringProperty name;
    private final StringProperty rules;
    private final BooleanProperty compress;
    private final ObservableList<EditedNode> nodes = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable EditedNode> reference = new SimpleObjectProperty<>();
    private final ObservableList<EditedBalancer> balancers = FXCollections.observableArrayList();
    private final ObservableList<String> problems = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper unchanged = new ReadOnlyBooleanWrapper();

    /// Whoever listens is kept by these, which nobody else keeps.
    private final ObservableList<EditedNode> nodesShown =
            FXCollections.unmodifiableObservableList(nodes);

    private final ObservableList<EditedBalancer> balancersShown =
            FXCollections.unmodifiableObservableList(balancers);
    private final ObservableList<String> problemsShown =
            FXCollections.unmodifiableObservableList(problems);
    private final InvalidationListener changed = _ -> judge();

    /// @param start may be unsound
    /// @param like the file of the opened cluster that it is; empty for a new one
    EditorModel(Cluster start, Optional<Path> like, Clusters clusters, Backstage backstage) {
        this.start = start;
        purpose = like.isPresent() ? Purpose.CHANGE : Purpose.NEW;
        trials = new Trials(clusters, like, backstage);
        name = new SimpleStringProperty(start.name());
        rules = new SimpleStringProperty(String.join("\n", start.rules()));
        compress = new SimpleBooleanProperty(start.compress());
        start.nodes().forEach(node -> add(new EditedNode(node, Optional.of(node.name()))));
        nodes.stream()
                .filter(node -> node.nameProperty().get().equals(start.reference()))
                .findFirst()
                .ifPresent(reference::set);
        start.balancers().forEach(balancer -> add(new EditedBalancer(balancer)));
        watch(name, rules, compress, nodes, reference, balancers);
        judge();
    }

    private void watch(Observable... values) {
        for (Observable value : values) {
            value.addListener(changed);
        }
    }

    private void add(EditedNode node) {
        watch(
                node.nameProperty(),
                node.addressProperty(),
                node.rootProperty(),
                node.sudoProperty());
        node.addressProperty().subscribe((_, _) -> node.forget());
        node.rootProperty().subscribe((_, _) -> node.forget());
        node.sudoProperty().subscribe((_, _) -> node.forget());
        nodes.add(node);
    }

    private void add(EditedBalancer balancer) {
        watch(
                balancer.nameProperty(),
                balancer.addressProperty(),
                balancer.placeProperty(),
                balancer.serversProperty());
        balancers.add(balancer);
    }

    public Purpose purpose() {
        return purpose;
    }

    public StringProperty nameProperty() {
        return name;
    }

    /// A rule a line.
    public StringProperty rulesProperty() {
        return rules;
    }

    public BooleanProperty compressProperty() {
        return compress;
    }

    /// In their order. Read only.
    public ObservableList<EditedNode> nodes() {
        return nodesShown;
    }

    public ObjectProperty<@Nullable EditedNode> referenceProperty() {
        return reference;
    }

    /// In their order. Read only.
    public ObservableList<EditedBalancer> balancers() {
        return balancersShown;
    }

    /// What keeps it from being saved, in sentences; none when it can be. Read only.
    public ObservableList<String> problems() {
        return problemsShown;
    }

    /// Whether there is nothing to save.
    public ReadOnlyBooleanProperty unchangedProperty() {
        return unchanged.getReadOnlyProperty();
    }

    /// What its file says besides, in words, and is kept as it is; empty where that is nothing.
    public String besides() {
        List<String> parts = new ArrayList<>();
        start.health().ifPresent(_ -> parts.add(Strings.text("editor.besides.health")));
        if (!start.hooks().isEmpty()) {
            parts.add(Strings.count("editor.besides.hooks", start.hooks().size()));
        }
        return String.join(", ", parts);
    }

    /// Adds a node whose directory is that of the last one.
    public void addNode() {
        String root = nodes.isEmpty() ? "" : nodes.getLast().rootProperty().get();
        add(new EditedNode(new Node("", "", root, false), Optional.empty()));
        if (reference.get() == null) {
            reference.set(nodes.getLast());
        }
    }

    public void remove(EditedNode node) {
        nodes.remove(node);
        if (reference.get() == node) {
            reference.set(nodes.isEmpty() ? null : nodes.getFirst());
        }
    }

    /// Moves a node one place up.
    public void raise(EditedNode node) {
        int at = nodes.indexOf(node);
        if (at > 0) {
            List<EditedNode> order = new ArrayList<>(nodes);
            order.remove(at);
            order.add(at - 1, node);
            nodes.setAll(order);
        }
    }

    /// Adds a HAProxy that has a server of each node's name.
    public void addHaproxy() {
        add(new EditedBalancer(fresh(new Dialect.Haproxy("", "/run/haproxy/admin.sock"))));
    }

    /// Adds an NGINX, likewise.
    public void addNginx() {
        add(
                new EditedBalancer(
                        fresh(
                                new Dialect.Nginx(
                                        "",
                                        "/etc/nginx/conf.d/upstream.conf",
                                        Optional.empty(),
                                        "nginx",
                                        false))));
    }

    private Balancer fresh(Dialect dialect) {
        List<Balancer.Server> servers =
                nodes.stream()
                        .map(EditedNode::node)
                        .map(n -> new Balancer.Server("backend", n.name(), n.name()))
                        .toList();
        return new Balancer("lb" + (balancers.size() + 1), dialect, 1, servers);
    }

    public void remove(EditedBalancer balancer) {
        balancers.remove(balancer);
    }

    /// Asks a node how it is; the answer is in [EditedNode#trialProperty].
    public void ask(EditedNode node) {
        node.ask(trials);
    }

    /// Asks every node.
    public void askAll() {
        nodes.forEach(this::ask);
    }

    /// Asks a balancer what it has; the answer is in [EditedBalancer#trialProperty].
    public void ask(EditedBalancer balancer) {
        Cluster now = cluster();
        balancer.ask(trials, balancer.balancer(this::renamed), now.nodes());
    }

    /// As it stands; may be unsound.
    public Cluster cluster() {
        EditedNode compared = reference.get();
        return new Cluster(
                name.get().strip(),
                nodes.stream().map(EditedNode::node).toList(),
                compared == null ? "" : compared.node().name(),
                rules.get().lines().filter(rule -> !rule.isBlank()).toList(),
                balancers.stream().map(balancer -> balancer.balancer(this::renamed)).toList(),
                compress.get(),
                start.health(),
                start.hooks().stream().map(hook -> hook.renaming(this::renamed)).toList(),
                start.keeping());
    }

    /// Whoever names a node by what it was called means the node.
    private String renamed(String was) {
        boolean taken = nodes.stream().anyMatch(node -> node.node().name().equals(was));
        return taken
                ? was
                : nodes.stream()
                        .filter(node -> node.before().equals(Optional.of(was)))
                        .map(node -> node.node().name())
                        .findFirst()
                        .orElse(was);
    }

    private void judge() {
        Cluster now = cluster();
        List<String> told = new ArrayList<>();
        if (purpose == Purpose.NEW && now.nodes().size() < 2) {
            told.add(Strings.text("editor.few"));
        }
        now.problems()
                .forEach(
                        p ->
                                told.add(
                                        Strings.text(
                                                "editor.wrong", where(p.at(), now), p.reason())));
        unchanged.set(purpose == Purpose.CHANGE && now.equals(start));
        problems.setAll(told);
    }

    /// `node[1].root` by the node's name: nobody counts from nought.
    private static String where(String at, Cluster cluster) {
        Matcher part = PART.matcher(at);
        if (!part.matches()) {
            return at;
        }
        int index = Integer.parseInt(part.group(2));
        String named =
                switch (part.group(1)) {
                    case "node" -> cluster.nodes().get(index).name();
                    case "balancer" -> cluster.balancers().get(index).name();
                    default -> "";
                };
        return named.isEmpty() ? Strings.text("editor.at." + part.group(1), index + 1) : named;
    }

    /// Stops whatever is being asked.
    @Override
    public void close() {
        trials.close();
    }
}
