package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.run.Operations.Health;
import lockstep.run.Operations.NodeReport;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.state.NodeState;
import lockstep.state.Step;
import org.junit.jupiter.api.Test;

class RunResultTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong(77 * SECOND);
    private final Cancel cancel = new Cancel();

    private RunModel model(Plan plan) {
        RunOptions options = RunOptions.rolling(Duration.ofMinutes(5));
        return new RunModel(
                RunTask.of(new PlanModel.Approved(plan, options)),
                new RunControl(cancel),
                clock::get);
    }

    private RunModel model() {
        return model(Plans.plan(Plans.target("web2", 4, 1), Plans.target("web3", 2, 0)));
    }

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * SECOND));
    }

    private static NodeReport report(String node, boolean identical, Optional<Fault> fault) {
        return new NodeReport(
                node,
                Reports.state(fault),
                identical,
                fault,
                12_000_000,
                1_188_000_000,
                13_000_000,
                4,
                Duration.ofSeconds(42),
                Health.UNASKED,
                List.of());
    }

    private RunModel synced(RunOptions options) {
        Plan plan = Plans.plan(Plans.target("web2", 4, 1), Plans.target("web3", 2, 0));
        RunModel model =
                new RunModel(
                        RunTask.of(new PlanModel.Approved(plan, options)),
                        new RunControl(cancel),
                        clock::get);
        for (String node : List.of("web2", "web3")) {
            model.begun(node, Step.SYNC);
            model.done(node, Step.SYNC, "");
        }
        return model;
    }

    @Test
    void identicalNodesEndInOneSentence() {
        RunModel model = model();
        pass(95);
        model.ended(
                Reports.of(
                        List.of(
                                report("web2", true, Optional.empty()),
                                report("web3", true, Optional.empty())),
                        Duration.ofSeconds(95)));
        model.sample();
        RunEnd end = model.endProperty().get().orElseThrow();
        assertThat(RunWords.title(model))
                .isEqualTo("web2 and web3 are identical, proved by content.");
        assertThat(RunWords.summary(model, end))
                .isEqualTo(
                        "Sent 24 MB, saved 2.4 GB (99 %) in 1 min 35 s. Out of the pool: web2 for 42"
                                + " s, web3 for 42 s.");
    }

    @Test
    void theTitleSaysWhatIsGoingOn() {
        RunModel model = model();
        assertThat(RunWords.title(model)).isEqualTo("Checking web2, 1 of 2");
        model.begun("web2", Step.ZERO_SESSIONS);
        model.sample();
        assertThat(RunWords.title(model)).isEqualTo("Waiting for the sessions of web2, 1 of 2");
        model.done("web2", Step.ZERO_SESSIONS, "");
        model.begun("web3", Step.VERIFY);
        model.sample();
        assertThat(RunWords.title(model)).isEqualTo("Verifying web3, 2 of 2");
    }

    @Test
    void withoutVerificationNothingIsCalledIdentical() {
        RunModel model = synced(RunOptions.inPlace().unverified());
        model.ended(
                Reports.of(
                        List.of(
                                report("web2", false, Optional.empty()),
                                report("web3", false, Optional.empty())),
                        Duration.ofSeconds(5)));
        model.sample();
        assertThat(model.result()).contains(RunEnd.Result.UNVERIFIED);
        assertThat(RunWords.title(model))
                .isEqualTo("web2 and web3 are synced without an error; not verified by content.");
    }

    @Test
    void whatWasLeftOutStillDiffersAndIsSaid() {
        RunModel model = synced(RunOptions.inPlace());
        model.ended(
                Reports.of(
                        List.of(
                                report("web2", true, Optional.empty()),
                                report("web3", false, Optional.empty())),
                        Duration.ofSeconds(5)));
        model.sample();
        assertThat(RunWords.title(model))
                .isEqualTo("web3 is synced as chosen; what was left out still differs.");
    }

    @Test
    void anAbortInTheMiddleNamesWhatIsNotIdentical() {
        RunModel model = model();
        model.begun("web2", Step.SYNC);
        model.failed("web2", Step.SYNC, new Fault.Cancelled("web2"));
        model.ended(
                Reports.of(
                        List.of(
                                report("web2", false, Optional.of(new Fault.Cancelled("web2"))),
                                report("web3", false, Optional.empty())),
                        Duration.ofSeconds(5)));
        model.sample();
        assertThat(RunWords.title(model)).isEqualTo("Aborted. web2 and web3 are NOT identical.");
        Lane web3 = model.lanes().getLast();
        assertThat(web3.result(model.endProperty().get().orElseThrow(), model.options()))
                .isEqualTo(RunEnd.Result.UNTOUCHED);
    }

    @Test
    void aNodeDrainedButNotYetChangedIsNotSaidToBeOut() {
        RunModel model = model();
        model.done("web2", Step.DRAIN, "");
        model.failed("web2", Step.ZERO_SESSIONS, new Fault.Cancelled("web2"));
        model.ended(
                Reports.of(
                        List.of(report("web2", false, Optional.of(new Fault.Cancelled("web2")))),
                        Duration.ofSeconds(5)));
        model.sample();
        assertThat(RunWords.summary(model, model.endProperty().get().orElseThrow()))
                .doesNotContain("STILL");
    }

    /// Aborted in a hook before the copying: the run has put it back and says so.
    @Test
    void aNodeThatIsAsBeforeIsNeitherOutNorChanged() {
        RunModel model = model();
        model.done("web2", Step.DRAIN, "");
        model.begun("web2", Step.SYNC);
        model.failed("web2", Step.SYNC, new Fault.Cancelled("web2"));
        model.ended(
                Reports.of(
                        List.of(
                                in(new NodeState.AsBefore(), "web2"),
                                in(new NodeState.Waiting(), "web3")),
                        Duration.ofSeconds(5)));
        model.sample();
        RunEnd end = model.endProperty().get().orElseThrow();
        assertThat(RunWords.title(model))
                .isEqualTo("Aborted. web2 and web3 are as they were, and still differ.");
        assertThat(RunWords.summary(model, end)).doesNotContain("OUT");
        assertThat(model.lanes().getFirst().isOut(end)).isFalse();
        assertThat(model.result()).contains(RunEnd.Result.UNTOUCHED);
    }

    private static NodeReport in(NodeState state, String node) {
        return new NodeReport(
                node,
                state,
                false,
                Optional.of(new Fault.Cancelled(node)),
                0,
                0,
                0,
                0,
                Duration.ZERO,
                Health.UNASKED,
                List.of());
    }

    @Test
    void aNodeThatFailsAfterItWasVerifiedIsNotSaidToDiffer() {
        RunModel model = model();
        for (Step step : List.of(Step.DRAIN, Step.SYNC, Step.VERIFY)) {
            model.done("web3", step, "");
        }
        Fault sick = new Fault.GuardTripped("web3", "It is not healthy.", "Look into its log.");
        model.failed("web3", Step.HEALTH, sick);
        model.ended(
                Reports.of(
                        List.of(
                                report("web2", true, Optional.empty()),
                                report("web3", false, Optional.of(sick))),
                        Duration.ofSeconds(5)));
        model.sample();
        assertThat(RunWords.title(model))
                .isEqualTo("web3 is verified by content, but the run stopped there.");
        assertThat(RunWords.summary(model, model.endProperty().get().orElseThrow()))
                .endsWith("web3 is STILL OUT of its pool.");
    }

    @Test
    void aRunThatBrokeOffClaimsNothing() {
        RunModel model = model();
        model.begun("web2", Step.SYNC);
        model.broke(new IllegalStateException("ours"));
        model.sample();
        assertThat(RunWords.title(model)).contains("not known");
        assertThat(model.result()).contains(RunEnd.Result.NOT_IDENTICAL);
    }

    @Test
    void aNodeThatWasNotPutBackIsSaidToBeStillOut() {
        RunModel model = model();
        model.begun("web2", Step.DRAIN);
        model.done("web2", Step.DRAIN, "");
        model.begun("web2", Step.SYNC);
        model.failed("web2", Step.SYNC, new Fault.DiskFull("web2", "/srv"));
        model.ended(
                Reports.of(
                        List.of(report("web2", false, Optional.empty())), Duration.ofSeconds(5)));
        model.sample();
        assertThat(RunWords.summary(model, model.endProperty().get().orElseThrow()))
                .endsWith("in 5 s. web2 is STILL OUT of its pool.");
    }

    @Test
    void manyNodesAreNotAllNamed() {
        List<Plan.Target> targets =
                IntStream.rangeClosed(1, 12).mapToObj(i -> Plans.target("web" + i, 1, 0)).toList();
        RunModel model = model(new Plan("web0", targets));
        List<NodeReport> reports =
                targets.stream().map(t -> report(t.node(), true, Optional.empty())).toList();
        model.ended(Reports.of(reports, Duration.ofMinutes(20)));
        model.sample();
        assertThat(RunWords.title(model))
                .isEqualTo("web1, web2, web3 and 9 more are identical, proved by content.");
        assertThat(RunWords.summary(model, model.endProperty().get().orElseThrow()))
                .endsWith("Out of the pool: 42 s to 42 s each.");
    }

    @Test
    void theOneThatIsNotIdenticalIsNamedInTheTitle() {
        RunModel model = model();
        Fault partial = new Fault.Partial("web3", 23, "2 files could not be written");
        model.ended(
                Reports.of(
                        List.of(
                                report("web2", true, Optional.empty()),
                                report("web3", false, Optional.of(partial))),
                        Duration.ofSeconds(95)));
        model.sample();
        assertThat(RunWords.title(model)).isEqualTo("web3 is NOT identical.");
    }

    @Test
    void aNodeThatTheReportLeavesOutIsNotCalledIdentical() {
        RunModel model = model();
        model.ended(
                Reports.of(
                        List.of(report("web2", false, Optional.empty())), Duration.ofSeconds(5)));
        model.sample();
        assertThat(RunWords.title(model)).isEqualTo("web2 and web3 are NOT identical.");
    }

    @Test
    void cancellingIsNotAnError() {
        RunModel model = model();
        model.ended(new Fault.Cancelled("web2"));
        model.sample();
        assertThat(RunWords.title(model)).isEqualTo("Aborted before anything was done.");
        assertThat(model.endProperty().get().orElseThrow().isCancelled()).isTrue();
        assertThat(model.result()).contains(RunEnd.Result.UNTOUCHED);
    }

    @Test
    void theClockStopsWithTheRun() {
        RunModel model = model();
        pass(10);
        model.ended(new Fault.Cancelled("web2"));
        pass(500);
        model.sample();
        assertThat(model.now().elapsed()).isEqualTo(10 * SECOND);
        assertThat(model.now().remaining()).isEqualTo(new Remaining.Over());
    }
}
