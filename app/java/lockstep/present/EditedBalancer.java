package lockstep.present;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import lockstep.fleet.Balancer;
import lockstep.fleet.Dialect;
import lockstep.fleet.Node;

/// A balancer while it is edited: of HAProxy and NGINX where they are and their servers, of others
/// the servers alone. Screen thread only.
public final class EditedBalancer {
    private final Balancer start;
    private final StringProperty name;
    private final StringProperty address;
    private final StringProperty place;
    private final StringProperty servers;
    private final ReadOnlyObjectWrapper<Trial> trial =
            new ReadOnlyObjectWrapper<>(new Trial.None());
    private long asked;

    EditedBalancer(Balancer start) {
        this.start = start;
        name = new SimpleStringProperty(start.name());
        address = new SimpleStringProperty(start.dialect().address());
        place = new SimpleStringProperty(place(start.dialect()));
        servers = new SimpleStringProperty(text(start.servers()));
    }

    private static String place(Dialect dialect) {
        return switch (dialect) {
            case Dialect.Haproxy haproxy -> haproxy.socket();
            case Dialect.Nginx nginx -> nginx.file();
            case Dialect.NginxPlus _, Dialect.Elb _, Dialect.HealthFile _, Dialect.Commands _ -> "";
        };
    }

    private static String text(List<Balancer.Server> servers) {
        return servers.stream()
                .map(s -> s.backend() + "  " + s.name() + "  " + s.node())
                .collect(Collectors.joining("\n"));
    }

    /// Which fields it has.
    public enum Shape {
        HAPROXY,
        NGINX,
        OTHER
    }

    public Shape shape() {
        return switch (start.dialect()) {
            case Dialect.Haproxy _ -> Shape.HAPROXY;
            case Dialect.Nginx _ -> Shape.NGINX;
            case Dialect.NginxPlus _, Dialect.Elb _, Dialect.HealthFile _, Dialect.Commands _ ->
                    Shape.OTHER;
        };
    }

    public StringProperty nameProperty() {
        return name;
    }

    public StringProperty addressProperty() {
        return address;
    }

    /// The socket of a HAProxy, the file of an NGINX.
    public StringProperty placeProperty() {
        return place;
    }

    /// A server a line: its backend, its name and the node that it is, between blanks.
    public StringProperty serversProperty() {
        return servers;
    }

    /// How it answers.
    public ReadOnlyObjectProperty<Trial> trialProperty() {
        return trial.getReadOnlyProperty();
    }

    /// As it stands; may be unsound. A line with too few words names a server without them.
    ///
    /// @param renamed gives a node's name of now for one of before
    Balancer balancer(UnaryOperator<String> renamed) {
        List<Balancer.Server> lines = new ArrayList<>();
        for (String line : servers.get().lines().map(String::strip).toList()) {
            if (!line.isEmpty()) {
                String[] words = (line + " ").split("\\s+", 4);
                String server = words.length > 1 ? words[1] : "";
                String node = words.length > 2 ? words[2].strip() : "";
                lines.add(new Balancer.Server(words[0], server, renamed.apply(node)));
            }
        }
        return new Balancer(name.get().strip(), dialect(), start.floor(), start.probe(), lines);
    }

    private Dialect dialect() {
        String where = address.get().strip();
        String at = place.get().strip();
        return switch (start.dialect()) {
            case Dialect.Haproxy _ -> new Dialect.Haproxy(where, at);
            case Dialect.Nginx n ->
                    new Dialect.Nginx(where, at, n.configuration(), n.program(), n.sudo());
            case Dialect.NginxPlus same -> same;
            case Dialect.Elb same -> same;
            case Dialect.HealthFile same -> same;
            case Dialect.Commands same -> same;
        };
    }

    void ask(Trials trials, Balancer now, List<Node> nodes) {
        long mine = ++asked;
        trials.balancer(
                now,
                nodes,
                told -> {
                    if (mine == asked) {
                        trial.set(told);
                    }
                });
    }
}
