package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import lockstep.plan.Plan;
import lockstep.present.FakeOperations;
import lockstep.present.PlanLine;
import lockstep.run.RunOptions;
import lockstep.state.Course;
import lockstep.state.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How a plan is to be carried out, chosen with the mouse in the whole window, and what the run is
/// given: web2, web3, web6 and web7 differ.
class PlanChoicesTest {
    private final FakeOperations shop = FakeOperations.shop(7);

    private static String approve(StageHand hand) {
        Button approve = (Button) hand.find("#plan-approve");
        return StageHand.onFx(approve::getText);
    }

    private RunOptions runs(ConsoleStage stage) {
        Node approve = stage.hand().find("#plan-approve");
        stage.hand().await("the checks", () -> !approve.isDisabled());
        stage.hand().click(approve);
        stage.hand().awaitNode("#run-report");
        assertThat(shop.manners()).hasSize(1);
        return shop.manners().getFirst();
    }

    private ConsoleStage planned() {
        ConsoleStage stage = ConsoleStage.open(shop);
        stage.scan();
        stage.plan();
        return stage;
    }

    /// @param batched whether the number of nodes at once is asked for
    record Chosen(
            String text,
            Course course,
            boolean drains,
            boolean batched,
            List<Integer> batches,
            String button) {}

    static Stream<Arguments> kinds() {
        return Stream.of(
                        new Chosen(
                                "rolling: each node leaves its pools first",
                                Course.ROLLING,
                                true,
                                true,
                                List.of(1),
                                "Sync 18 files to 4 nodes, one after the other"),
                        new Chosen(
                                "stage then switch: new trees first, then each node is switched",
                                Course.STAGED,
                                true,
                                true,
                                List.of(1),
                                "Sync 18 files to 4 nodes, one after the other, staged on all"
                                        + " first"),
                        new Chosen(
                                "files only: nodes stay in their pools",
                                Course.IN_PLACE,
                                false,
                                true,
                                List.of(1),
                                "Sync 18 files to 4 nodes, one after the other"),
                        new Chosen(
                                "everywhere at once, in their pools",
                                Course.IN_PLACE,
                                false,
                                false,
                                List.of(4),
                                "Sync 18 files to 4 nodes at once"),
                        new Chosen(
                                "stage, then switch all at once, in their pools",
                                Course.STAGED,
                                false,
                                false,
                                List.of(4),
                                "Sync 18 files to 4 nodes at once, staged on all first"))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachKindIsCarriedOutAsChosen(Chosen kind) {
        try (ConsoleStage stage = planned()) {
            StageHand hand = stage.hand();
            hand.choose("#plan-kind", kind.text());
            assertThat(approve(hand)).isEqualTo(kind.button());
            assertThat(hand.find("#plan-wait").isDisabled()).isEqualTo(!kind.drains());
            assertThat(hand.find("#plan-batches").isDisabled()).isEqualTo(!kind.batched());
            RunOptions options = runs(stage);
            assertThat(options.course()).isEqualTo(kind.course());
            assertThat(options.drains()).isEqualTo(kind.drains());
            assertThat(options.batches()).isEqualTo(kind.batches());
            for (Step step : Step.values()) {
                String chip = "#lane-web2 .run-chip-" + step.name().toLowerCase(Locale.ROOT);
                assertThat(hand.has(chip)).as(chip).isEqualTo(kind.course().steps().contains(step));
            }
        }
    }

    @Tag("long")
    @Test
    void aCanaryComesFirstAndThenTheRest() {
        try (ConsoleStage stage = planned()) {
            stage.hand().choose("#plan-batches", "one, then the rest at once");
            assertThat(approve(stage.hand()))
                    .isEqualTo("Sync 18 files to 4 nodes, one, then the rest");
            stage.hand().photograph("plan-canary");
            assertThat(runs(stage).batches()).containsExactly(1, 3);
        }
    }

    @Tag("long")
    @Test
    void soManyAtOnceAsAreTyped() {
        try (ConsoleStage stage = planned()) {
            StageHand hand = stage.hand();
            assertThat(hand.has("#plan-at-once")).isFalse();
            hand.choose("#plan-batches", "so many at once");
            hand.click("#plan-at-once");
            hand.press("Backspace");
            hand.type("0");
            assertThat(((Label) hand.find("#plan-obstacle")).getText())
                    .isEqualTo("So many nodes at once is a number from 1 to 1,000.");
            assertThat(hand.find("#plan-approve").isDisabled()).isTrue();
            hand.photograph("plan-batches");
            hand.press("Backspace");
            hand.type("3");
            assertThat(approve(hand)).isEqualTo("Sync 18 files to 4 nodes in batches");
            assertThat(runs(stage).batches()).containsExactly(3);
        }
    }

    /// The order of the dialog is that of the run; who is left out counts in no batch.
    @Test
    void nodesAreWorkedOnInTheirNewOrderWithoutTheOneLeftOut() {
        try (ConsoleStage stage = planned()) {
            StageHand hand = stage.hand();
            Node list = hand.find("#plan-list");
            StageHand.run(list::requestFocus);
            hand.pulses(2);
            hand.press("Space");
            assertThat(approve(hand))
                    .isEqualTo("Sync 2 files to web3, then 7 to web6, then 2 to web7");
            hand.press("Alt+Down");
            hand.press("Alt+Down");
            hand.press("Alt+Down");
            hand.click(later(hand, "web3"));
            assertThat(approve(hand))
                    .isEqualTo("Sync 7 files to web6, then 2 to web3, then 2 to web7");
            hand.choose("#plan-batches", "one, then the rest at once");
            assertThat(approve(hand))
                    .isEqualTo("Sync 7 files to web6, then 2 to web3 and 2 to web7");
            assertThat(runs(stage).batches()).containsExactly(1, 2);
            assertThat(shop.synced().getFirst().targets())
                    .extracting(Plan.Target::node)
                    .containsExactly("web6", "web3", "web7", "web2");
            assertThat(hand.has("#lane-web2")).isFalse();
            assertThat(top(hand, "#lane-web6"))
                    .isLessThan(top(hand, "#lane-web3"))
                    .isLessThan(top(hand, "#lane-web7"));
        }
    }

    /// The button that moves a node down, scrolled into view.
    private static Button later(StageHand hand, String node) {
        ListView<?> list = (ListView<?>) hand.find("#plan-list");
        StageHand.run(() -> list.scrollTo(0));
        hand.pulses(3);
        ListCell<?> cell =
                hand.find(
                        ListCell.class,
                        c -> c.getItem() instanceof PlanLine.Node n && n.name().equals(node));
        return StageHand.onFx(
                () -> (Button) Objects.requireNonNull(cell.lookup(".plan-mover:last-child")));
    }

    private static double top(StageHand hand, String selector) {
        Node lane = hand.find(selector);
        return StageHand.onFx(() -> lane.localToScene(lane.getLayoutBounds()).getMinY());
    }
}
