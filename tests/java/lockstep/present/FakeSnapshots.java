package lockstep.present;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.drift.Baseline;
import lockstep.drift.DriftTree;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Cluster;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.plan.Planner;
import lockstep.preflight.Findings;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.RunReport;
import lockstep.run.Rollback;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.run.SnapshotOperations;
import lockstep.snapshot.About;
import lockstep.snapshot.Freed;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Method;
import lockstep.snapshot.Snapshot;
import lockstep.snapshot.Space;
import lockstep.tree.Listing;

/// Snapshots of a cluster that exists only in memory. Every one of them holds what the first node
/// of the shop holds, but for those of the state that a node has now.
public final class FakeSnapshots implements SnapshotOperations {
    /// What every node held when all was well.
    public static final Instant GOOD = Shop.NOW.minus(Duration.ofMinutes(25));

    private final Cluster cluster;
    private final List<Listing> listings;
    private final Map<String, List<Kept>> shelves = new ConcurrentHashMap<>();
    private final Map<String, Fault> failures = new ConcurrentHashMap<>();
    private final List<Snapshot> damaged = new CopyOnWriteArrayList<>();
    private final List<Rollback> rolledBack = new CopyOnWriteArrayList<>();
    private final List<RunOptions> manners = new CopyOnWriteArrayList<>();

    FakeSnapshots(Cluster cluster) {
        this.cluster = cluster;
        listings = Shop.listings(cluster.nodes().size());
    }

    /// Every node has a good one of 13:40, an unproven one of an hour before, and older ones.
    public FakeSnapshots stocked() {
        for (Node node : cluster.nodes()) {
            keep(node.name(), GOOD, "k3f9qa", "verified by run k3f9qa", "");
            keep(node.name(), GOOD.minusSeconds(3_600), "c81m2x", "", "");
            keep(node.name(), GOOD.minusSeconds(11_000), "b7t0aa", "verified by run b7t0aa", "");
            keep(node.name(), GOOD.minusSeconds(86_400), "a1q9zz", "verified", "before 4.2");
        }
        return this;
    }

    /// Another one, older than those before.
    public FakeSnapshots keep(String node, Instant at, String run, String good, String pin) {
        shelves.computeIfAbsent(node, _ -> new CopyOnWriteArrayList<>())
                .add(kept(new Snapshot(at, run), About.Reason.RUN, good, pin));
        return this;
    }

    private static Kept kept(Snapshot snapshot, About.Reason reason, String good, String pin) {
        String state = Integer.toHexString(snapshot.run().hashCode());
        String why = reason == About.Reason.RUN ? "" : "before the sale";
        About about =
                new About("ann@desk", reason, why, "xxh128", state, "0".repeat(64), 55, 3_800_000);
        return new Kept(
                snapshot,
                Optional.of(about),
                Method.LINKS,
                Optional.of(pin).filter(text -> !text.isEmpty()),
                Optional.of(good).filter(text -> !text.isEmpty()));
    }

    public FakeSnapshots failing(String node, Fault fault) {
        failures.put(node, fault);
        return this;
    }

    public FakeSnapshots damaging(Instant at, String run) {
        damaged.add(new Snapshot(at, run));
        return this;
    }

    public List<Rollback> rolledBack() {
        return rolledBack;
    }

    public List<RunOptions> manners() {
        return manners;
    }

    /// What a node keeps now.
    public List<Kept> of(String node) {
        return List.copyOf(shelves.getOrDefault(node, List.of()));
    }

    @Override
    public Shelves shelves(Cancel cancel) {
        Map<String, List<Kept>> all = new LinkedHashMap<>();
        for (Node node : cluster.nodes()) {
            if (!failures.containsKey(node.name())) {
                all.put(node.name(), of(node.name()));
            }
        }
        return new Shelves(all, Map.copyOf(failures));
    }

    @Override
    public Forecasts forecast(List<String> nodes, Cancel cancel) {
        Map<String, Space> all = new LinkedHashMap<>();
        for (String node : nodes) {
            all.put(
                    node,
                    new Space(
                            48_000_000,
                            120,
                            40_000_000_000L,
                            12_400_000_000L,
                            OptionalLong.empty(),
                            Space.Placement.SAME_FILE_SYSTEM,
                            Method.LINKS));
        }
        return new Forecasts(all, Map.of());
    }

    @Override
    public Made make(
            List<String> nodes,
            About.Reason reason,
            String why,
            SnapshotEvents events,
            Cancel cancel) {
        Map<String, Kept> made = new LinkedHashMap<>();
        for (String node : nodes) {
            events.doing(node, Doing.COPYING);
            Kept kept = kept(new Snapshot(Shop.NOW, "h4nd00"), reason, "", "");
            made.put(node, kept);
            shelves.computeIfAbsent(node, _ -> new CopyOnWriteArrayList<>()).addFirst(kept);
        }
        return new Made("h4nd00", made, Map.of());
    }

    @Override
    public Rollback preview(Map<String, Snapshot> to, SnapshotEvents events, Cancel cancel)
            throws FaultException {
        List<Rollback.Target> targets = new ArrayList<>();
        for (Map.Entry<String, Snapshot> each : to.entrySet()) {
            targets.add(target(each.getKey(), each.getValue()));
        }
        return new Rollback(targets);
    }

    private Rollback.Target target(String node, Snapshot snapshot) throws FaultException {
        int at = cluster.nodes().indexOf(cluster.node(node));
        Listing now = listings.get(at);
        Listing then = snapshot.run().equals("h4nd00") ? now : listings.getFirst();
        DriftTree drift =
                DriftTree.merge(
                        List.of(Rollback.Target.THEN, node),
                        new ArrayList<>(List.of(then, now)),
                        new Baseline.Reference(0));
        Kept kept =
                of(node).stream()
                        .filter(k -> k.snapshot().equals(snapshot))
                        .findFirst()
                        .orElseThrow();
        return new Rollback.Target(
                node,
                kept,
                "0".repeat(64),
                Planner.of(drift, Rollback.Target.THEN, List.of(node)).targets().getFirst(),
                drift);
    }

    @Override
    public Soundness check(String node, Snapshot snapshot, SnapshotEvents events, Cancel cancel) {
        boolean broken = damaged.contains(snapshot);
        return new Soundness(
                node,
                snapshot,
                broken ? List.of("assets/app.js: other content") : List.of(),
                broken ? 1 : 0,
                55);
    }

    /// Everything stays.
    @Override
    public Pruning pruning(Instant now, Cancel cancel) {
        Map<String, Pruning.Shelf> kept = new LinkedHashMap<>();
        shelves.forEach(
                (node, all) ->
                        kept.put(
                                node,
                                new Pruning.Shelf(
                                        all.stream()
                                                .map(one -> new Pruning.Fate(one, false, "newest"))
                                                .toList(),
                                        new Freed(0, Freed.Certainty.COUNTED))));
        return new Pruning(kept, Map.of());
    }

    @Override
    public Freed freed(String node, List<Snapshot> going, Cancel cancel) {
        return new Freed(48_000_000, Freed.Certainty.COUNTED);
    }

    @Override
    public Map<String, Fault> remove(
            Map<String, List<Snapshot>> going, SnapshotEvents events, Cancel cancel) {
        going.forEach(
                (node, gone) ->
                        shelves.getOrDefault(node, new ArrayList<>())
                                .removeIf(kept -> gone.contains(kept.snapshot())));
        return Map.of();
    }

    @Override
    public void pin(String node, Snapshot snapshot, String why, Cancel cancel) {
        pin(node, snapshot, Optional.of(why));
    }

    @Override
    public void unpin(String node, Snapshot snapshot, Cancel cancel) {
        pin(node, snapshot, Optional.empty());
    }

    private void pin(String node, Snapshot snapshot, Optional<String> why) {
        shelves.getOrDefault(node, new ArrayList<>())
                .replaceAll(
                        kept ->
                                kept.snapshot().equals(snapshot)
                                        ? new Kept(
                                                snapshot,
                                                kept.about(),
                                                kept.method(),
                                                why,
                                                kept.good())
                                        : kept);
    }

    @Override
    public Findings preflight(Rollback rollback, RunOptions options, Cancel cancel) {
        return new Findings(List.of());
    }

    @Override
    public Map<String, String> goal(String run) {
        return Map.of();
    }

    @Override
    public RunReport rollback(
            Rollback approved, RunOptions options, RunEvents events, RunControl control)
            throws FaultException {
        rolledBack.add(approved);
        manners.add(options);
        List<NodeReport> reports = new ArrayList<>();
        for (Rollback.Target target : approved.targets()) {
            options.course().steps().forEach(step -> events.begun(target.node(), step));
            options.course().steps().forEach(step -> events.done(target.node(), step, ""));
            reports.add(Reports.identical(target.node()));
        }
        return Reports.of(reports, Duration.ofSeconds(6));
    }
}
