package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import lockstep.fault.Fault;
import lockstep.fleet.Cluster;
import lockstep.pool.State;
import lockstep.present.FakeOperations;
import lockstep.present.PoolBoard.Change;
import lockstep.present.PoolBoard.Event;
import lockstep.present.PoolRow;
import lockstep.present.Shop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The pools in the window: what the balancers say, and the switches.
class PoolsViewTest {
    private static void open(ConsoleStage stage) {
        stage.hand().click("#tab-pools");
        stage.hand().awaitNode("#pools-table");
        looks(stage, 2);
    }

    /// Waits for some more looks, ten seconds apart by the window's clock.
    private static void looks(ConsoleStage stage, int many) {
        for (int i = 0; i < many; i++) {
            var before = StageHand.onFx(() -> stage.cluster().board().lookedProperty().get());
            stage.pass(Duration.ofSeconds(10));
            stage.hand()
                    .await(
                            "a look",
                            () -> !stage.cluster().board().lookedProperty().get().equals(before));
        }
        stage.hand().pulses(3);
    }

    @SuppressWarnings("unchecked")
    private static TableView<PoolRow> table(ConsoleStage stage) {
        return (TableView<PoolRow>) stage.hand().find("#pools-table");
    }

    private static List<String> states(ConsoleStage stage) {
        return StageHand.onFx(
                () -> table(stage).getItems().stream().map(row -> row.sight().state()).toList());
    }

    private static void select(ConsoleStage stage, int row) {
        StageHand.run(
                () -> {
                    table(stage).getSelectionModel().select(row);
                    table(stage).requestFocus();
                });
    }

    private static boolean isOffered(ConsoleStage stage, String button) {
        return stage.hand().stage().getScene().lookup(button).isVisible();
    }

    private static List<Event> events(ConsoleStage stage) {
        return StageHand.onFx(() -> List.copyOf(stage.cluster().board().events()));
    }

    @Test
    void aNodeIsTakenOutAndPutBackFromItsRow() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            assertThat(states(stage)).containsOnly("in the pool").hasSize(3);
            select(stage, 1);
            Button out = (Button) stage.hand().awaitNode("#pools-out");
            assertThat(StageHand.onFx(out::getText)).isEqualTo("Take web2 out …");
            stage.hand().press("Enter");
            stage.hand().click("#switch-DRAIN");
            stage.hand().await("the drain", () -> !stage.isIn("web2"));
            looks(stage, 1);
            assertThat(states(stage)).containsExactly("in the pool", "draining", "in the pool");
            assertThat(events(stage)).first().extracting(Event::change).isEqualTo(Change.OUT);
            stage.hand().photograph("pools-3-out");
            stage.hand().click("#pools-back");
            stage.hand().await("back", () -> stage.isIn("web2"));
            looks(stage, 1);
            assertThat(events(stage))
                    .extracting(Event::change)
                    .containsExactly(Change.BACK, Change.OUT);
            assertThat(events(stage).getFirst().words())
                    .isEqualTo("web2 in lb1/shop: draining → in the pool · L7OK 200");
        }
    }

    @Test
    void aBalancerThatDoesNotAnswerIsToldAndNothingIsShownAsKnown() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            shop.silence(
                    new Fault.BalancerUnreachable(
                            "lb1", "lb1.example.org:9999", "connection refused"));
            looks(stage, 2);
            assertThat(states(stage)).containsOnly("unknown");
            Label told = (Label) stage.hand().awaitNode("#pools-told");
            assertThat(StageHand.onFx(told::getText)).contains("lb1", "connection refused");
            select(stage, 0);
            assertThat(StageHand.onFx(() -> isOffered(stage, "#pools-out"))).isFalse();
            assertThat(StageHand.onFx(() -> isOffered(stage, "#pools-back"))).isFalse();
            stage.hand().photograph("pools-3-silent");
        }
    }

    @Test
    void aClusterWithoutABalancerLeadsToTheEditor() {
        Cluster shop = Shop.cluster(3);
        Cluster alone =
                new Cluster(shop.name(), shop.nodes(), shop.reference(), shop.rules(), List.of());
        try (ConsoleStage stage = ConsoleStage.open(new FakeOperations(alone, Shop.listings(3)))) {
            stage.hand().click("#tab-pools");
            assertThat(stage.hand().awaitNode("#pools-add").isVisible()).isTrue();
            stage.hand().photograph("pools-empty");
        }
    }

    @Test
    @Tag("long")
    void twelveNodesAndAnHour() {
        FakeOperations shop = FakeOperations.shop(12);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            shop.state("web5", State.DOWN);
            looks(stage, 20);
            shop.state("web5", State.UP);
            looks(stage, 20);
            stage.hand().click("#pools-HOUR");
            stage.hand().pulses(3);
            assertThat(states(stage)).hasSize(12);
            assertThat(events(stage))
                    .extracting(Event::change)
                    .containsExactly(Change.BACK, Change.FAILED);
            stage.hand().photograph("pools-12");
        }
    }
}
