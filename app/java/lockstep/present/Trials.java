package lockstep.present;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.fleet.Dialect;
import lockstep.fleet.Imported;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.pool.Member;
import lockstep.pool.State;
import lockstep.preflight.Finding;
import lockstep.run.Operations;
import lockstep.run.Operations.NodeFacts;
import lockstep.run.Operations.Pools;

/// Asks nodes and balancers before they are in a cluster. Each is asked over connections of its
/// own, which end with the answer, or when all are stopped. Changes nothing anywhere.
final class Trials implements AutoCloseable {
    private static final int MOST_STRANGERS = 20;

    private final Clusters clusters;
    private final Optional<Path> like;
    private final Backstage backstage;
    private final Cancel cancel = new Cancel();

    /// @param like the file of a cluster that is open, whose nodes are reached as that one's are
    Trials(Clusters clusters, Optional<Path> like, Backstage backstage) {
        this.clusters = clusters;
        this.like = like;
        this.backstage = backstage;
    }

    /// Whether it can be reached, has a usable rsync, and its directory can be kept identical.
    void node(Node node, Consumer<Trial> told) {
        Cluster alone = new Cluster("trial", List.of(node), node.name(), List.of(), List.of());
        ask(alone, () -> node(alone), told);
    }

    private List<Trial.Line> node(Cluster alone) throws FaultException {
        String name = alone.reference();
        try (Opened opened = new Opened(alone)) {
            Operations trial = opened.trial;
            NodeFacts facts = trial.connect(name);
            List<Finding> found = trial.preflight(cancel).all();
            List<Trial.Line> lines = new ArrayList<>();
            lines.add(
                    Trial.Line.good(
                            Strings.text(
                                    "trial.connected",
                                    facts.connectTime().toMillis(),
                                    facts.rsync())));
            lines.add(
                    Trial.Line.good(
                            Strings.text(
                                    "trial.room",
                                    Words.bytes(facts.freeBytes()),
                                    Words.bytes(facts.totalBytes()))));
            found.forEach(
                    f ->
                            lines.add(
                                    new Trial.Line(
                                            Trial.Grade.of(f.weight()),
                                            f.what() + " " + f.remedy())));
            if (found.stream().allMatch(f -> Trial.Grade.of(f.weight()) == Trial.Grade.GOOD)) {
                lines.add(Trial.Line.good(Strings.text("trial.root", alone.node(name).root())));
            }
            return lines;
        }
    }

    /// Whether it answers, and which of its servers are which nodes.
    void balancer(Balancer balancer, List<Node> nodes, Consumer<Trial> told) {
        Set<String> named =
                balancer.servers().stream()
                        .map(Balancer.Server::node)
                        .collect(Collectors.toUnmodifiableSet());
        List<Node> members = nodes.stream().filter(n -> named.contains(n.name())).toList();
        String reference = members.isEmpty() ? "" : members.getFirst().name();
        Cluster part = new Cluster("trial", members, reference, List.of(), List.of(balancer));
        ask(part, () -> balancer(part, balancer, nodes), told);
    }

    private List<Trial.Line> balancer(Cluster part, Balancer balancer, List<Node> nodes)
            throws FaultException {
        List<Trial.Line> lines = new ArrayList<>();
        try (Opened opened = new Opened(part)) {
            Pools pools = opened.trial.pools();
            pools.failures().values().forEach(fault -> lines.add(Trial.Line.of(fault)));
            pools.members()
                    .forEach((node, members) -> members.forEach(m -> lines.add(line(node, m))));
        }
        for (Node node : nodes) {
            if (balancer.of(node.name()).isEmpty()) {
                lines.add(Trial.Line.warning(Strings.text("trial.serverless", node.name())));
            }
        }
        lines.addAll(strangers(balancer));
        return lines;
    }

    private static Trial.Line line(String node, Member member) {
        String place = member.backend() + "/" + member.server();
        if (member.state() == State.ABSENT) {
            return Trial.Line.blocking(Strings.text("trial.absent", place, node));
        }
        return Trial.Line.good(
                Strings.text("trial.member", place, node, Strings.text("state." + member.state())));
    }

    /// Servers that it has and that are no node; not said where it did not answer.
    private List<Trial.Line> strangers(Balancer balancer) {
        if (!(balancer.dialect() instanceof Dialect.Haproxy haproxy)) {
            return List.of();
        }
        try {
            Set<String> known =
                    balancer.servers().stream()
                            .map(Balancer.Server::place)
                            .collect(Collectors.toUnmodifiableSet());
            return clusters.servers(haproxy, like).found().stream()
                    .map(Imported.Found::places)
                    .flatMap(List::stream)
                    .map(place -> place.backend() + "/" + place.server())
                    .filter(place -> !known.contains(place))
                    .limit(MOST_STRANGERS)
                    .map(place -> Trial.Line.warning(Strings.text("trial.stranger", place)))
                    .toList();
        } catch (FaultException _) {
            return List.of();
        }
    }

    /// A trial that ends at the latest when all are stopped.
    private final class Opened implements AutoCloseable {
        final Operations trial;
        private final Cancel.Registration stop;

        Opened(Cluster cluster) throws FaultException {
            trial = clusters.trial(cluster, like);
            stop = cancel.onSet(() -> backstage.release(trial));
        }

        @Override
        public void close() {
            stop.close();
            trial.close();
        }
    }

    private void ask(Cluster of, Callable<List<Trial.Line>> question, Consumer<Trial> told) {
        List<Trial.Line> unsound =
                of.problems().stream()
                        .map(p -> Trial.Line.blocking(Strings.text("trial.unsound", p.reason())))
                        .toList();
        if (!unsound.isEmpty()) {
            told.accept(new Trial.Answered(unsound));
            return;
        }
        told.accept(new Trial.Asking());
        backstage.work(
                question,
                lines -> told.accept(new Trial.Answered(lines)),
                thrown -> told.accept(failed(thrown)));
    }

    private static Trial failed(Throwable thrown) {
        if (thrown instanceof FaultException e) {
            return e.fault() instanceof Fault.Cancelled
                    ? new Trial.None()
                    : new Trial.Answered(List.of(Trial.Line.of(e.fault())));
        }
        Problem problem = Problem.of(thrown);
        return new Trial.Answered(
                List.of(Trial.Line.blocking(problem.what() + " " + problem.remedy())));
    }

    /// Stops whatever is being asked; connections are closed behind the stage.
    @Override
    public void close() {
        cancel.set();
    }
}
