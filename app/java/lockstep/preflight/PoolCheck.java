package lockstep.preflight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Balancer;
import lockstep.fleet.Cluster;
import lockstep.pool.Member;
import lockstep.pool.Pools;
import lockstep.pool.State;

/// What the balancers say: whether they answer, know the nodes, and can spare them.
final class PoolCheck {
    private final Cluster cluster;
    private final Pools pools;
    private final Work work;
    private final List<Finding> found = new ArrayList<>();

    PoolCheck(Cluster cluster, Pools pools, Work work) {
        this.cluster = cluster;
        this.pools = pools;
        this.work = work;
    }

    List<Finding> check() {
        Pools.View view = pools.look();
        view.failures().values().forEach(f -> found.add(Finding.blocking(Kind.POOL, f)));
        for (String warning : view.warnings()) {
            found.add(
                    new Finding(
                            cluster.name(),
                            Weight.WARNS,
                            Kind.POOL,
                            warning,
                            "Look at the pools before a run."));
        }
        for (Work.Target target : work.targets()) {
            node(target.node(), view);
        }
        if (work.abreast() > 1) {
            batch(view);
        }
        return found;
    }

    private void node(String node, Pools.View view) {
        List<Balancer> serving =
                cluster.balancers().stream().filter(b -> !b.of(node).isEmpty()).toList();
        if (serving.isEmpty()) {
            add(
                    node,
                    Weight.WARNS,
                    Kind.POOL,
                    "It is in no pool of the cluster file, so a run cannot lead its users away.",
                    "Name its servers in the cluster file, unless nobody uses it.");
            return;
        }
        List<Member> members = view.members().getOrDefault(node, List.of());
        members.forEach(member -> member(node, member));
        boolean asked = serving.stream().noneMatch(b -> view.failures().containsKey(b.name()));
        boolean known = members.stream().noneMatch(m -> m.state() == State.ABSENT);
        if (asked && known) {
            floor(node);
        }
    }

    private void member(String node, Member member) {
        String now = member.place() + " is " + member.state() + " (" + member.reason() + ")";
        switch (member.state()) {
            case ABSENT ->
                    add(
                            node,
                            Weight.BLOCKS,
                            Kind.POOL,
                            "The balancer does not know " + member.place() + ".",
                            "Correct backend and server in the cluster file.");
            case DRAIN, MAINT ->
                    add(
                            node,
                            Weight.WARNS,
                            Kind.POOL,
                            now + ": somebody has taken it out already.",
                            "Ask who and why: a run leaves it out, as it was.");
            case DOWN, STOPPING ->
                    add(
                            node,
                            Weight.WARNS,
                            Kind.POOL,
                            now + ", before anything was done.",
                            "Mend it first, or expect the run to wait for it in vain.");
            case UNKNOWN ->
                    add(
                            node,
                            Weight.BLOCKS,
                            Kind.POOL,
                            now + ": whether it takes requests cannot be told.",
                            "Make it answer first.");
            case UP, STARTING -> {}
        }
    }

    private void floor(String node) {
        try {
            pools.checkFloor(node);
        } catch (FaultException e) {
            Kind kind = e.fault() instanceof Fault.CapacityTooLow ? Kind.FLOOR : Kind.POOL;
            String what = "Taken out now: " + e.fault().where() + ": " + e.fault().what();
            add(node, Weight.BLOCKS, kind, what, e.fault().remedy());
        }
    }

    /// Only members of the cluster file can be counted here; a backend may have others. So this
    /// warns, and the balancer's own count is held against the floor when a node is to leave.
    private void batch(Pools.View view) {
        Set<String> leaving =
                work.targets().stream().map(Work.Target::node).collect(Collectors.toSet());
        Map<String, Map<String, List<Member>>> up = new LinkedHashMap<>();
        view.members().values().stream()
                .flatMap(List::stream)
                .filter(m -> m.state() == State.UP)
                .forEach(
                        m ->
                                up.computeIfAbsent(m.balancer(), _ -> new LinkedHashMap<>())
                                        .computeIfAbsent(m.backend(), _ -> new ArrayList<>())
                                        .add(m));
        for (Balancer balancer : cluster.balancers()) {
            up.getOrDefault(balancer.name(), Map.of())
                    .forEach((backend, members) -> batch(balancer, backend, members, leaving));
        }
    }

    private void batch(Balancer balancer, String backend, List<Member> up, Set<String> leaving) {
        long could = up.stream().filter(m -> leaving.contains(m.node())).count();
        long left = up.size() - Math.min(could, work.abreast());
        if (left < balancer.floor()) {
            add(
                    balancer.name(),
                    Weight.WARNS,
                    Kind.FLOOR,
                    "With %d nodes out at once, backend %s keeps %d of the servers in the cluster"
                                    .formatted(work.abreast(), backend, left)
                            + " file; its floor is %d.".formatted(balancer.floor()),
                    "Take fewer nodes at once; a run stops at the floor with part of its nodes out.");
        }
    }

    private void add(String node, Weight weight, Kind kind, String what, String remedy) {
        found.add(new Finding(node, weight, kind, what, remedy));
    }
}
