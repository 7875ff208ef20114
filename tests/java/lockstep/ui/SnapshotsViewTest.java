package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import lockstep.fault.Fault;
import lockstep.present.FakeOperations;
import lockstep.present.FakeSnapshots;
import lockstep.present.RollbackModel;
import lockstep.present.SnapshotsModel;
import lockstep.run.Rollback;
import lockstep.state.Course;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The Snapshots screen at its jobs, by pointer and by keys.
class SnapshotsViewTest {
    private static FakeOperations shop(int nodes) {
        FakeOperations shop = FakeOperations.shop(nodes);
        shop.kept().stocked();
        return shop;
    }

    private static SnapshotsModel model(ConsoleStage stage) {
        return stage.cluster().snapshots();
    }

    private static RollbackModel found(ConsoleStage stage) {
        return Objects.requireNonNull(model(stage).rollbackProperty().get());
    }

    private static void awaitChange(ConsoleStage stage) {
        stage.hand()
                .await("what would change", () -> model(stage).rollbackProperty().get() != null);
        stage.hand().awaitNode("#roll-back");
        stage.hand().pulses(6);
    }

    private static void open(ConsoleStage stage) {
        stage.hand().click("#tab-snapshots");
        stage.hand().await("the shelves", () -> model(stage).shelvesProperty().get() != null);
        stage.hand().pulses(4);
    }

    private static String text(ConsoleStage stage, String id) {
        return StageHand.onFx(() -> ((Label) stage.hand().find(id)).getText());
    }

    private static String button(ConsoleStage stage) {
        return StageHand.onFx(() -> ((Button) stage.hand().find("#roll-back")).getText());
    }

    private static void choose(ConsoleStage stage, String node, int back) {
        StageHand.run(() -> model(stage).choose(model(stage).of(node).get(back)));
        stage.hand().pulses(3);
    }

    @Test
    void fromABrokenNodeToRollingItBackAreTwoClicks() {
        FakeOperations shop = shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().click("#back-web2");
            awaitChange(stage);
            assertThat(button(stage)).isEqualTo("Roll back web2 to 13:40: 7 put back, 2 removed");
            stage.hand().photograph("snapshots-3-offer");
            stage.hand().await("the focus", () -> stage.hand().find("#roll-back").isFocused());
            stage.hand().click("#roll-back");
            stage.hand().awaitNode("#run-title");
            stage.hand().await("the end", () -> !stage.cluster().syncs().runningProperty().get());
            stage.hand().await("the title", () -> text(stage, "#run-title").contains("as at"));
            assertThat(text(stage, "#run-title")).isEqualTo("web2 is as at 13:40, verified.");
            stage.hand().photograph("snapshots-3-run");
            assertThat(shop.kept().rolledBack().getFirst().nodes()).containsExactly("web2");
            assertThat(shop.kept().manners().getFirst().course()).isEqualTo(Course.ROLLBACK);
            assertThat(shop.kept().manners().getFirst().snapshot()).isTrue();
        }
    }

    @Test
    void onlyTickedRowsAreRolledBack() {
        FakeOperations shop = shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().click("#back-web2");
            awaitChange(stage);
            StageHand.run(
                    () -> {
                        var drift =
                                Objects.requireNonNull(found(stage).matrix().viewProperty().get());
                        for (int row = 0; row < drift.tree().rows(); row++) {
                            if (drift.tree().visibleName(row).equals("app.js")) {
                                found(stage).matrix().tick(drift.tree().path(row));
                            }
                        }
                    });
            assertThat(button(stage)).isEqualTo("Roll back web2 to 13:40: 1 put back");
            StageHand.run(() -> found(stage).matrix().untickAll());
            assertThat(button(stage)).endsWith("7 put back, 2 removed");
        }
    }

    @Test
    void aMomentOfAllNodesIsOneChoice() {
        FakeOperations shop = shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.scan();
            stage.hand().press("Ctrl+Z");
            awaitChange(stage);
            assertThat(button(stage)).startsWith("Roll back web2 and web3 to 13:40: ");
            assertThat(text(stage, "#rollback-totals")).contains("web1: nothing to do");
            StageHand.run(() -> found(stage).show("web3"));
            stage.hand().pulses(5);
            stage.hand().photograph("snapshots-3-moment");
            stage.hand().click("#roll-back");
            stage.hand().await("the run", () -> !shop.kept().rolledBack().isEmpty());
            assertThat(
                            shop.kept().rolledBack().getFirst().targets().stream()
                                    .map(Rollback.Target::node))
                    .containsExactly("web2", "web3");
        }
    }

    @Test
    void withoutKeepingThePresentTheNumberOfRemovalsIsTyped() {
        FakeOperations shop = shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().click("#back-web2");
            awaitChange(stage);
            StageHand.run(() -> ((CheckBox) stage.hand().find("#rollback-keep")).fire());
            stage.hand().pulses(3);
            assertThat(stage.hand().find("#roll-back").isDisabled()).isTrue();
            stage.hand().photograph("snapshots-3-unkept");
            StageHand.run(() -> ((TextField) stage.hand().find("#rollback-typed")).setText("2"));
            assertThat(stage.hand().find("#roll-back").isDisabled()).isFalse();
            stage.hand().click("#roll-back");
            stage.hand().await("the run", () -> !shop.kept().manners().isEmpty());
            assertThat(shop.kept().manners().getFirst().snapshot()).isFalse();
        }
    }

    @Test
    void keysAloneChooseAndLook() {
        FakeOperations shop = shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            StageHand.run(() -> stage.hand().find("#timeline-web3").requestFocus());
            stage.hand().press("Right");
            stage.hand().press("Left");
            assertThat(text(stage, "#snapshot-title")).isEqualTo("web3 at 12:40");
            stage.hand().press("Right");
            assertThat(text(stage, "#snapshot-title")).isEqualTo("web3 at 13:40");
            stage.hand().photograph("snapshots-3-chosen");
            stage.hand().press("Enter");
            awaitChange(stage);
            assertThat(button(stage)).startsWith("Roll back web3 to 13:40");
            stage.hand().await("the focus", () -> stage.hand().find("#roll-back").isFocused());
            stage.hand().press("Enter");
            stage.hand().await("the run", () -> !shop.kept().rolledBack().isEmpty());
            assertThat(shop.kept().rolledBack().getFirst().nodes()).containsExactly("web3");
        }
    }

    @Test
    void aMomentThatTookMinutesSaysFromWhenToWhenAndWhoWasNotSeen() {
        FakeOperations shop = FakeOperations.shop(3);
        shop.kept()
                .keep("web1", FakeSnapshots.GOOD, "night1", "verified", "")
                .keep("web2", FakeSnapshots.GOOD.plusSeconds(120), "night1", "verified", "")
                .failing(
                        "web3",
                        new Fault.Unreachable("web3", "web3.example.org:22", "connection refused"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            StageHand.run(() -> model(stage).choose(model(stage).moments().getFirst()));
            stage.hand().pulses(3);
            assertThat(text(stage, "#snapshot-title")).isEqualTo("web1 and web2 at 13:40 to 13:42");
            Set<String> facts =
                    StageHand.onFx(
                            () ->
                                    stage
                                            .hand()
                                            .find("#snapshot-facts")
                                            .lookupAll(".label")
                                            .stream()
                                            .filter(Label.class::isInstance)
                                            .map(n -> ((Label) n).getText())
                                            .collect(Collectors.toSet()));
            assertThat(facts).contains("Not seen", "web3");
            stage.hand().click("#snapshot-preview");
            awaitChange(stage);
            assertThat(button(stage)).startsWith("Roll back web2 to 13:42: ");
        }
    }

    @Test
    void aDamagedOneIsRefused() {
        FakeOperations shop = shop(3);
        shop.kept().damaging(FakeSnapshots.GOOD, "k3f9qa");
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            choose(stage, "web2", 0);
            stage.hand().click("#snapshot-check");
            stage.hand().awaitNode("#snapshot-told");
            assertThat(text(stage, "#snapshot-told")).contains("DAMAGED", "assets/app.js");
            stage.hand()
                    .await(
                            "the mark",
                            () ->
                                    stage.hand()
                                                    .find("#timeline-web2")
                                                    .lookupAll(".mark-damaged")
                                                    .size()
                                            == 1);
            stage.hand().click("#snapshot-preview");
            stage.hand().awaitNode("#snapshot-refused");
            stage.hand().photograph("snapshots-3-damaged");
            assertThat(text(stage, "#snapshot-refused")).contains("never written back");
            assertThat(stage.hand().has("#roll-back")).isFalse();
        }
    }

    @Test
    void aSoundOneIsSaidToBeSo() {
        try (ConsoleStage stage = ConsoleStage.open(shop(3))) {
            open(stage);
            choose(stage, "web2", 0);
            stage.hand().click("#snapshot-check");
            stage.hand().awaitNode("#snapshot-told");
            assertThat(text(stage, "#snapshot-told"))
                    .isEqualTo(
                            "The snapshot of web2 at 13:40 is sound: all 55 entries are as they"
                                    + " were kept.");
        }
    }

    @Test
    void aNodeThatFailsIsToldInItsRow() {
        FakeOperations shop = shop(4);
        shop.kept()
                .failing(
                        "web3",
                        new Fault.Unreachable("web3", "web3.example.org:22", "connection refused"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            stage.hand().photograph("snapshots-4-failing");
            Set<String> told =
                    StageHand.onFx(
                            () ->
                                    stage
                                            .hand()
                                            .find("#timeline-web3")
                                            .lookupAll(".timeline-note")
                                            .stream()
                                            .map(n -> ((Label) n).getText())
                                            .collect(Collectors.toSet()));
            assertThat(told).anyMatch(line -> line.contains("connection refused"));
        }
    }

    @Test
    void whereThereIsNoneOneCanBeMade() {
        FakeOperations shop = FakeOperations.shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            stage.hand().awaitNode("#snapshots-empty");
            stage.hand().photograph("snapshots-3-empty");
            stage.hand().click("#snapshot-make-now");
            Label space = (Label) stage.hand().awaitNode("#make-space");
            stage.hand().await("the space", () -> space.getText().contains("web1"));
            stage.hand().photograph("snapshots-3-make");
            for (String node : List.of("web1", "web2", "web3")) {
                assertThat(stage.hand().find("#make-yes").isDisabled()).isFalse();
                StageHand.run(() -> ((CheckBox) stage.hand().find("#make-" + node)).fire());
            }
            assertThat(stage.hand().find("#make-yes").isDisabled()).isTrue();
            for (String node : List.of("web1", "web2", "web3")) {
                StageHand.run(() -> ((CheckBox) stage.hand().find("#make-" + node)).fire());
            }
            stage.hand().click("#make-yes");
            stage.hand().await("the snapshots", () -> shop.kept().of("web3").size() == 1);
            stage.hand().await("the shelves", () -> !model(stage).moments().isEmpty());
            stage.hand().awaitNode("#timelines");
            assertThat(stage.hand().has("#snapshots-empty")).isFalse();
            assertThat(shop.kept().of("web1")).hasSize(1);
        }
    }

    @Test
    void pinnedAndUnpinned() {
        FakeOperations shop = shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            choose(stage, "web2", 0);
            stage.hand().click("#snapshot-pin");
            stage.hand().awaitNode("#pin-why");
            assertThat(stage.hand().find("#pin-yes").isDisabled()).isTrue();
            stage.hand().type("sale");
            // What was asked about is pinned, whatever is chosen by then.
            choose(stage, "web3", 1);
            stage.hand().click("#pin-yes");
            stage.hand()
                    .await("the pin", () -> shop.kept().of("web2").getFirst().pin().isPresent());
            choose(stage, "web2", 0);
            stage.hand().awaitNode("#snapshot-unpin");
            assertThat(shop.kept().of("web2").getFirst().pin()).contains("sale");
            stage.hand().click("#snapshot-unpin");
            stage.hand().awaitNode("#snapshot-pin");
            assertThat(shop.kept().of("web2").getFirst().pin()).isEmpty();
        }
    }

    @Test
    void removedAfterTellingWhatThatFrees() {
        FakeOperations shop = shop(3);
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            open(stage);
            choose(stage, "web2", 1);
            stage.hand().click("#snapshot-remove");
            Label freed = (Label) stage.hand().awaitNode("#remove-freed");
            stage.hand().await("the bytes", () -> freed.getText().contains("48 MB"));
            stage.hand().click("#remove-yes");
            stage.hand().await("it is gone", () -> model(stage).of("web2").size() == 3);
            stage.hand().await("no choice", () -> model(stage).chosenProperty().get() == null);
            assertThat(shop.kept().of("web3")).hasSize(4);
        }
    }

    @Tag("long")
    @Test
    void hundredsOnTwelveNodesStayLegible() {
        FakeOperations shop = shop(12);
        for (int i = 1; i <= 300; i++) {
            for (int node = 1; node <= 12; node++) {
                shop.kept()
                        .keep(
                                "web" + node,
                                FakeSnapshots.GOOD.minusSeconds(90_000L + i * 7_200L),
                                "s" + i,
                                i % 3 == 0 ? "" : "verified",
                                "");
            }
        }
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.hand().click("#back-web6");
            awaitChange(stage);
            stage.hand().photograph("snapshots-12-many");
            int marks =
                    StageHand.onFx(
                            () ->
                                    stage.hand()
                                            .find("#timeline-web6")
                                            .lookupAll(".timeline-mark")
                                            .size());
            assertThat(marks).isBetween(10, 60);
        }
    }
}
