package lockstep.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;

/// What a saved plan was made for.
///
/// @param cluster its name
/// @param digest the name of the digest that contents were compared by; empty where sizes, times
///     and attributes were
/// @param rules as in the cluster file
/// @param targets in the order they are worked on
public record PlanHeader(
        String cluster, String digest, List<String> rules, Place reference, List<Place> targets) {
    public PlanHeader {
        rules = List.copyOf(rules);
        targets = List.copyOf(targets);
    }

    /// A node, and where it was then.
    ///
    /// @param sudo whether as root there
    /// @param snapshot what it is rolled back to: the snapshot's name and the id of its manifest;
    ///     empty for a sync, where everything comes from the reference
    public record Place(
            String node, String address, String root, boolean sudo, Optional<Source> snapshot) {
        /// A node of a sync.
        public Place(String node, String address, String root, boolean sudo) {
            this(node, address, root, sudo, Optional.empty());
        }

        static Place of(Node node) {
            return new Place(node.name(), node.address(), node.root(), node.sudo());
        }

        Place from(Source source) {
            return new Place(node, address, root, sudo, Optional.of(source));
        }
    }

    /// A snapshot that a node is rolled back to.
    ///
    /// @param name on its node
    /// @param manifest its id, in hexadecimal
    public record Source(String name, String manifest) {}

    /// The same for nodes that are rolled back.
    ///
    /// @param sources by the node's name
    public PlanHeader from(Map<String, Source> sources) {
        List<Place> places =
                targets.stream()
                        .map(t -> t.from(Objects.requireNonNull(sources.get(t.node()))))
                        .toList();
        return new PlanHeader(cluster, digest, rules, reference, places);
    }

    /// What a plan of this cluster is for.
    public static PlanHeader of(Cluster cluster, Plan plan) {
        return new PlanHeader(
                cluster.name(),
                plan.isByContent() ? digest(plan) : "",
                cluster.rules(),
                Place.of(cluster.node(plan.reference())),
                plan.targets().stream().map(t -> Place.of(cluster.node(t.node()))).toList());
    }

    private static String digest(Plan plan) {
        return plan.targets().isEmpty()
                ? ""
                : plan.targets().getFirst().seen().reference().digestName();
    }

    /// What the nodes are rolled back to, by their names; those of a sync are not among them.
    public Map<String, Source> sources() {
        Map<String, Source> sources = new TreeMap<>();
        targets.forEach(t -> t.snapshot().ifPresent(source -> sources.put(t.node(), source)));
        return sources;
    }

    /// Whether nodes are rolled back by it, each to a snapshot of its own.
    public boolean isRollback() {
        return targets.stream().anyMatch(t -> t.snapshot().isPresent());
    }

    /// Whether contents were compared.
    public boolean isByContent() {
        return !digest.isEmpty();
    }

    /// The targets' names, in the order they are worked on.
    public List<String> targetNames() {
        return targets.stream().map(Place::node).toList();
    }

    /// The same for some of the targets.
    public PlanHeader only(Collection<String> nodes) {
        List<Place> some = targets.stream().filter(t -> nodes.contains(t.node())).toList();
        return new PlanHeader(cluster, digest, rules, reference, some);
    }

    /// Holds this against the cluster as it is described now.
    ///
    /// @param file what the plan is called in messages
    /// @throws FaultException `GuardTripped` when the plan was made for something else
    public void check(Cluster now, String file) throws FaultException {
        List<String> other = new ArrayList<>();
        differ(other, "the cluster", cluster, now.name());
        if (!isRollback()) {
            differ(other, "the reference", reference.node(), now.reference());
        }
        if (!rules.equals(now.rules())) {
            other.add("the rules are others");
        }
        List<Place> places = new ArrayList<>(targets);
        if (!isRollback()) {
            places.addFirst(reference);
        }
        for (Place place : places) {
            now.nodes().stream()
                    .filter(n -> n.name().equals(place.node()))
                    .findFirst()
                    .ifPresentOrElse(
                            n -> differ(other, place, Place.of(n)),
                            () -> other.add("there is no node " + place.node()));
        }
        if (!other.isEmpty()) {
            throw new FaultException(
                    new Fault.GuardTripped(
                            file,
                            "The cluster file is not as it was when this plan was made: "
                                    + String.join("; ", other)
                                    + ".",
                            "Nothing was changed. Make the plan again."));
        }
    }

    private static String by(Place place) {
        return place.sudo ? "with sudo" : "without sudo";
    }

    private static void differ(List<String> other, Place then, Place now) {
        differ(other, "the address of " + then.node, then.address, now.address);
        differ(other, "the root of " + then.node, then.root, now.root);
        differ(other, "the work on " + then.node, by(then), by(now));
    }

    private static void differ(List<String> other, String what, String then, String now) {
        if (!then.equals(now)) {
            other.add(what + " was " + then + " and is " + now);
        }
    }
}
