package lockstep.present;

import static lockstep.present.Plans.plan;
import static lockstep.present.Plans.target;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.plan.Caution;
import lockstep.plan.Plan;
import lockstep.preflight.Finding;
import lockstep.preflight.Findings;
import lockstep.preflight.Kind;
import lockstep.preflight.Weight;
import lockstep.present.PlanModel.Obstacle;
import lockstep.run.RunOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What nodes and balancers say before a plan can be agreed to.
class PlanChecksTest {
    private final ScreenQueue screen = new ScreenQueue();
    private final Backstage backstage = screen.backstage();
    private final List<RunOptions> asked = new CopyOnWriteArrayList<>();
    private final List<Long> rows = new CopyOnWriteArrayList<>();
    private volatile Findings findings = new Findings(List.of());

    @AfterEach
    void end() {
        backstage.close();
    }

    private Findings answer(Plan plan, RunOptions options) {
        rows.add(plan.count(Plan.Action.CREATE) + plan.count(Plan.Action.DELETE));
        asked.add(options);
        return findings;
    }

    private PlanModel model() {
        Plan plan = plan(target("web2", 3, 1), target("web3", 2, 0));
        return new PlanModel(Plans.pooled(), plan, Map.of(), backstage)
                .checkedBy((p, options, _) -> answer(p, options), List.of());
    }

    private static Finding finding(Weight weight) {
        return new Finding("web2", weight, Kind.SPACE, "The disk is full.", "Make room.");
    }

    private PlanModel known(PlanModel model, Obstacle obstacle) {
        screen.until("the checks", () -> model.obstacle() == obstacle);
        return model;
    }

    @Test
    void nothingIsAgreedToBeforeTheNodesAreChecked() {
        PlanModel model = model();
        assertThat(model.obstacle()).isEqualTo(Obstacle.CHECKING);
        known(model, Obstacle.NONE);
        assertThat(asked).hasSize(1);
        assertThat(rows).containsExactly(6L);
        assertThat(PlanWords.checks(model.checks().orElseThrow()))
                .isEqualTo("Nothing stands against the run.");
    }

    @Test
    void whatBlocksIsLookedAtAgainWithEachRowThatIsLeftOut() {
        findings = new Findings(List.of(finding(Weight.BLOCKS), finding(Weight.WARNS)));
        PlanModel model = known(model(), Obstacle.BLOCKED);
        assertThat(PlanWords.checks(model.checks().orElseThrow()))
                .isEqualTo("The run cannot begin: 1 finding blocks it, 1 warning.");
        findings = new Findings(List.of());
        model.flip(model.nodes().getFirst());
        known(model, Obstacle.NONE);
        assertThat(rows).containsExactly(6L, 2L);
        model.flip(model.nodes().getFirst());
        assertThat(model.obstacle()).isEqualTo(Obstacle.CHECKING);
    }

    @Test
    void warningsDoNotHinderAndRowsAreNotCheckedTwice() {
        findings = new Findings(List.of(finding(Weight.WARNS)));
        PlanModel model = known(model(), Obstacle.NONE);
        model.flip(model.nodes().getLast());
        assertThat(model.obstacle()).isEqualTo(Obstacle.NONE);
        assertThat(asked).hasSize(1);
    }

    @Test
    void anotherKindOrAnotherBatchIsAnotherCheck() {
        PlanModel model = known(model(), Obstacle.NONE);
        model.options().kindProperty().set(PlanOptions.Kind.FILES_ONLY);
        known(model, Obstacle.NONE);
        model.options().batchesProperty().set(PlanOptions.Batches.SOME);
        known(model, Obstacle.NONE);
        model.options().atOnceProperty().set("x");
        assertThat(model.obstacle()).isEqualTo(Obstacle.BATCHES_NOT_UNDERSTOOD);
        assertThat(asked).extracting(RunOptions::drains).containsExactly(true, false, false);
        assertThat(asked.getLast().batches()).containsExactly(2);
    }

    @Test
    void aKindThatIsChosenWhileANumberIsWrongIsCheckedOnceItIsRight() {
        PlanModel model = known(model(), Obstacle.NONE);
        model.options().megabytesProperty().set("x");
        model.options().kindProperty().set(PlanOptions.Kind.FILES_ONLY);
        assertThat(asked).hasSize(1);
        model.options().megabytesProperty().set("3");
        assertThat(model.obstacle()).isEqualTo(Obstacle.CHECKING);
        known(model, Obstacle.NONE);
        assertThat(asked).extracting(RunOptions::drains).containsExactly(true, false);
        model.options().megabytesProperty().set("30");
        assertThat(model.obstacle()).isEqualTo(Obstacle.NONE);
    }

    @Test
    void aCheckThatFailsIsToldAndCanBeMadeAgain() {
        Plan plan = plan(target("web2", 1, 0));
        int[] times = {0};
        PlanModel model =
                new PlanModel(Plans.pooled(), plan, Map.of(), backstage)
                        .checkedBy(
                                (_, _, _) -> {
                                    if (times[0]++ == 0) {
                                        throw new FaultException(new Fault.Cancelled("web2"));
                                    }
                                    return findings;
                                },
                                List.of(
                                        new Caution(
                                                "web1",
                                                Caution.Kind.REFERENCE_INCOMPLETE,
                                                0,
                                                List.of())));
        known(model, Obstacle.UNCHECKED);
        PlanChecks checks = model.checks().orElseThrow();
        assertThat(PlanWords.checks(checks)).startsWith("The nodes could not be checked. web2: ");
        checks.again();
        known(model, Obstacle.NONE);
        assertThat(PlanWords.checks(checks)).isEqualTo("The run can begin: 1 warning.");
    }

    @Test
    void nodesAreWorkedOnInTheOrderThatWasChosen() {
        PlanModel model = known(model(), Obstacle.NONE);
        model.move(model.nodes().getFirst(), 1);
        assertThat(model.approved().plan().targets())
                .extracting(Plan.Target::node)
                .containsExactly("web3", "web2");
        model.move(model.nodes().getFirst(), -1);
        assertThat(PlanWords.confirm(model)).isEqualTo("Sync 2 files to web3, then 3 to web2");
    }

    @Test
    void muchOfANodeIsChangedOnlyByItsNumber() {
        Plan plan = plan(target("web2", 14, 3), target("web3", 2, 0));
        PlanModel model =
                new PlanModel(Plans.pooled(), plan, Map.of("web2", 20L, "web3", 20L), backstage);
        assertThat(model.obstacle()).isEqualTo(Obstacle.CHANGES_NOT_TYPED);
        assertThat(PlanWords.obstacle(model)).contains("16");
        assertThat(PlanWords.changes(model))
                .startsWith("16 entries are created, updated or deleted: more than 50 % of web2");
        model.typedChangesProperty().set("16");
        assertThat(model.obstacle()).isEqualTo(Obstacle.NONE);
        model.deletionsTickedProperty().set(true);
        assertThat(model.obstacle()).isEqualTo(Obstacle.CHANGES_NOT_TYPED);
        model.typedChangesProperty().set("19");
        assertThat(model.obstacle()).isEqualTo(Obstacle.NONE);
    }
}
