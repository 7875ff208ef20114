package lockstep.present;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Imported;
import lockstep.fleet.Imported.Found;
import lockstep.fleet.Node;
import lockstep.fleet.Rules;

/// Nodes that other programs know already: what they are told is read, and what is ticked becomes
/// the beginning of a cluster. Screen thread only; no method blocks.
public final class ImportModel {
    private static final String ROOT = "/var/www";

    /// Whose configuration is read.
    public enum Source {
        SSH,
        HAPROXY_RUNNING,
        HAPROXY_TEXT,
        NGINX_TEXT
    }

    /// Something that was found.
    ///
    /// @param about where it leads or stands, in words; may be empty
    public record Line(Found found, String about, BooleanProperty ticked) {}

    private final Clusters clusters;
    private final Backstage backstage;
    private final ObjectProperty<Source> source = new SimpleObjectProperty<>(Source.SSH);
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty socket = new SimpleStringProperty("/run/haproxy/admin.sock");
    private final StringProperty pasted = new SimpleStringProperty("");
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final ObservableList<Line> shown = FXCollections.unmodifiableObservableList(lines);
    private final ReadOnlyStringWrapper told = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper remarks = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");
    private Optional<String> foundSocket = Optional.empty();
    private long asked;

    ImportModel(Clusters clusters, Backstage backstage) {
        this.clusters = clusters;
        this.backstage = backstage;
        source.subscribe(this::clear);
    }

    public ObjectProperty<Source> sourceProperty() {
        return source;
    }

    /// Where a HAProxy runs, in the form of a node's address.
    public StringProperty addressProperty() {
        return address;
    }

    public StringProperty socketProperty() {
        return socket;
    }

    /// A configuration, or a part of one.
    public StringProperty pastedProperty() {
        return pasted;
    }

    /// What was found. Read only.
    public ObservableList<Line> lines() {
        return shown;
    }

    /// How much was found, or what went wrong; empty before anything was read.
    public ReadOnlyStringProperty toldProperty() {
        return told.getReadOnlyProperty();
    }

    /// What was passed over, a line each; empty where nothing was.
    public ReadOnlyStringProperty remarksProperty() {
        return remarks.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Why what is ticked cannot become a cluster; empty when it can.
    public ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    private void clear() {
        asked++;
        busy.set(false);
        lines.clear();
        told.set("");
        remarks.set("");
        count();
    }

    /// Reads.
    public void look() {
        clear();
        String text = pasted.get();
        Dialect.Haproxy running = new Dialect.Haproxy(address.get().strip(), socket.get().strip());
        Callable<Imported> reading =
                switch (source.get()) {
                    case SSH -> clusters::aliases;
                    case HAPROXY_RUNNING -> () -> clusters.servers(running, Optional.empty());
                    case HAPROXY_TEXT -> () -> lockstep.pool.ServerImport.haproxy(text);
                    case NGINX_TEXT -> () -> lockstep.pool.ServerImport.nginx(text);
                };
        long mine = ++asked;
        busy.set(true);
        backstage.work(
                reading,
                found -> {
                    if (mine == asked) {
                        show(found);
                    }
                },
                thrown -> {
                    if (mine == asked) {
                        busy.set(false);
                        Problem problem = Problem.of(thrown);
                        told.set(problem.where() + ": " + problem.what() + " " + problem.remedy());
                    }
                });
    }

    /// Aliases are of many kinds; the servers of a balancer are what is looked for.
    private void show(Imported found) {
        busy.set(false);
        foundSocket = found.socket();
        boolean ticked = source.get() != Source.SSH;
        for (Found one : found.found()) {
            Line line = new Line(one, about(one), new SimpleBooleanProperty(ticked));
            line.ticked().subscribe((_, _) -> count());
            lines.add(line);
        }
        told.set(
                lines.isEmpty()
                        ? Strings.text("import.nothing." + source.get())
                        : Strings.count("import.found", lines.size()));
        remarks.set(
                found.remarks().stream()
                        .map(remark -> Strings.text("import.remark", remark))
                        .collect(Collectors.joining("\n")));
        count();
    }

    private static String about(Found found) {
        String places =
                found.places().stream()
                        .map(place -> place.backend() + "/" + place.server())
                        .collect(Collectors.joining(", "));
        return places.isEmpty() || found.detail().isEmpty()
                ? places + found.detail()
                : Strings.text("import.about", places, found.detail());
    }

    /// Ticks all that was found, or nothing.
    public void tickAll(boolean on) {
        lines.forEach(line -> line.ticked().set(on));
    }

    private void count() {
        long ticked = lines.stream().filter(line -> line.ticked().get()).count();
        obstacle.set(ticked < 2 ? Strings.text("import.few") : "");
    }

    /// The beginning of a cluster: what is ticked, and the balancer that it was found in. Unsound
    /// until it has a name.
    public Cluster cluster() {
        List<Found> chosen =
                lines.stream().filter(line -> line.ticked().get()).map(Line::found).toList();
        List<Node> nodes =
                chosen.stream()
                        .map(one -> new Node(one.name(), one.address(), ROOT, false))
                        .toList();
        List<Balancer.Server> servers = new ArrayList<>();
        for (Found one : chosen) {
            one.places()
                    .forEach(
                            p ->
                                    servers.add(
                                            new Balancer.Server(
                                                    p.backend(), p.server(), one.name())));
        }
        List<Balancer> balancers =
                servers.isEmpty() ? List.of() : List.of(new Balancer("lb1", dialect(), 1, servers));
        String reference = nodes.isEmpty() ? "" : nodes.getFirst().name();
        return new Cluster("", nodes, reference, Rules.suggested(), balancers);
    }

    private Dialect dialect() {
        String where = address.get().strip();
        return source.get() == Source.NGINX_TEXT
                ? new Dialect.Nginx(where, "", Optional.empty(), "nginx", false)
                : new Dialect.Haproxy(where, foundSocket.orElse(socket.get().strip()));
    }
}
