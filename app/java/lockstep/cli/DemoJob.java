package lockstep.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lockstep.cli.Demonstration.Customers;
import lockstep.cli.Demonstration.Planted;
import lockstep.drift.DriftTree;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fleet.Node;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import lockstep.report.RollbackWords;
import lockstep.run.Operations;
import lockstep.run.Operations.AtLimit;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.NodeFacts;
import lockstep.run.Operations.NodeReport;
import lockstep.run.Operations.Patience;
import lockstep.run.Rollback;
import lockstep.run.RunOptions;
import lockstep.run.SnapshotOperations.Made;
import lockstep.snapshot.About;
import lockstep.snapshot.Kept;
import lockstep.snapshot.Snapshot;

/// The main job on a demonstration, step by step, each step checked: look, sync, prove, keep, roll
/// back what went wrong since, take a node out and put it back, while nobody's request is lost.
final class DemoJob {
    private static final int SHOWN_ROWS = 200;
    private static final int SHOWN_PATHS = 3;
    private static final int SHOWN_CHANGES = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RunOptions ROLLING = RunOptions.rolling(PATIENCE);

    private final Terminal terminal;
    private final List<String> done = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    DemoJob(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Performs every step; what was not as it should be comes out in [#conclude].
    ///
    /// @throws FaultException what made going on pointless
    void perform(Demonstration demo) throws FaultException {
        Operations cluster = demo.cluster();
        connect(cluster);
        Comparison before = scan(cluster);
        find(demo.planted(), before.drift());
        sync(cluster, before);
        prove(cluster);
        goBack(demo);
        if (cluster.cluster().balancers().isEmpty()) {
            terminal.note("There is no HAProxy here: no pools, no traffic.");
            leftOut.add("the pools and the traffic, because HAProxy is missing");
        } else {
            outAndBack(cluster);
            demo.customers().ifPresent(this::count);
        }
    }

    /// One sentence over all, and the code for it.
    ExitCode conclude() {
        terminal.say("");
        if (!wrong.isEmpty()) {
            terminal.say("NOT as it should be: " + String.join("; ", wrong) + ".");
            return ExitCode.FAILED;
        }
        String sum = String.join(", ", done);
        if (!leftOut.isEmpty()) {
            terminal.say("As far as it went: " + sum + ". Left out: " + Words.list(leftOut) + ".");
            return ExitCode.PARTIAL;
        }
        terminal.say("Everything was as it should be: " + sum + ".");
        return ExitCode.DONE;
    }

    /// Something was not as it should be.
    void wrong(String what) {
        wrong.add(what);
    }

    /// The name of the next step.
    void head(String title) {
        terminal.say("");
        terminal.say("== " + title + " ==");
    }

    private void connect(Operations cluster) throws FaultException {
        head("Connect");
        for (Node node : cluster.cluster().nodes()) {
            NodeFacts facts = cluster.connect(node.name());
            terminal.say(
                    "%s: rsync %s, %s free, connected in %s"
                            .formatted(
                                    facts.node(),
                                    facts.rsync(),
                                    Words.bytes(facts.freeBytes()),
                                    Words.duration(facts.connectTime())));
        }
    }

    private Comparison scan(Operations cluster) throws FaultException {
        head("Scan by content");
        Comparison found = Scanning.of(cluster, Criterion.CONTENT, terminal);
        terminal.say(Sentence.of(found.drift(), found.drift().verdict()));
        new Matrix(terminal, found.drift()).print(Matrix.Rows.DIFFERENCES, SHOWN_ROWS);
        return found;
    }

    private void find(List<Planted> planted, DriftTree drift) {
        head("Was every seeded difference found?");
        long missed = 0;
        for (Planted one : planted) {
            if (!isFound(one, drift)) {
                missed++;
                terminal.say(one.node() + ": " + one.path().visible() + " was NOT found");
            }
        }
        long shown = planted.stream().filter(p -> p.sign().isPresent()).count();
        terminal.say(
                "%d of %d were found; %d that the rules leave out stayed out of sight."
                        .formatted(shown - missed, shown, planted.size() - shown));
        if (missed > 0) {
            wrong(Words.count(missed, "seeded difference") + " not found");
        }
        done.add(Words.count(shown, "seeded difference") + " found");
    }

    private static boolean isFound(Planted planted, DriftTree drift) {
        int row = drift.find(planted.path());
        int node = drift.nodeNames().indexOf(planted.node());
        return planted.sign()
                .map(sign -> row >= 0 && drift.signs(row, node).contains(sign))
                .orElse(row < 0);
    }

    private void sync(Operations cluster, Comparison before) throws FaultException {
        head("Sync, one node after the other");
        Plan plan = cluster.plan(before, targets(cluster));
        new PlanLines(terminal, plan, Room.of(cluster, plan)).print(SHOWN_PATHS);
        terminal.say("");
        TerminalRun.End end;
        Cancel cancel = new Cancel();
        try (Interrupt _ = new Interrupt(cancel, terminal)) {
            end =
                    new TerminalRun(cluster, terminal, SHOWN_CHANGES, cancel)
                            .run(
                                    PlanLines.sends(plan),
                                    (events, control) ->
                                            cluster.sync(plan, ROLLING, events, control));
        }
        if (end.code() != ExitCode.DONE || !end.nodes().stream().allMatch(NodeReport::identical)) {
            wrong("the sync did not make every node identical");
        }
        long sent = end.nodes().stream().mapToLong(NodeReport::literalBytes).sum();
        long saved = end.nodes().stream().mapToLong(NodeReport::matchedBytes).sum();
        done.add(Words.bytes(sent) + " sent and " + Words.bytes(saved) + " saved");
    }

    private void prove(Operations cluster) throws FaultException {
        head("Scan by content again");
        Comparison after = Scanning.of(cluster, Criterion.CONTENT, terminal);
        Verdict verdict = after.drift().verdict();
        terminal.say(Sentence.of(after.drift(), verdict));
        if (verdict.kind() == Verdict.Kind.IDENTICAL) {
            done.add(cluster.cluster().nodes().size() + " nodes identical by content");
        } else {
            new Matrix(terminal, after.drift()).print(Matrix.Rows.DIFFERENCES, SHOWN_ROWS);
            wrong("the nodes are not identical after the sync");
        }
        long rest = Approval.chosen(cluster.plan(after, targets(cluster)));
        terminal.say("A second sync would do " + (rest == 0 ? "nothing." : rest + " things."));
    }

    /// Something goes wrong behind everybody's back, and is taken back.
    private void goBack(Demonstration demo) throws FaultException {
        Operations cluster = demo.cluster();
        String node = targets(cluster).getFirst();
        Clock clock = Clock.system(ZoneId.systemDefault());
        Cancel cancel = new Cancel();
        SnapshotProgress progress = new SnapshotProgress(terminal);
        try (Interrupt _ = new Interrupt(cancel, terminal)) {
            head(node + ": snapshot");
            Kept kept = kept(cluster, node, progress, cancel);
            demo.mishap(node);
            head(node + ": something went wrong; roll it back");
            Map<String, Snapshot> to = Map.of(node, kept.snapshot());
            Rollback preview = cluster.snapshots().preview(to, progress, cancel);
            terminal.quiet();
            new RollbackLines(terminal, clock).print(preview, SHOWN_CHANGES);
            TerminalRun.End end =
                    new TerminalRun(cluster, terminal, SHOWN_CHANGES, cancel)
                            .run(
                                    -1,
                                    (events, control) ->
                                            cluster.snapshots()
                                                    .rollback(
                                                            preview,
                                                            back(cluster),
                                                            events,
                                                            control));
            if (preview.nodes().isEmpty() || end.code() != ExitCode.DONE) {
                wrong(node + " was not rolled back");
            }
            terminal.say("This was " + RollbackWords.sentence(preview, clock) + ".");
            done.add(node + " rolled back");
        }
    }

    private static RunOptions back(Operations cluster) {
        return cluster.cluster().balancers().isEmpty()
                ? RunOptions.inPlace().back()
                : ROLLING.back();
    }

    private Kept kept(Operations cluster, String node, SnapshotProgress progress, Cancel cancel)
            throws FaultException {
        Made made =
                cluster.snapshots()
                        .make(List.of(node), About.Reason.HAND, "the demo", progress, cancel);
        terminal.quiet();
        for (Fault fault : made.failures().values()) {
            throw new FaultException(fault);
        }
        Kept kept = Objects.requireNonNull(made.nodes().get(node));
        terminal.say(ShelfTable.line(node, kept));
        return kept;
    }

    private void outAndBack(Operations cluster) throws FaultException {
        String node = targets(cluster).getFirst();
        Patience patience = new Patience(PATIENCE, AtLimit.STAY);
        head(node + ": drain");
        Leave leave = Leave.by(Way.DRAIN, Leave.Floor.KEPT);
        settle(
                cluster,
                () -> cluster.takeOut(node, leave),
                c -> cluster.awaitZero(node, patience, _ -> {}, c));
        head(node + ": ready");
        settle(
                cluster,
                () -> cluster.putBack(node),
                c -> cluster.awaitUp(node, PATIENCE, _ -> {}, c));
        done.add(node + " drained and back");
    }

    private interface Order {
        Operations.Pools give() throws FaultException;
    }

    private interface Wait {
        String until(Cancel cancel) throws FaultException;
    }

    private void settle(Operations cluster, Order order, Wait wait) throws FaultException {
        Cancel cancel = new Cancel();
        try (Interrupt _ = new Interrupt(cancel, terminal)) {
            order.give();
            terminal.say(wait.until(cancel));
        }
        PoolTable.print(cluster.pools(), terminal);
    }

    private void count(Customers counted) {
        head("What the customers saw");
        terminal.say(
                "%s sent, %s answered rightly, %s failed; the slowest page took %s."
                        .formatted(
                                Words.count(counted.sent(), "request"),
                                Words.number(counted.ok()),
                                Words.number(counted.failed()),
                                Words.duration(counted.slowest())));
        counted.reasons().forEach(terminal::note);
        if (counted.failed() > 0 || counted.ok() == 0) {
            wrong(Words.count(counted.failed(), "request") + " failed");
        }
        done.add(Words.count(counted.ok(), "request") + " answered and none lost");
    }

    private static List<String> targets(Operations cluster) {
        String reference = cluster.cluster().reference();
        return cluster.cluster().nodes().stream()
                .map(Node::name)
                .filter(name -> !name.equals(reference))
                .toList();
    }
}
