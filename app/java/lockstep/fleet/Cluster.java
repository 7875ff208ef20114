package lockstep.fleet;

import java.util.List;
import java.util.Optional;

/// A set of nodes that should hold the same files, and the balancers before them. Immutable.
///
/// A value may break the rules between its parts, as it does while an operator edits it;
/// [#problems] tells. Everything that came from [ClusterFile#read] has none.
///
/// @param name what the operator calls it
/// @param nodes at least one, names unique, in the order of the file
/// @param reference the name of the node that the others are compared with
/// @param rules filter rules in rsync's own text form (`- /cache/`), first match wins; the same
///     for looking and for doing; see [Rules]
/// @param balancers none when the nodes are in no pool
/// @param compress whether connections are compressed even where the SSH configuration does not
///     say so
/// @param health what proves that a node serves; nothing is asked when absent
/// @param hooks in the order of the file, in which those of one moment run
/// @param keeping when snapshots are made and which are kept
public record Cluster(
        String name,
        List<Node> nodes,
        String reference,
        List<String> rules,
        List<Balancer> balancers,
        boolean compress,
        Optional<Health> health,
        List<Hook> hooks,
        Keeping keeping) {
    /// A cluster that keeps snapshots as usual.
    public Cluster(
            String name,
            List<Node> nodes,
            String reference,
            List<String> rules,
            List<Balancer> balancers,
            boolean compress,
            Optional<Health> health,
            List<Hook> hooks) {
        this(name, nodes, reference, rules, balancers, compress, health, hooks, Keeping.USUAL);
    }

    /// A cluster without health and hooks.
    public Cluster(
            String name,
            List<Node> nodes,
            String reference,
            List<String> rules,
            List<Balancer> balancers,
            boolean compress) {
        this(name, nodes, reference, rules, balancers, compress, Optional.empty(), List.of());
    }

    /// As the other, one whose connections are as the SSH configuration says.
    public Cluster(
            String name,
            List<Node> nodes,
            String reference,
            List<String> rules,
            List<Balancer> balancers) {
        this(name, nodes, reference, rules, balancers, false);
    }

    public Cluster {
        nodes = List.copyOf(nodes);
        rules = List.copyOf(rules);
        balancers = List.copyOf(balancers);
        hooks = List.copyOf(hooks);
    }

    /// The same with other rules.
    public Cluster withRules(List<String> others) {
        return new Cluster(
                name, nodes, reference, others, balancers, compress, health, hooks, keeping);
    }

    /// The node of that name.
    ///
    /// @throws IllegalArgumentException when there is none
    public Node node(String name) {
        return nodes.stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + name));
    }

    /// Everything that keeps this cluster from being used, in the order of its parts; empty when
    /// it is sound.
    public List<Problem> problems() {
        return new Soundness(this).problems();
    }

    /// One thing that is wrong.
    ///
    /// @param at the value, as a path from the top of the file with places counted from 0:
    ///     `node[1].root`, `balancer[0].servers[2].node`, `rules[3]`
    /// @param reason what is wrong with it, made visible, without a full stop
    public record Problem(String at, String reason) {}
}
