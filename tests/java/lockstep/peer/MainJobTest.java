package lockstep.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lockstep.demo.DemoCluster;
import lockstep.demo.Options;
import lockstep.demo.Seeded;
import lockstep.demo.Traffic;
import lockstep.drift.DriftTree;
import lockstep.drift.Sign;
import lockstep.drift.Verdict;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.pool.Leave;
import lockstep.pool.Way;
import lockstep.rsync.RelayEvents;
import lockstep.run.OpenCluster;
import lockstep.run.Operations;
import lockstep.run.Operations.Comparison;
import lockstep.run.Operations.Criterion;
import lockstep.run.Operations.RunReport;
import lockstep.run.RunControl;
import lockstep.run.RunEvents;
import lockstep.run.RunOptions;
import lockstep.state.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The main job on a whole private cluster: SSH, rsync and HAProxy are real, and so is the load.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class MainJobTest {
    private static final RunOptions ROLLING = RunOptions.rolling(Duration.ofSeconds(30));

    private static final List<String> TARGETS = List.of("web2", "web3");

    private static Comparison compare(Operations operations, Criterion criterion) throws Exception {
        return operations.compare(criterion, new Unheard(), new Cancel());
    }

    @Test
    void everyDifferenceIsFoundSyncedAndProvedWhileNoRequestIsLost() throws Exception {
        try (DemoTyped typed = DemoTyped.start(Options.standard(), 16 << 20);
                OpenCluster shop = typed.open()) {
            DemoCluster demo = typed.demo();
            Comparison before = compare(shop, Criterion.CONTENT);
            assertThat(before.failures()).isEmpty();
            assertThat(before.drift().verdict().kind()).isEqualTo(Verdict.Kind.DIFFERS);
            demo.seeded().forEach(s -> assertFound(before.drift(), s));

            Plan plan = shop.plan(before, List.of("web2", "web3"));
            Events events = new Events();
            RunReport report = shop.sync(plan, ROLLING, events, new RunControl(new Cancel()));

            assertThat(report.nodes())
                    .allSatisfy(
                            node -> {
                                assertThat(node.fault()).as(node.toString()).isEmpty();
                                assertThat(node.identical()).isTrue();
                            });
            Comparison after = compare(shop, Criterion.CONTENT);
            assertThat(after.drift().verdict().kind()).isEqualTo(Verdict.Kind.IDENTICAL);
            assertIdenticalBySomethingElse(demo);
            Traffic.Counts counts = demo.traffic().orElseThrow().counts();
            assertThat(counts.ok()).isPositive();
            assertThat(counts.failed()).as(counts.toString()).isZero();
        }
    }

    @Test
    void unapprovedDeletionsAreLeftAndEverythingElseIsDone() throws Exception {
        Options filesOnly = Options.standard().with(Options.Balancing.NONE);
        try (DemoTyped typed = DemoTyped.start(filesOnly);
                OpenCluster shop = typed.open()) {
            Plan plan = withoutDeletions(shop.plan(compare(shop, Criterion.CONTENT), TARGETS));
            assertThat(plan.count(Plan.Action.DELETE)).isZero();

            RunReport report = shop.sync(plan, ROLLING, new Events(), new RunControl(new Cancel()));

            assertThat(report.nodes())
                    .hasSize(2)
                    .allSatisfy(n -> assertThat(n.fault()).as(n.toString()).isEmpty())
                    .noneMatch(Operations.NodeReport::identical);
            Plan left = shop.plan(compare(shop, Criterion.CONTENT), TARGETS);
            assertThat(left.targets())
                    .flatExtracting(Plan.Target::rows)
                    .extracting(Plan.Row::action)
                    .isNotEmpty()
                    .doesNotContain(Plan.Action.CREATE);
        }
    }

    private static Plan withoutDeletions(Plan plan) {
        return plan.with(
                plan.targets().stream()
                        .map(
                                t ->
                                        t.with(
                                                t.rows().stream()
                                                        .map(MainJobTest::unlessDeletion)
                                                        .toList()))
                        .toList());
    }

    private static Plan.Row unlessDeletion(Plan.Row row) {
        return row.action() == Plan.Action.DELETE ? row.choose(false) : row;
    }

    @Tag("long")
    @Test
    void aNodeThatWasOutBeforeStaysOut() throws Exception {
        try (DemoTyped typed = DemoTyped.start(Options.standard());
                OpenCluster shop = typed.open()) {
            shop.takeOut("web2", Leave.by(Way.MAINTENANCE, Leave.Floor.KEPT));
            Plan plan = shop.plan(compare(shop, Criterion.CONTENT), List.of("web2"));

            RunReport report = shop.sync(plan, ROLLING, new Events(), new RunControl(new Cancel()));

            assertThat(report.nodes().getFirst().identical()).isTrue();
            assertThat(report.nodes().getFirst().remarks()).anyMatch(r -> r.contains("stays out"));
            assertThat(shop.pools().members().getOrDefault("web2", List.of()))
                    .isNotEmpty()
                    .allMatch(m -> m.state().isOut());
        }
    }

    /// The node is drained by then, nothing was written, and so it goes back.
    @Tag("long")
    @Test
    void aReferenceThatChangesWhileANodeIsDrainedLeavesItAsItWas() throws Exception {
        try (DemoTyped typed = DemoTyped.start(Options.standard());
                OpenCluster shop = typed.open()) {
            DemoCluster demo = typed.demo();
            Plan plan = shop.plan(compare(shop, Criterion.CONTENT), TARGETS);
            Plan.Row file =
                    plan.targets().getFirst().rows().stream()
                            .filter(r -> r.action() == Plan.Action.UPDATE && r.bytes() > 0)
                            .findFirst()
                            .orElseThrow();
            String before = Shell.picture(demo.root("web2"));
            Path changed = demo.root("web1").resolve(file.path().visible());
            Events meddling =
                    new Events() {
                        @Override
                        public void done(String node, Step step, String note) {
                            if (step == Step.ZERO_SESSIONS) {
                                Shell.run(demo.root("web1"), "echo more >> '" + changed + "'");
                            }
                        }
                    };

            RunReport report = shop.sync(plan, ROLLING, meddling, new RunControl(new Cancel()));

            assertThat(report.nodes().getFirst().fault())
                    .get()
                    .isInstanceOf(Fault.PlanOutdated.class);
            assertThat(report.nodes().getFirst().remarks()).anyMatch(r -> r.contains("put back"));
            assertThat(report.nodes().getLast().remarks().getFirst()).contains("not begun");
            assertThat(Shell.picture(demo.root("web2"))).isEqualTo(before);
            assertThat(shop.pools().members().getOrDefault("web2", List.of()))
                    .isNotEmpty()
                    .noneMatch(m -> m.state().isOut());
        }
    }

    private static void assertFound(DriftTree drift, Seeded seeded) {
        int row = drift.find(seeded.path());
        int node = drift.nodeNames().indexOf(seeded.node());
        if (!seeded.shows()) {
            assertThat(row).as(seeded.toString()).isNegative();
            return;
        }
        assertThat(row).as(seeded.toString()).isPositive();
        Sign expected =
                switch (seeded.kind()) {
                    case CONTENT, SILENT, RANGE -> Sign.CONTENT;
                    case MISSING -> Sign.MISSING;
                    case EXTRA -> Sign.EXTRA;
                    case MODE -> Sign.MODE;
                    case OWNER, GROUP -> Sign.OWNER;
                    case TIME -> Sign.TIME;
                    case TARGET -> Sign.TARGET;
                    case KIND -> Sign.KIND;
                    case EXCLUDED -> Sign.ABSENT;
                };
        assertThat(drift.signs(row, node)).as(seeded.toString()).contains(expected);
    }

    /// By programs that have nothing to do with rsync or with us.
    private static void assertIdenticalBySomethingElse(DemoCluster demo) {
        Path reference = demo.root("web1");
        String excluded = "--exclude=cache --exclude=.lockstep-partial";
        for (String node : List.of("web2", "web3")) {
            Path root = demo.root(node);
            Shell.run(reference, "diff -r --no-dereference " + excluded + " . " + root);
            assertThat(attributes(root)).isEqualTo(attributes(reference));
        }
    }

    private static String attributes(Path root) {
        return Shell.run(
                root,
                "export LC_ALL=C; find . -name cache -prune -o -printf '%p|%y|%m|%u|%g|%l\\n'"
                        + " | sort");
    }

    private static class Events implements RunEvents {
        @Override
        public RelayEvents relay(String node) {
            return new RelayEvents() {};
        }
    }
}
