package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import lockstep.plan.Caution;
import lockstep.plan.Plan;
import lockstep.preflight.Finding;
import lockstep.preflight.Findings;
import lockstep.preflight.Kind;
import lockstep.preflight.Weight;
import lockstep.present.Backstage;
import lockstep.present.PlanModel;
import lockstep.present.Plans;
import lockstep.tree.TreePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanDialogTest {
    private final List<PlanModel.Approved> approved = new ArrayList<>();
    private final Backstage backstage = new Backstage(Platform::runLater);
    private int left;

    @AfterEach
    void close() {
        backstage.close();
    }

    private StageHand show(Plan plan) {
        StageHand hand =
                StageHand.show(
                        () -> {
                            PlanModel model =
                                    new PlanModel(Plans.pooled(), plan, Map.of(), backstage);
                            PlanDialog dialog = new PlanDialog(model, approved::add, () -> left++);
                            StackPane around = new StackPane(dialog);
                            dialog.setMaxSize(StackPane.USE_PREF_SIZE, StackPane.USE_PREF_SIZE);
                            around.setStyle("-fx-background-color: -color-neutral-muted");
                            return around;
                        });
        hand.awaitNode(".plan-cell");
        Node list = hand.find("#plan-list");
        StageHand.run(list::requestFocus);
        hand.pulses(3);
        return hand;
    }

    private static Button approve(StageHand hand) {
        return (Button) hand.find("#plan-approve");
    }

    @Test
    void anOrdinaryDay() {
        try (StageHand hand = show(Plans.ordinary())) {
            assertThat(approve(hand).getText()).isEqualTo("Sync 8 files to web2, then 3 to web3");
            hand.photograph("plan");
            hand.press("Ctrl+Enter");
            assertThat(approved).hasSize(1);
            assertThat(approved.getFirst().plan().count(Plan.Action.DELETE)).isZero();
        }
    }

    @Test
    void spaceFlipsARowOff() {
        try (StageHand hand = show(Plans.ordinary())) {
            hand.press("Down");
            hand.press("Down");
            hand.press("Space");
            assertThat(approve(hand).getText()).isEqualTo("Sync 7 files to web2, then 3 to web3");
            hand.press("Space");
            assertThat(approve(hand).getText()).isEqualTo("Sync 8 files to web2, then 3 to web3");
        }
    }

    @Test
    void aClickOnAnArrowFlipsItsGroup() {
        try (StageHand hand = show(Plans.ordinary())) {
            hand.click(".plan-does-update .plan-arrow");
            assertThat(approve(hand).getText()).isEqualTo("Sync 4 files to web2, then 3 to web3");
            hand.click(".plan-is-node .plan-arrow");
            hand.click(".plan-is-node .plan-arrow");
            assertThat(approve(hand).getText()).isEqualTo("Sync 3 files to web3");
            hand.photograph("plan-partly");
        }
    }

    @Test
    void fiveThousandRows() {
        List<Plan.Row> rows = new ArrayList<>(Plans.rows(5_000, Plan.Action.UPDATE, 90_000));
        rows.addAll(Plans.rows(12, Plan.Action.CREATE, 4_000));
        try (StageHand hand = show(Plans.plan(Plans.target("web2", rows)))) {
            hand.press("Down");
            for (int i = 0; i < 13; i++) {
                hand.press("Down");
            }
            hand.press("Right");
            ListView<?> list = (ListView<?>) hand.find("#plan-list");
            assertThat(list.getItems()).hasSize(1 + 1 + 12 + 1 + 5_000);
            hand.press("Space");
            assertThat(approve(hand).getText()).isEqualTo("Sync 12 files to web2");
            hand.press("Space");
            hand.photograph("plan-5000");
            hand.click("#plan-filter");
            hand.type("0499");
            hand.await("the filter", () -> list.getItems().size() == 1 + 1 + 11);
        }
    }

    @Test
    void guardedDeletionsMustBeTyped() {
        Plan plan = Plans.plan(Plans.target("web2", 14, 1_204), Plans.target("web3", 2, 0));
        try (StageHand hand = show(plan)) {
            hand.click("#plan-deletions");
            assertThat(approve(hand).isDisabled()).isTrue();
            assertThat(((Label) hand.find("#plan-obstacle")).getText()).contains("1,204");
            hand.photograph("plan-guarded");
            hand.press("Ctrl+Enter");
            assertThat(approved).isEmpty();
            hand.click("#plan-deletions-count");
            hand.type("1204");
            assertThat(approve(hand).isDisabled()).isFalse();
            assertThat(approve(hand).getText())
                    .isEqualTo("Sync 14 files to web2, then 2 to web3, and delete 1,204");
            hand.click("#plan-approve");
            assertThat(approved.getFirst().plan().count(Plan.Action.DELETE)).isEqualTo(1_204);
        }
    }

    private StageHand checked(Findings findings, Plan plan, Map<String, Long> entries) {
        StageHand hand =
                StageHand.show(
                        () -> {
                            List<Caution> cautions =
                                    List.of(
                                            new Caution(
                                                    "web1",
                                                    Caution.Kind.REFERENCE_UNREAD,
                                                    1,
                                                    List.of(TreePath.of("htdocs/private"))));
                            PlanModel model =
                                    Plans.checked(
                                            new PlanModel(Plans.pooled(), plan, entries, backstage),
                                            findings,
                                            cautions);
                            PlanDialog dialog = new PlanDialog(model, approved::add, () -> left++);
                            dialog.setMaxSize(StackPane.USE_PREF_SIZE, StackPane.USE_PREF_SIZE);
                            return new StackPane(dialog);
                        });
        hand.awaitNode(".plan-cell");
        hand.awaitNode(".plan-checks-node");
        return hand;
    }

    @Test
    void whatBlocksIsToldWithItsRemedyAndHinders() {
        Findings findings =
                new Findings(
                        List.of(
                                new Finding(
                                        "web3",
                                        Weight.TELLS,
                                        Kind.CLOCK,
                                        "Its clock is 3 s ahead of this machine's.",
                                        "Nothing needs to be done."),
                                new Finding(
                                        "web2",
                                        Weight.BLOCKS,
                                        Kind.SPACE,
                                        "The run needs 1.4 GB on the file system of /srv/www and"
                                                + " 212 MB are free, so it would stop half way.",
                                        "Make room there, or leave out what is large.")));
        try (StageHand hand = checked(findings, Plans.ordinary(), Map.of())) {
            assertThat(((Label) hand.find("#plan-checks-summary")).getText())
                    .isEqualTo("The run cannot begin: 1 finding blocks it, 1 warning, 1 note.");
            assertThat(approve(hand).isDisabled()).isTrue();
            Label first = (Label) hand.find(".plan-checks-weight");
            assertThat(first.getText()).isEqualTo("blocks");
            hand.press("Ctrl+Enter");
            assertThat(approved).isEmpty();
            hand.photograph("plan-blocked");
        }
    }

    @Test
    void muchChangedIsTypedAndNodesChangePlaces() {
        Plan plan = Plans.plan(Plans.target("web2", 14, 1), Plans.target("web3", 2, 0));
        try (StageHand hand = checked(new Findings(List.of()), plan, Map.of("web2", 20L))) {
            assertThat(((Label) hand.find("#plan-obstacle")).getText())
                    .isEqualTo("These changes need their number typed: 16.");
            hand.photograph("plan-much-changed");
            hand.click("#plan-changes-count");
            hand.type("16");
            Node list = hand.find("#plan-list");
            StageHand.run(list::requestFocus);
            hand.pulses(2);
            hand.press("Alt+Down");
            assertThat(approve(hand).getText()).isEqualTo("Sync 2 files to web3, then 14 to web2");
            hand.press("Alt+Up");
            assertThat(approve(hand).getText()).isEqualTo("Sync 14 files to web2, then 2 to web3");
            hand.click(".plan-mover:last-child");
            hand.photograph("plan-order");
            hand.press("Ctrl+Enter");
            assertThat(approved.getFirst().plan().targets())
                    .extracting(Plan.Target::node)
                    .containsExactly("web3", "web2");
        }
    }

    /// What stands beside it would jump.
    @Test
    void aBoxThatIsOpenedKeepsItsWidth() {
        try (StageHand hand = show(Plans.ordinary())) {
            for (String box : List.of("#plan-kind", "#plan-batches")) {
                Region choice = (Region) hand.find(box);
                double before = StageHand.onFx(choice::getWidth);
                hand.click(box);
                hand.press("Down");
                hand.press("Enter");
                hand.pulses(3);
                assertThat(StageHand.<Double>onFx(choice::getWidth)).isEqualTo(before);
                double needed = StageHand.onFx(() -> choice.lookup(".label").prefWidth(-1));
                double has = StageHand.onFx(() -> ((Region) choice.lookup(".label")).getWidth());
                assertThat(has).isGreaterThanOrEqualTo(needed);
            }
        }
    }

    @Test
    void escapeLeaves() {
        try (StageHand hand = show(Plans.ordinary())) {
            hand.press("Esc");
            assertThat(left).isEqualTo(1);
            assertThat(approved).isEmpty();
        }
    }

    @Test
    void aboveTheWindowTheCardGoesWithItsAnswer() {
        Overlay overlay = StageHand.onFx(Overlay::new);
        PlanModel model =
                StageHand.onFx(
                        () -> new PlanModel(Plans.pooled(), Plans.ordinary(), Map.of(), backstage));
        try (StageHand hand = StageHand.show(() -> new StackPane(overlay.node()))) {
            StageHand.run(() -> PlanDialog.show(overlay, model, approved::add));
            hand.awaitNode(".plan-cell");
            hand.photograph("plan-above-window");
            hand.press("Esc");
            assertThat(StageHand.<Boolean>onFx(overlay::isShowing)).isFalse();
            StageHand.run(() -> PlanDialog.show(overlay, model, approved::add));
            hand.awaitNode(".plan-cell");
            hand.press("Ctrl+Enter");
            assertThat(StageHand.<Boolean>onFx(overlay::isShowing)).isFalse();
            assertThat(approved).hasSize(1);
        }
    }

    @Test
    void everyLineAndFieldHasAName() {
        try (StageHand hand = show(Plans.ordinary())) {
            assertThat(hand.find(".plan-is-row").getAccessibleText()).isNotBlank();
            for (String id : List.of("#plan-filter", "#plan-wait", "#plan-limit", "#plan-list")) {
                assertThat(hand.find(id).getAccessibleText()).as(id).isNotBlank();
            }
        }
    }
}
