package lockstep.fleet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lockstep.fault.Visible;
import org.jspecify.annotations.Nullable;

/// Every invariant of a [Cluster], in one place. Values end up in argument vectors, file names and
/// command lines of balancers, so each has a grammar, and what is outside it is refused.
final class Soundness {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?:[A-Za-z0-9_.][A-Za-z0-9_.+-]{0,63}@)?"
                            + "(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?])"
                            + "(?::(?<port>[0-9]{1,5}))?");
    private static final Pattern TCP_SOCKET =
            Pattern.compile(
                    "(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}|\\[[0-9A-Fa-f:.]+]):(?<port>[0-9]{1,5})");

    /// What fits into `sockaddr_un` with its terminator, on every system.
    private static final int MAX_SOCKET_PATH = 103;

    private static final int MAX_PATH = 4_095;

    private final Cluster cluster;
    private final List<Cluster.Problem> problems = new ArrayList<>();
    private final Set<String> nodeNames = new HashSet<>();

    Soundness(Cluster cluster) {
        this.cluster = cluster;
    }

    List<Cluster.Problem> problems() {
        if (cluster.name().isBlank()
                || cluster.name().length() > 100
                || hasControl(cluster.name())) {
            add(
                    "name",
                    "the name is empty, longer than 100 characters or holds a control character");
        }
        nodes();
        if (!nodeNames.contains(cluster.reference())) {
            add("reference", "there is no node " + quoted(cluster.reference()));
        }
        for (int i = 0; i < cluster.rules().size(); i++) {
            String at = "rules[" + i + "]";
            Rules.problem(cluster.rules().get(i)).ifPresent(reason -> add(at, reason));
        }
        balancers();
        return List.copyOf(problems);
    }

    private void nodes() {
        if (cluster.nodes().isEmpty()) {
            add("node", "there must be at least one [[node]]");
        }
        Set<String> places = new HashSet<>();
        for (int i = 0; i < cluster.nodes().size(); i++) {
            Node node = cluster.nodes().get(i);
            String at = "node[" + i + "]";
            name(at + ".name", node.name(), nodeNames);
            address(at + ".address", node.address());
            path(node.root(), MAX_PATH).ifPresent(reason -> add(at + ".root", reason));
            if (!places.add(node.address() + " " + node.root())) {
                add(at + ".root", "another node has the same address and root");
            }
        }
    }

    private void balancers() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < cluster.balancers().size(); i++) {
            Balancer balancer = cluster.balancers().get(i);
            String at = "balancer[" + i + "]";
            name(at + ".name", balancer.name(), names);
            if (!balancer.type().equals("haproxy")) {
                add(at + ".type", "the type " + quoted(balancer.type()) + " is not haproxy");
            }
            address(at + ".address", balancer.address());
            socket(at + ".socket", balancer.socket());
            if (balancer.floor() < 0) {
                add(at + ".floor", "the floor is below 0");
            }
            servers(at, balancer.servers());
        }
    }

    private void servers(String balancer, List<Balancer.Server> servers) {
        if (servers.isEmpty()) {
            add(balancer + ".servers", "the balancer has no server");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < servers.size(); i++) {
            Balancer.Server server = servers.get(i);
            String at = balancer + ".servers[" + i + "]";
            token(at + ".backend", server.backend());
            token(at + ".name", server.name());
            if (!nodeNames.contains(server.node())) {
                add(at + ".node", "there is no node " + quoted(server.node()));
            }
            if (!seen.add(server.backend() + "/" + server.name())) {
                add(at + ".name", quoted(server.name()) + " is there twice for its backend");
            }
        }
    }

    private void name(String at, String name, Set<String> taken) {
        if (!NAME.matcher(name).matches()) {
            add(
                    at,
                    "the name "
                            + quoted(name)
                            + " is not 1 to 64 of A-Z a-z 0-9 _ . - with no . or - in front");
        } else if (!taken.add(name)) {
            add(at, "the name " + quoted(name) + " is taken");
        }
    }

    private void token(String at, String token) {
        if (!TOKEN.matcher(token).matches()) {
            add(at, quoted(token) + " is not 1 to 200 of A-Z a-z 0-9 _ . : -");
        }
    }

    private void address(String at, String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (address.startsWith("-")) {
            add(at, "the address " + quoted(address) + " begins with -");
        } else if (!matcher.matches() || !isPort(matcher.group("port"))) {
            add(at, "the address " + quoted(address) + " is not of the form user@host:port");
        }
    }

    private void socket(String at, String socket) {
        if (socket.startsWith("/")) {
            path(socket, MAX_SOCKET_PATH).ifPresent(reason -> add(at, reason));
            return;
        }
        Matcher matcher = TCP_SOCKET.matcher(socket);
        if (!matcher.matches() || !isPort(matcher.group("port"))) {
            add(
                    at,
                    "the socket "
                            + quoted(socket)
                            + " is neither an absolute path nor of the form host:port");
        }
    }

    /// Why `path` is not a plain absolute path below `/`; empty when it is.
    private static Optional<String> path(String path, int limit) {
        if (!path.startsWith("/")) {
            return Optional.of("the path " + quoted(path) + " is not absolute");
        }
        if (path.equals("/")) {
            return Optional.of("the path is /, the whole machine");
        }
        if (path.length() > limit || hasControl(path)) {
            return Optional.of(
                    "the path is longer than " + limit + " or holds a control character");
        }
        for (String part : path.substring(1).split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.of(
                        "the path " + quoted(path) + " holds an empty part, \".\" or \"..\"");
            }
        }
        return Optional.empty();
    }

    private static boolean isPort(@Nullable String digits) {
        if (digits == null) {
            return true;
        }
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65_535;
    }

    private static boolean hasControl(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }

    private static String quoted(String text) {
        return '"' + Visible.text(text, 100) + '"';
    }

    private void add(String at, String reason) {
        problems.add(new Cluster.Problem(at, reason));
    }
}
