package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.pool.State;
import lockstep.run.Left;
import lockstep.run.Operations.Criterion;
import lockstep.run.Resumption;
import lockstep.state.Course;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A run that waits for a person, without a window.
class LeftModelTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Shop.NOW);

    private final ScreenQueue screen = new ScreenQueue();
    private final Backstage backstage = screen.backstage();
    private final List<Throwable> trouble = new ArrayList<>();

    @AfterEach
    void end() {
        backstage.close();
    }

    private ClusterModel open(FakeOperations operations) {
        ClusterModel model = new ClusterModel(operations, CLOCK, backstage, trouble::add);
        screen.until("the run", () -> model.syncs().left().leftProperty().get() != null);
        return model;
    }

    private static Left left(ClusterModel model) {
        return Objects.requireNonNull(model.syncs().left().leftProperty().get());
    }

    @Test
    void whatWaitsIsFoundAtOpening() {
        try (ClusterModel model =
                open(FakeOperations.shop(3).waiting(LeftRuns.killedInSync("web3")))) {
            assertThat(left(model).toFinish()).containsExactly("web2", "web3");
            assertThat(left(model).toUndo()).containsExactly("web2");
            assertThat(LeftWords.nodes(left(model), Set.of("web2")))
                    .isEqualTo(
                            "web2: stopped in sync, may be half done, OUT of its pools\n"
                                    + "web3: not begun");
            assertThat(LeftWords.nodes(left(model), Set.of())).doesNotContain("OUT");
        }
    }

    @Test
    void whatIsNotUnderstoodCanOnlyBeLeft() {
        try (ClusterModel model = open(FakeOperations.shop(3).waiting(LeftRuns.damaged("web3")))) {
            assertThat(left(model).toFinish()).isEmpty();
            assertThat(left(model).isUndoable()).isFalse();
            assertThat(LeftWords.finish(left(model))).contains("can only be left as it is");
            assertThat(LeftWords.undo(left(model))).contains("can only be left as it is");
            assertThat(LeftWords.leave(left(model))).contains("web2 may be half done");
        }
    }

    @Test
    void nothingIsPlannedBeforeItIsDecided() {
        try (ClusterModel model =
                open(FakeOperations.shop(3).waiting(LeftRuns.killedInSync("web3")))) {
            model.scans().scan(Criterion.METADATA);
            screen.until("the scan", () -> !model.scans().scanningProperty().get());
            model.syncs().plan();
            assertThat(trouble)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            e -> assertThat(e.fault()).isInstanceOf(Fault.GuardTripped.class));
        }
    }

    @Test
    void undoingHasTheLanesAndStepsOfUndoing() {
        FakeOperations shop = FakeOperations.shop(3).waiting(LeftRuns.killedInSync("web3"));
        try (ClusterModel model = open(shop)) {
            model.syncs().resume(new Resumption.Undo(List.of()));
            assertThat(model.syncs().left().leftProperty().get()).isNull();
            RunModel run = Objects.requireNonNull(model.syncs().runProperty().get());
            assertThat(run.lanes()).singleElement().extracting(Lane::node).isEqualTo("web2");
            assertThat(run.lanes().getFirst().steps()).isEqualTo(Course.UNDO.steps());
            screen.until("the end", () -> !model.syncs().runningProperty().get());
            run.sample();
            assertThat(run.result()).contains(RunEnd.Result.AS_BEFORE);
            assertThat(run.lanes().getFirst().progress()).isEqualTo(1);
            assertThat(shop.resumed()).containsExactly(new Resumption.Undo(List.of()));
        }
    }

    @Test
    void leavingIsNoRunToLookAt() {
        FakeOperations shop = FakeOperations.shop(3).waiting(LeftRuns.killedInSync("web3"));
        try (ClusterModel model = open(shop)) {
            model.syncs().resume(new Resumption.Leave("it burns"));
            screen.until("the end", () -> !model.syncs().runningProperty().get());
            assertThat(model.syncs().runProperty().get()).isNull();
            assertThat(shop.resumed()).containsExactly(new Resumption.Leave("it burns"));
        }
    }

    @Test
    void eachNodeThatCannotBeLookedAtIsLeftByItsName() {
        FakeOperations shop =
                FakeOperations.shop(3)
                        .waiting(LeftRuns.killedEverywhere("web3"))
                        .failing("web2", new Fault.Unreachable("web2", "web2:22", "refused"))
                        .failing("web3", new Fault.LinkLost("web3", "it went away"));
        try (ClusterModel model = open(shop)) {
            model.syncs().resume(new Resumption.Leave("it burns"));
            LeftModel.Unseen web2 = refusedFor(model, "web2");
            assertThat(LeftWords.unseen(web2))
                    .isEqualTo(
                            "It could not be left, because web2 could not be looked at: No"
                                    + " connection to web2:22: refused.");
            assertThat(web2.problem().remedy())
                    .startsWith("Check that the host is up")
                    .doesNotContain("--unseen");
            assertThatThrownBy(() -> model.syncs().leaveUnseen(web2, "web3"))
                    .isInstanceOf(IllegalArgumentException.class);
            model.syncs().leaveUnseen(web2, " web2 ");
            model.syncs().leaveUnseen(refusedFor(model, "web3"), "web3");
            screen.until("the end", () -> !model.syncs().runningProperty().get());
            assertThat(shop.resumed())
                    .containsExactly(new Resumption.Leave("it burns", List.of("web2", "web3")));
            assertThat(trouble).isEmpty();
        }
    }

    private LeftModel.Unseen refusedFor(ClusterModel model, String node) {
        ReadOnlyObjectProperty<LeftModel.@Nullable Unseen> unseen =
                model.syncs().left().unseenProperty();
        screen.until("the refusal", () -> unseen.get() != null && unseen.get().node().equals(node));
        assertThat(left(model).head().id()).isEqualTo("k3f9qa");
        return Objects.requireNonNull(unseen.get());
    }

    @Test
    void aRunOfAnotherVersionCanBeLeft() {
        FakeOperations shop = FakeOperations.shop(3).waiting(LeftRuns.ofAnotherVersion("web3"));
        try (ClusterModel model = open(shop)) {
            model.syncs().resume(new Resumption.Leave("it is too new"));
            screen.until("the end", () -> !model.syncs().runningProperty().get());
            assertThat(shop.resumed()).containsExactly(new Resumption.Leave("it is too new"));
        }
    }

    @Test
    void aRunOfAnotherMachineIsTakenOverByWhoWorkedOnItLast() {
        FakeOperations shop =
                FakeOperations.shop(3)
                        .waiting(LeftRuns.held(RunRecord.Hand.ELSEWHERE, "web3"))
                        .past(PastRuns.proven("a7d2mm"));
        try (ClusterModel model = new ClusterModel(shop, CLOCK, backstage, trouble::add)) {
            LeftModel runs = model.syncs().left();
            screen.until("the run", () -> runs.heldProperty().get() != null);
            assertThat(runs.leftProperty().get()).isNull();
            RunRecord held = Objects.requireNonNull(runs.heldProperty().get());
            assertThatThrownBy(() -> runs.declareGone(held, "ann@desk"))
                    .isInstanceOf(IllegalArgumentException.class);
            runs.declareGone(held, "eve@lap");
            screen.until("it to wait", () -> runs.leftProperty().get() != null);
            assertThat(runs.heldProperty().get()).isNull();
            assertThat(left(model).toFinish()).containsExactly("web2", "web3");
            assertThat(trouble).isEmpty();
        }
    }

    @Test
    void whatMeanwhileGoesOnOtherwiseIsNotTakenOver() {
        FakeOperations shop =
                FakeOperations.shop(3).waiting(LeftRuns.held(RunRecord.Hand.ELSEWHERE, "web3"));
        try (ClusterModel model = new ClusterModel(shop, CLOCK, backstage, trouble::add)) {
            LeftModel runs = model.syncs().left();
            screen.until("the run", () -> runs.heldProperty().get() != null);
            RunRecord held = Objects.requireNonNull(runs.heldProperty().get());
            shop.waiting(LeftRuns.held(RunRecord.Hand.ANOTHERS, "web3"));
            runs.declareGone(held, "eve@lap");
            screen.until(
                    "another look",
                    () ->
                            Optional.ofNullable(runs.heldProperty().get())
                                    .filter(now -> now.hand() == RunRecord.Hand.ANOTHERS)
                                    .isPresent());
            assertThat(trouble).singleElement().isInstanceOf(FaultException.class);
        }
    }

    @Test
    void whatWasHeardOfSinceIsNotTakenOver() {
        RunRecord before = LeftRuns.held(RunRecord.Hand.ELSEWHERE, "web3");
        FakeOperations shop = FakeOperations.shop(3).waiting(before);
        try (ClusterModel model = new ClusterModel(shop, CLOCK, backstage, trouble::add)) {
            LeftModel runs = model.syncs().left();
            screen.until("the run", () -> runs.heldProperty().get() != null);
            shop.waiting(LeftRuns.heardOf(before, Duration.ofSeconds(1)));
            runs.declareGone(before, "eve@lap");
            screen.until("the refusal", () -> !trouble.isEmpty());
            assertThat(trouble).singleElement().asString().contains("heard of since");
            runs.look();
            screen.until("another look", () -> !before.equals(runs.heldProperty().get()));
            assertThat(runs.leftProperty().get()).isNull();
        }
    }

    @Test
    void anotherRunIsNotLeftForOneThatWasRefused() {
        FakeOperations shop =
                FakeOperations.shop(3)
                        .waiting(LeftRuns.killedEverywhere("web3"))
                        .failing("web2", new Fault.Unreachable("web2", "web2:22", "refused"));
        try (ClusterModel model = open(shop)) {
            model.syncs().resume(new Resumption.Leave("it burns"));
            LeftModel.Unseen web2 = refusedFor(model, "web2");
            LeftModel.Unseen stale =
                    new LeftModel.Unseen("a7d2mm", web2.asked(), "web2", web2.problem());
            model.syncs().leaveUnseen(stale, "web2");
            assertThat(model.syncs().runningProperty().get()).isFalse();
            model.syncs().leaveUnseen(web2, "web2");
            assertThat(model.syncs().runningProperty().get()).isTrue();
            screen.until("the end", () -> !model.syncs().runningProperty().get());
        }
    }

    @Test
    void anUnprovenNodeStaysOutUntilItsNameIsTyped() {
        FakeOperations shop =
                FakeOperations.shop(3)
                        .waiting(LeftRuns.killedInSync("web3"))
                        .state("web2", State.DRAIN);
        try (ClusterModel model = open(shop)) {
            NodeCard web2 = model.cards().get(1);
            model.pools().putBack(web2);
            screen.until("the question", () -> model.pools().unprovenProperty().get() != null);
            assertThat(shop.stateOf("web2")).isEqualTo(State.DRAIN);
            PoolModel.Unproven node =
                    Objects.requireNonNull(model.pools().unprovenProperty().get());
            assertThat(node.run()).isEqualTo("k3f9qa");
            assertThat(PoolModel.isName(node, "web3")).isFalse();
            model.pools().putBackUnproven(node, "web2");
            screen.until("web2", () -> shop.stateOf("web2") == State.UP);
            assertThat(shop.overridden()).containsExactly("web2 web2");
        }
    }
}
