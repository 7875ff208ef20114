package lockstep.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A `[[balancer]]` table to a [Balancer]. Its `type` says which keys it has.
final class BalancerReader {
    private final Section section;
    private final String name;

    private BalancerReader(Section section) {
        this.section = section;
        this.name = section.text("name");
    }

    static Balancer read(Section section) {
        return new BalancerReader(section).balancer();
    }

    private Balancer balancer() {
        String type = section.choice("type", BalancerType.words(), BalancerType.HAPROXY.word());
        BalancerType known = BalancerType.of(type);
        Dialect dialect =
                switch (known) {
                    case HAPROXY -> new Dialect.Haproxy(address(), section.text("socket"));
                    case NGINX -> nginx();
                    case NGINX_PLUS -> new Dialect.NginxPlus(address(), section.text("api"));
                    case ELB -> elb();
                    case HEALTH_FILE -> healthFile();
                    case COMMAND -> commands();
                };
        int floor = section.number("floor", 1);
        Optional<String> probe = section.textIfAny("probe");
        List<Balancer.Server> servers =
                section.sections("servers").stream().map(s -> server(s, known)).toList();
        section.end();
        return new Balancer(name, dialect, floor, probe, servers);
    }

    private String address() {
        return section.text("address");
    }

    private Dialect nginx() {
        return new Dialect.Nginx(
                address(),
                section.text("file"),
                section.textIfAny("configuration"),
                section.text("program", "nginx"),
                section.flag("sudo"));
    }

    private Dialect elb() {
        return new Dialect.Elb(
                section.textIfAny("region"),
                section.textIfAny("profile"),
                section.textIfAny("endpoint"));
    }

    private Dialect healthFile() {
        String out = section.choice("out", List.of("present", "absent"), "present");
        int port = section.number("port", 0);
        return new Dialect.HealthFile(
                section.text("file"),
                out.equals("present")
                        ? Dialect.HealthFile.Presence.PRESENT
                        : Dialect.HealthFile.Presence.ABSENT,
                section.textIfAny("check"),
                port == 0 ? Optional.empty() : Optional.of(port),
                Duration.ofSeconds(section.number("notice", 30)),
                section.flag("sudo"));
    }

    private Dialect commands() {
        return new Dialect.Commands(
                section.text("address", "local"),
                section.texts("list"),
                section.texts("drain"),
                section.texts("maint"),
                section.texts("inflight"),
                section.texts("ready"));
    }

    /// A file on a node belongs to no backend, and has no name of its own.
    private Balancer.Server server(Section section, BalancerType type) {
        String node = section.text("node");
        boolean named = type != BalancerType.HEALTH_FILE;
        String backend = named ? section.text("backend") : section.text("backend", name);
        String server = named ? section.text("name") : section.text("name", node);
        section.end();
        return new Balancer.Server(backend, server, node);
    }
}
