package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import lockstep.fault.Fault;
import lockstep.link.Cancel;
import lockstep.plan.Plan;
import lockstep.rsync.RelayEvents;
import lockstep.run.RunControl;
import lockstep.run.RunOptions;
import lockstep.state.Course;
import lockstep.state.Step;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.Test;

class RunModelTest {
    private static final long SECOND = 1_000_000_000;
    private static final TreePath FILE = TreePath.of("htdocs/video/intro.mp4");

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

    @Test
    void stepsKeepTheirTimesAndNotes() {
        RunModel model = model();
        model.begun("web2", Step.DRAIN);
        pass(2);
        model.done("web2", Step.DRAIN, "drained in www");
        model.skipped("web2", Step.ZERO_SESSIONS, "no sessions are known");
        model.begun("web2", Step.SYNC);
        pass(3);
        model.sample();
        LaneNow now = model.lanes().getFirst().now();
        assertThat(now.step(Step.DRAIN).state()).isEqualTo(StepNow.State.DONE);
        assertThat(now.step(Step.DRAIN).note()).isEqualTo("drained in www");
        assertThat(now.step(Step.DRAIN).nanos(model.clock())).isEqualTo(2 * SECOND);
        assertThat(now.step(Step.ZERO_SESSIONS).state()).isEqualTo(StepNow.State.SKIPPED);
        assertThat(now.step(Step.SYNC).nanos(model.clock())).isEqualTo(3 * SECOND);
        assertThat(now.step(Step.READY).state()).isEqualTo(StepNow.State.WAITING);
        assertThat(model.current().node()).isEqualTo("web2");
    }

    /// From the first tree to the last node that waits to be switched.
    @Test
    void aStagedRunCanBeStoppedUntilItsLastSwitch() {
        RunOptions options = RunOptions.rolling(Duration.ofMinutes(5)).staged();
        Plan plan = Plans.plan(Plans.target("web2", 4, 0), Plans.target("web3", 2, 0));
        RunModel model =
                new RunModel(
                        RunTask.of(new PlanModel.Approved(plan, options)),
                        new RunControl(cancel),
                        clock::get);
        for (String node : List.of("web2", "web3")) {
            model.begun(node, Step.STAGE);
            model.done(node, Step.STAGE, "");
        }
        model.sample();
        assertThat(model.hasNext()).isTrue();
        assertThat(RunWords.title(model)).isEqualTo("Making the new tree on web3, 2 of 2");
        model.begun("web2", Step.DRAIN);
        model.done("web2", Step.DRAIN, "");
        model.sample();
        assertThat(model.hasNext()).isTrue();
        assertThat(RunWords.title(model)).isEqualTo("Draining web2, 1 of 2");
        model.skipped("web2", Step.ZERO_SESSIONS, "no sessions are known");
        model.begun("web3", Step.DRAIN);
        model.done("web3", Step.DRAIN, "");
        model.skipped("web3", Step.ZERO_SESSIONS, "no sessions are known");
        model.sample();
        assertThat(model.hasNext()).isFalse();
        assertThat(RunWords.title(model)).isEqualTo("Draining web3, 2 of 2");
    }

    /// Content crosses the wire while the new tree is made.
    @Test
    void theProgressOfAStagedRunIsThatOfItsStage() {
        RunOptions options = RunOptions.rolling(Duration.ofMinutes(5)).staged();
        Plan plan = Plans.plan(Plans.target("web2", 4, 0));
        RunModel model =
                new RunModel(
                        RunTask.of(new PlanModel.Approved(plan, options)),
                        new RunControl(cancel),
                        clock::get);
        Lane web2 = model.lanes().getFirst();
        assertThat(web2.steps()).contains(Step.STAGE, Step.SWITCH).doesNotContain(Step.SYNC);
        model.begun("web2", Step.STAGE);
        model.relay("web2").literal(0, 2_000);
        model.sample();
        assertThat(RunWords.title(model)).isEqualTo("Making the new tree on web2");
        assertThat(web2.progress()).isPositive().isLessThan(1);
        model.done("web2", Step.STAGE, "4 files");
        model.sample();
        assertThat(web2.progress()).isEqualTo(1);
    }

    @Test
    void nothingChangesBetweenSamples() {
        RunModel model = model();
        model.relay("web2").literal(0, 500);
        assertThat(model.now().traffic().sent()).isZero();
        model.sample();
        assertThat(model.now().traffic().sent()).isEqualTo(500);
    }

    @Test
    void trafficIsCountedByNode() {
        RunModel model = model();
        RelayEvents relay = model.relay("web2");
        relay.fileBegun(FILE, 1_000, 100);
        relay.matched(0, 900);
        relay.literal(900, 100);
        model.sample();
        Lane lane = model.lanes().getFirst();
        assertThat(lane.now().file()).isEqualTo("htdocs/video/intro.mp4");
        assertThat(lane.now().map().picture().cells()).isEqualTo(10);
        relay.fileDone(FILE);
        relay.changed(TreePath.of("htdocs"));
        relay.deleted(TreePath.of("old"));
        model.sample();
        assertThat(lane.now().file()).isEmpty();
        assertThat(lane.now().traffic()).isEqualTo(new LaneNow.Traffic(100, 900, 1, 1, 1));
        assertThat(RunWords.traffic(lane))
                .isEqualTo("2 of 4 entries · 100 B sent · 900 B saved · 1 deleted");
        assertThat(model.lanes().getLast().now().traffic()).isEqualTo(LaneNow.Traffic.NONE);
    }

    @Test
    void theLargestFileStaysInSightWhileSmallOnesFlashBy() {
        RunModel model = model();
        RelayEvents relay = model.relay("web2");
        Lane lane = model.lanes().getFirst();
        for (int blocks : List.of(3, 40, 5)) {
            relay.fileBegun(TreePath.of("of" + blocks), blocks * 1_000L, 1_000);
            relay.literal(0, 1_000);
        }
        model.sample();
        assertThat(lane.now().file()).isEqualTo("of5");
        assertThat(lane.now().map().path()).isEqualTo("of5");
        for (int blocks : List.of(3, 40, 5)) {
            TreePath path = TreePath.of("of" + blocks);
            relay.fileBegun(path, blocks * 1_000L, 1_000);
            relay.literal(0, 1_000);
            relay.fileDone(path);
        }
        relay.fileBegun(TreePath.of("of6"), 6_000, 1_000);
        model.sample();
        assertThat(lane.now().file()).isEqualTo("of6");
        assertThat(lane.now().map().path()).isEqualTo("of40");
        assertThat(lane.now().map().inFlight()).isFalse();
        assertThat(lane.now().map().picture().cells()).isEqualTo(40);
        relay.fileBegun(TreePath.of("of20"), 20_000, 1_000);
        model.sample();
        assertThat(lane.now().map().path()).isEqualTo("of20");
        assertThat(lane.now().map().inFlight()).isTrue();
        assertThat(lane.now().map().picture().sent(0)).isZero();
    }

    @Test
    void theStripOfTheRunPutsFilesOneAfterTheOther() {
        RunModel model = model();
        RelayEvents relay = model.relay("web2");
        for (int i = 0; i < 4; i++) {
            relay.fileBegun(FILE, 1_000, 0);
            if (i % 2 == 0) {
                relay.matched(0, 1_000);
            } else {
                relay.literal(0, 1_000);
            }
            relay.fileDone(FILE);
        }
        model.sample();
        BlockPicture strip = model.lanes().getFirst().now().runMap();
        int cells = strip.cells();
        assertThat(strip.saved(cells / 8)).isEqualTo(255);
        assertThat(strip.sent(cells * 3 / 8)).isEqualTo(255);
        assertThat(strip.saved(cells * 5 / 8)).isEqualTo(255);
        assertThat(strip.sent(cells - 1)).isEqualTo(255);
    }

    @Test
    void aMillionEventsCostLittleAndAllocateNothing() {
        RunModel model = model();
        RelayEvents relay = model.relay("web2");
        relay.fileBegun(FILE, 1L << 33, 8192);
        stream(relay, 50_000);
        long before = allocated();
        long began = System.nanoTime();
        stream(relay, 1_000_000);
        long took = System.nanoTime() - began;
        assertThat(allocated() - before).isLessThan(200_000);
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(5));
        model.sample();
        assertThat(model.now().traffic().sent() + model.now().traffic().saved())
                .isEqualTo(1_050_000L * 8192);
    }

    private static void stream(RelayEvents relay, int events) {
        for (int i = 0; i < events; i++) {
            if (i % 10 == 0) {
                relay.literal(i * 8192L, 8192);
            } else {
                relay.matched(i * 8192L, 8192);
            }
        }
    }

    private static long allocated() {
        var threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    @Test
    void samplingWhileEventsStormInLosesNothing() throws InterruptedException {
        RunModel model = model();
        RelayEvents relay = model.relay("web2");
        CountDownLatch over = new CountDownLatch(1);
        Thread storm =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int file = 0; file < 1_000; file++) {
                                        relay.fileBegun(FILE, 819_200, 8192);
                                        stream(relay, 100);
                                        relay.fileDone(FILE);
                                    }
                                    over.countDown();
                                });
        while (!over.await(1, TimeUnit.MILLISECONDS)) {
            pass(0.05);
            model.sample();
        }
        storm.join(Duration.ofSeconds(10));
        model.sample();
        assertThat(model.now().traffic().files()).isEqualTo(1_000);
        assertThat(model.now().traffic().sent()).isEqualTo(1_000L * 10 * 8192);
    }

    @Test
    void aWarningIsAmongTheMessagesOfItsNode() {
        RunModel model = model();
        model.warned("web2", "its drain was lost and set again");
        model.sample();
        assertThat(model.lanes().getFirst().messages())
                .containsExactly(new RunMessage("web2", "its drain was lost and set again", true));
    }

    /// A preflight finds things on the reference and at balancers, too.
    @Test
    void aWarningOfWhatHasNoLaneIsTold() {
        RunModel model = model();
        model.warned("web1", "its clock is ahead");
        model.sample();
        assertThat(model.lanes().getFirst().messages())
                .containsExactly(new RunMessage("web1", "its clock is ahead", true));
    }

    @Test
    void tooManyMessagesAreCountedNotKept() {
        RunModel model = model();
        RelayEvents relay = model.relay("web2");
        for (int round = 0; round < 15; round++) {
            for (int i = 0; i < LaneRecorder.MESSAGES + 10; i++) {
                relay.message("web2", "line " + i, false);
            }
            model.sample();
        }
        Lane lane = model.lanes().getFirst();
        assertThat(lane.messages()).hasSize(Lane.MOST_MESSAGES);
        assertThat(lane.unheard()).isEqualTo(15 * 10 + 15 * LaneRecorder.MESSAGES - 2_000);
    }

    @Test
    void theSessionsOfTheNodeThatIsOutAreFollowed() {
        RunModel model = model();
        model.begun("web2", Step.ZERO_SESSIONS);
        for (int sessions : List.of(12, 7, 3, 0)) {
            model.sessions("web2", sessions);
            model.sample();
            pass(1);
        }
        assertThat(values(model.history(), RunHistory.Series.SESSIONS))
                .containsExactly(12, 7, 3, 0);
    }

    /// Each step counts anew; only what is put back is done.
    @Test
    void whatIsReadAndPutBackIsCounted() {
        Lane lane =
                new Lane(
                        "web2",
                        Plans.rows(9, Plan.Action.UPDATE, 10),
                        Course.ROLLBACK,
                        Lane.Before.NOTHING);
        LaneRecorder recorder = lane.recorder();
        StepNow running = new StepNow(StepNow.State.RUNNING, "", 0, 0, Optional.empty());
        recorder.step(Step.PREFLIGHT, running);
        recorder.read(4_000);
        lane.sample();
        assertThat(lane.now().counted()).isEqualTo(4_000);
        assertThat(lane.doneEntries()).isZero();

        recorder.step(Step.RESTORE, running);
        lane.sample();
        assertThat(lane.now().counted()).isZero();
        // As an undo does in that step.
        recorder.read(4_000);
        lane.sample();
        assertThat(lane.doneEntries()).isZero();
        recorder.restored(7);
        lane.sample();
        assertThat(lane.now().counted()).isEqualTo(7);
        assertThat(lane.doneEntries()).isEqualTo(7);
    }

    private static List<Integer> values(RunHistory history, RunHistory.Series series) {
        return IntStream.range(0, history.size())
                .mapToObj(i -> (int) history.value(series, i))
                .toList();
    }

    @Test
    void aFailedStepCarriesItsFault() {
        RunModel model = model();
        Fault full = new Fault.DiskFull("web2", "/srv is full");
        model.begun("web2", Step.SYNC);
        model.failed("web2", Step.SYNC, full);
        model.sample();
        StepNow sync = model.lanes().getFirst().now().step(Step.SYNC);
        assertThat(sync.state()).isEqualTo(StepNow.State.FAILED);
        assertThat(sync.fault()).contains(full);
        assertThat(model.lanes().getFirst().isOver()).isTrue();
    }

    @Test
    void abortSetsTheCancelOffTheScreensThread() throws InterruptedException {
        CountDownLatch set = new CountDownLatch(1);
        Thread screen = Thread.currentThread();
        cancel.onSet(
                () -> {
                    assertThat(Thread.currentThread()).isNotSameAs(screen);
                    set.countDown();
                });
        RunModel model = model();
        model.abort();
        assertThat(model.abortingProperty().get()).isTrue();
        assertThat(set.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aNodeThatIsNoTargetIsOurMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> model().relay("web9"));
    }

    @Test
    void aTargetWithoutAChosenRowHasNoLane() {
        List<Plan.Row> none = Plans.none(Plans.rows(3, Plan.Action.CREATE, 10));
        RunModel model = model(Plans.plan(Plans.target("web2", 1, 0), Plans.target("web3", none)));
        assertThat(model.lanes()).extracting(Lane::node).containsExactly("web2");
    }
}
