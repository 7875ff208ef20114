package lockstep.present;

import static lockstep.present.Plans.plan;
import static lockstep.present.Plans.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lockstep.plan.Plan;
import lockstep.run.RunOptions;
import org.junit.jupiter.api.Test;

class PlanModelTest {
    private static PlanModel model(Plan plan) {
        return new PlanModel(Plans.pooled(), plan, Map.of(), Plans.atOnce());
    }

    private static PlanLine.Row row(PlanModel model, String path) {
        return model.lines().stream()
                .filter(PlanLine.Row.class::isInstance)
                .map(PlanLine.Row.class::cast)
                .filter(r -> r.group().row(r.position()).path().visible().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static PlanLine.Action action(PlanModel model, String node, Plan.Action action) {
        return model.lines().stream()
                .filter(PlanLine.Action.class::isInstance)
                .map(PlanLine.Action.class::cast)
                .filter(a -> a.group().node().equals(node) && a.group().action() == action)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void linesAreGroupedByNodeThenAction() {
        PlanModel model = model(plan(target("web2", 2, 1), target("web3", 1, 0)));
        assertThat(model.lines().stream().map(line -> line.getClass().getSimpleName()))
                .containsExactly(
                        "Node", "Action", "Row", "Row", "Action", "Row", "Node", "Action", "Row");
    }

    @Test
    void aFlippedRowIsLeftOutOfTheApprovedPlanAndNothingElseIs() {
        Plan plan = plan(target("web2", 3, 0), target("web3", 3, 0));
        PlanModel model = model(plan);
        PlanLine.Row second = row(model, "htdocs/assets/create-00001.js");
        model.flip(second);
        Plan approved = model.approved().plan();
        assertThat(approved.targets().getFirst().rows())
                .extracting(Plan.Row::chosen)
                .containsExactly(true, false, true);
        assertThat(approved.targets().getLast()).isEqualTo(plan.targets().getLast());
        model.flip(second);
        assertThat(model.approved().plan()).isEqualTo(plan);
    }

    @Test
    void aGroupInPartChosenIsFlippedToWholeThenToNone() {
        PlanModel model = model(plan(target("web2", 3, 0)));
        model.flip(row(model, "htdocs/assets/create-00000.js"));
        PlanLine group = action(model, "web2", Plan.Action.CREATE);
        assertThat(group.chosen()).isEqualTo(PlanLine.Chosen.SOME);
        model.flip(group);
        assertThat(group.chosen()).isEqualTo(PlanLine.Chosen.ALL);
        model.flip(group);
        assertThat(group.chosen()).isEqualTo(PlanLine.Chosen.NONE);
        assertThat(model.totals().copies()).isZero();
    }

    @Test
    void totalsFollowWhatIsChosen() {
        PlanModel model = model(plan(target("web2", 4, 2)));
        assertThat(model.totals().wireBytes()).isEqualTo(4_000);
        assertThat(model.totals().freedBytes()).isEqualTo(20);
        model.flip(row(model, "htdocs/assets/create-00000.js"));
        assertThat(model.totals().wireBytes()).isEqualTo(3_000);
        assertThat(model.totals().count(Plan.Action.CREATE)).isEqualTo(3);
        assertThat(model.totals().deletions()).isEqualTo(2);
    }

    @Test
    void deletionsThatAreNotApprovedAreUnchosenInTheResult() {
        PlanModel model = model(plan(target("web2", 1, 2)));
        assertThat(model.approved().plan().count(Plan.Action.DELETE)).isZero();
        assertThat(PlanWords.confirm(model)).isEqualTo("Sync 1 file to web2");
        model.deletionsTickedProperty().set(true);
        assertThat(model.approved().plan().count(Plan.Action.DELETE)).isEqualTo(2);
        assertThat(PlanWords.confirm(model)).isEqualTo("Sync 1 file to web2, and delete 2");
    }

    @Test
    void onlyDeletionsNeedTheirTick() {
        PlanModel model = model(plan(target("web2", 0, 2), target("web3", 0, 1)));
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.ONLY_UNAPPROVED_DELETIONS);
        assertThatIllegalStateException().isThrownBy(model::approved);
        model.deletionsTickedProperty().set(true);
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.NONE);
        assertThat(PlanWords.confirm(model)).isEqualTo("Delete 2 files on web2, then 1 on web3");
    }

    @Test
    void moreThanAThousandDeletionsMustBeTyped() {
        PlanModel model = model(plan(target("web2", 1, 1_204)));
        model.deletionsTickedProperty().set(true);
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.NUMBER_NOT_TYPED);
        assertThat(PlanWords.obstacle(model)).contains("1,204");
        model.typedCountProperty().set("1,203");
        assertThat(model.deletionsApproved()).isFalse();
        model.typedCountProperty().set("1,204");
        assertThat(model.deletionsApproved()).isTrue();
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.NONE);
    }

    @Test
    void aNumberTypedForOtherDeletionsApprovesNothing() {
        PlanModel model = model(plan(target("web2", 1, 1_204)));
        model.deletionsTickedProperty().set(true);
        model.typedCountProperty().set("1204");
        PlanGroup deletions = action(model, "web2", Plan.Action.DELETE).group();
        model.flip(new PlanLine.Row(deletions, 7));
        assertThat(model.deletionsApproved()).isFalse();
    }

    @Test
    void deletingMostOfANodeMustBeTyped() {
        Plan plan = plan(target("web2", 1, 6), target("web3", 1, 4));
        Map<String, Long> ten = Map.of("web2", 10L, "web3", 10L);
        PlanModel model = new PlanModel(Plans.pooled(), plan, ten, Plans.atOnce());
        assertThat(model.isGuarded()).isTrue();
        model.flip(row(model, "htdocs/assets/delete-00000.js"));
        assertThat(model.isGuarded()).isFalse();
    }

    @Test
    void theButtonNamesEveryNodeWithItsOwnCount() {
        assertThat(PlanWords.confirm(model(plan(target("web2", 14, 0), target("web3", 14, 0)))))
                .isEqualTo("Sync 14 files to web2, then web3");
        assertThat(PlanWords.confirm(model(plan(target("web2", 14, 0), target("web3", 2, 0)))))
                .isEqualTo("Sync 14 files to web2, then 2 to web3");
        assertThat(PlanWords.confirm(model(plan(target("web2", 0, 0), target("web3", 1_400, 0)))))
                .isEqualTo("Sync 1,400 files to web3");
        Plan four =
                plan(target("a", 2, 0), target("b", 2, 0), target("c", 2, 0), target("d", 3, 0));
        assertThat(PlanWords.confirm(model(four)))
                .isEqualTo("Sync 9 files to 4 nodes, one after the other");
    }

    @Test
    void withNothingChosenTheButtonSaysWhy() {
        PlanModel model = model(plan(target("web2", 2, 0)));
        model.flip(model.nodes().getFirst());
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.NOTHING_CHOSEN);
        assertThat(PlanWords.confirm(model)).isEqualTo("Nothing to sync");
        assertThat(PlanWords.obstacle(model)).isEqualTo("Every row is left out.");
    }

    @Test
    void theFilterShowsRowsByPathAndAGroupThenFlipsOnlyThose() throws InterruptedException {
        BlockingQueue<Runnable> screen = new LinkedBlockingQueue<>();
        try (Backstage backstage = new Backstage(screen::add)) {
            Plan plan = plan(target("web2", 20, 0));
            PlanModel model = new PlanModel(Plans.pooled(), plan, Map.of(), backstage);
            model.filterProperty().set("-0001");
            screen(screen);
            assertThat(model.lines()).hasSize(2 + 10);
            PlanLine group = model.lines().get(1);
            model.flip(group);
            assertThat(group.chosen()).isEqualTo(PlanLine.Chosen.NONE);
            assertThat(model.totals().copies()).isEqualTo(10);
            model.filterProperty().set("");
            assertThat(model.lines()).hasSize(2 + 20);
            assertThat(group.chosen()).isEqualTo(PlanLine.Chosen.SOME);
        }
    }

    @Test
    void anOlderSearchNeverOverwritesANewerOne() throws InterruptedException {
        BlockingQueue<Runnable> screen = new LinkedBlockingQueue<>();
        try (Backstage backstage = new Backstage(screen::add)) {
            PlanModel model =
                    new PlanModel(Plans.pooled(), plan(target("web2", 20, 0)), Map.of(), backstage);
            model.filterProperty().set("00003");
            Runnable old = screen.poll(10, TimeUnit.SECONDS);
            model.filterProperty().set("00012");
            screen(screen);
            assertThat(old).isNotNull();
            old.run();
            assertThat(model.lines()).hasSize(3);
            assertThat(PlanWords.spoken(model.lines().getLast()))
                    .isEqualTo("htdocs/assets/create-00012.js, new, content, chosen");
        }
    }

    private static void screen(BlockingQueue<Runnable> screen) throws InterruptedException {
        Runnable next = screen.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        next.run();
    }

    @Test
    void aLargeGroupBeginsClosed() {
        PlanModel model = model(plan(target("web2", 5_000, 3)));
        assertThat(model.lines()).hasSize(1 + 1 + 1 + 3);
        PlanGroup creates = action(model, "web2", Plan.Action.CREATE).group();
        model.unfold(creates);
        assertThat(model.lines()).hasSize(1 + 1 + 5_000 + 1 + 3);
        model.fold(creates);
        assertThat(model.lines()).hasSize(1 + 1 + 1 + 3);
        assertThat(model.totals().copies()).isEqualTo(5_000);
    }

    @Test
    void optionsBecomeWhatTheRunIsGiven() {
        PlanModel model = model(plan(target("web2", 1, 0)));
        assertThat(model.approved().options()).isEqualTo(RunOptions.rolling(Duration.ofMinutes(5)));
        model.options().waitMinutesProperty().set("1,5");
        model.options().megabytesProperty().set("12.5");
        assertThat(model.approved().options())
                .isEqualTo(RunOptions.rolling(Duration.ofSeconds(90)).limited(12_500_000));
        model.options().kindProperty().set(PlanOptions.Kind.FILES_ONLY);
        model.options().verifyProperty().set(false);
        assertThat(model.approved().options())
                .isEqualTo(RunOptions.inPlace().unverified().limited(12_500_000));
    }

    @Test
    void batchesAndReasonsGoToTheRun() {
        PlanModel model =
                model(plan(target("web2", 1, 0), target("web3", 1, 0), target("web4", 1, 0)));
        model.options().batchesProperty().set(PlanOptions.Batches.ONE_THEN_REST);
        model.options().snapshotProperty().set(false);
        model.options().whyProperty().set("  CHG-1204 ");
        assertThat(model.approved().options())
                .isEqualTo(
                        RunOptions.rolling(Duration.ofMinutes(5))
                                .inBatches(List.of(1, 2))
                                .unkept()
                                .because("CHG-1204"));
        model.options().batchesProperty().set(PlanOptions.Batches.SOME);
        assertThat(model.approved().options().batches()).containsExactly(2);
        model.options().atOnceProperty().set("0");
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.BATCHES_NOT_UNDERSTOOD);
        model.options().kindProperty().set(PlanOptions.Kind.AT_ONCE);
        assertThat(model.approved().options().batches()).containsExactly(3);
        assertThat(PlanWords.confirm(model))
                .isEqualTo("Sync 1 file to web2 and at once web3 and web4");
    }

    @Test
    void newTreesCanBeMadeFirst() {
        PlanModel model = model(plan(target("web2", 1, 0)));
        model.options().kindProperty().set(PlanOptions.Kind.STAGED);
        assertThat(model.approved().options())
                .isEqualTo(RunOptions.rolling(Duration.ofMinutes(5)).staged());
        model.options().kindProperty().set(PlanOptions.Kind.STAGED_AT_ONCE);
        assertThat(model.approved().options()).isEqualTo(RunOptions.inPlace().staged());
        model.options().kindProperty().set(PlanOptions.Kind.STAGED);
        model.options().waitMinutesProperty().set("soon");
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.WAIT_NOT_UNDERSTOOD);
    }

    @Test
    void whatIsNotUnderstoodIsAnObstacle() {
        PlanModel model = model(plan(target("web2", 1, 0)));
        for (String wrong :
                List.of("fast", "-1", "0", "1e9", "999999999999999999999", "0.0000001")) {
            model.options().megabytesProperty().set(wrong);
            assertThat(model.obstacle())
                    .as(wrong)
                    .isEqualTo(PlanModel.Obstacle.LIMIT_NOT_UNDERSTOOD);
        }
        model.options().megabytesProperty().set("");
        model.options().waitMinutesProperty().set("soon");
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.WAIT_NOT_UNDERSTOOD);
        model.options().kindProperty().set(PlanOptions.Kind.FILES_ONLY);
        assertThat(model.obstacle()).isEqualTo(PlanModel.Obstacle.NONE);
    }

    @Test
    void withoutABalancerThereIsNothingToRollThrough() {
        PlanModel model =
                new PlanModel(
                        Plans.unpooled(), plan(target("web2", 1, 0)), Map.of(), Plans.atOnce());
        assertThat(model.isInPool()).isFalse();
        assertThat(model.approved().options().drains()).isFalse();
    }

    @Test
    void everyChangeGrowsTheRevision() {
        PlanModel model = model(plan(target("web2", 2, 1)));
        long before = model.revisionProperty().get();
        model.flip(model.lines().getLast());
        model.deletionsTickedProperty().set(true);
        model.typedCountProperty().set("1");
        model.options().megabytesProperty().set("3");
        assertThat(model.revisionProperty().get()).isEqualTo(before + 4);
    }
}
