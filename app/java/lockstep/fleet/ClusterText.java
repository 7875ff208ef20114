package lockstep.fleet;

import java.util.List;
import org.tomlj.Toml;

/// A [Cluster] as text that a person can go on editing.
final class ClusterText {
    private final StringBuilder out = new StringBuilder();

    private ClusterText() {}

    static String of(Cluster cluster) {
        ClusterText text = new ClusterText();
        text.head(cluster);
        cluster.nodes().forEach(text::node);
        cluster.balancers().forEach(text::balancer);
        return text.out.toString();
    }

    private void head(Cluster cluster) {
        line("# Cluster file of Lockstep. Written by the program; edit it as you like.");
        line("name = " + quoted(cluster.name()));
        line("# The node that the others are compared with and copied from.");
        line("reference = " + quoted(cluster.reference()));
        line(
                "# What is neither looked at nor touched; rsync's filter rules, the first match wins.");
        list("rules", cluster.rules().stream().map(ClusterText::quoted).toList());
        if (cluster.compress()) {
            line("compress = true  # on the way to every node");
        }
    }

    private void node(Node node) {
        line("");
        line("[[node]]");
        line("name = " + quoted(node.name()));
        line("address = " + quoted(node.address()));
        line("root = " + quoted(node.root()));
        if (node.sudo()) {
            line("sudo = true  # rsync runs through sudo -n");
        }
    }

    private void balancer(Balancer balancer) {
        line("");
        line("[[balancer]]");
        line("name = " + quoted(balancer.name()));
        line("type = " + quoted(balancer.type()));
        line("address = " + quoted(balancer.address()));
        line("socket = " + quoted(balancer.socket()));
        line(
                "floor = "
                        + balancer.floor()
                        + "  # usable servers that a drain must leave in each backend");
        list("servers", balancer.servers().stream().map(ClusterText::server).toList());
    }

    private static String server(Balancer.Server server) {
        return "{ backend = "
                + quoted(server.backend())
                + ", name = "
                + quoted(server.name())
                + ", node = "
                + quoted(server.node())
                + " }";
    }

    private void list(String key, List<String> values) {
        if (values.isEmpty()) {
            line(key + " = []");
            return;
        }
        line(key + " = [");
        values.forEach(value -> line("    " + value + ","));
        line("]");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }
}
