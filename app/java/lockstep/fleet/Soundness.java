package lockstep.fleet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Every invariant of a [Cluster], in one place; see [Grammar] for those of single values.
final class Soundness {
    private final Cluster cluster;
    private final List<Cluster.Problem> problems = new ArrayList<>();
    private final Set<String> nodeNames = new HashSet<>();

    Soundness(Cluster cluster) {
        this.cluster = cluster;
    }

    List<Cluster.Problem> problems() {
        if (cluster.name().isBlank()
                || cluster.name().length() > 100
                || Grammar.hasControl(cluster.name())) {
            add(
                    "name",
                    "the name is empty, longer than 100 characters or holds a control character");
        }
        nodes();
        if (!nodeNames.contains(cluster.reference())) {
            add("reference", "there is no node " + Grammar.quoted(cluster.reference()));
        }
        for (int i = 0; i < cluster.rules().size(); i++) {
            String at = "rules[" + i + "]";
            Rules.problem(cluster.rules().get(i)).ifPresent(reason -> add(at, reason));
        }
        balancers();
        keeping(cluster.keeping());
        problems.addAll(new RunSoundness(cluster).problems());
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
            Grammar.address(node.address()).ifPresent(reason -> add(at + ".address", reason));
            Grammar.path(node.root(), Grammar.MAX_PATH)
                    .ifPresent(reason -> add(at + ".root", reason));
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
            problems.addAll(new BalancerSoundness(at, balancer, nodeNames).problems());
        }
    }

    private void keeping(Keeping keeping) {
        keeping.every()
                .flatMap(every -> Grammar.time(every, Keeping.SHORTEST, Keeping.LONGEST))
                .ifPresent(reason -> add("snapshots.every", reason));
        count("last", keeping.last());
        count("hourly", keeping.hourly());
        count("daily", keeping.daily());
        count("weekly", keeping.weekly());
        Grammar.time(keeping.unproven(), Keeping.SHORTEST, Keeping.LONGEST)
                .ifPresent(reason -> add("snapshots.unproven", reason));
    }

    private void count(String key, int count) {
        if (count < 0 || count > Keeping.MOST) {
            add("snapshots." + key, "it is not between 0 and " + Keeping.MOST);
        }
    }

    private void name(String at, String name, Set<String> taken) {
        Grammar.name(name)
                .ifPresentOrElse(
                        reason -> add(at, reason),
                        () -> {
                            if (!taken.add(name)) {
                                add(at, "the name " + Grammar.quoted(name) + " is taken");
                            }
                        });
    }

    private void add(String at, String reason) {
        problems.add(new Cluster.Problem(at, reason));
    }
}
