package lockstep.fleet;

/// A [Cluster] as text that a person can go on editing.
final class ClusterText {
    private final TomlText out = new TomlText();

    private ClusterText() {}

    static String of(Cluster cluster) {
        ClusterText text = new ClusterText();
        text.head(cluster);
        cluster.nodes().forEach(text::node);
        cluster.balancers().forEach(new BalancerText(text.out)::write);
        text.keeping(cluster.keeping());
        RunText run = new RunText(text.out);
        cluster.health().ifPresent(run::write);
        cluster.hooks().forEach(run::write);
        return text.out.toString();
    }

    private void head(Cluster cluster) {
        out.line("# Cluster file of Lockstep. Written by the program; edit it as you like.");
        out.text("name", cluster.name());
        out.line("# The node that the others are compared with and copied from.");
        out.text("reference", cluster.reference());
        out.line(
                "# What is neither looked at nor touched; rsync's filter rules, the first match wins.");
        out.list("rules", cluster.rules().stream().map(TomlText::quoted).toList());
        if (cluster.compress()) {
            out.line("compress = true  # on the way to every node");
        }
    }

    private void keeping(Keeping keeping) {
        if (keeping.equals(Keeping.USUAL)) {
            return;
        }
        out.line("");
        out.line("# When snapshots are made, and how many of good states the rules keep.");
        out.line("[snapshots]");
        out.line("before-runs = " + keeping.beforeRuns());
        keeping.every().ifPresent(every -> out.time("every", every));
        out.line("last = " + keeping.last());
        out.line("hourly = " + keeping.hourly());
        out.line("daily = " + keeping.daily());
        out.line("weekly = " + keeping.weekly());
        out.time("unproven", keeping.unproven());
    }

    private void node(Node node) {
        out.line("");
        out.line("[[node]]");
        out.text("name", node.name());
        out.text("address", node.address());
        out.text("root", node.root());
        if (node.sudo()) {
            out.line("sudo = true  # rsync runs through sudo -n");
        }
    }
}
