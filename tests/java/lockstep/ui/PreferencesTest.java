package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.control.Hyperlink;
import lockstep.present.FakeOperations;
import lockstep.present.Preferences;
import lockstep.present.Preferences.Colours;
import lockstep.present.Preferences.Opening;
import org.junit.jupiter.api.Test;

/// What an operator prefers, chosen in the window and followed by it.
class PreferencesTest {
    private static final Path SHOP = Path.of("/home/ops/shop.toml");
    private static final Path MEDIA = Path.of("/home/ops/clusters/media.toml");

    private static Preferences now(ConsoleStage stage) {
        return StageHand.onFx(() -> stage.model().preferencesProperty().get());
    }

    @Test
    void aChoiceHoldsAtOnce() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand hand = stage.hand();
            hand.press("Ctrl+Comma");
            hand.awaitNode("#preferences-colours");
            hand.photograph("console-3-preferences");
            hand.choose("#preferences-colours", "dark");
            hand.choose("#preferences-opening", "scan by content, every byte");
            assertThat(hand.theme().appearanceProperty().get()).isEqualTo(Theme.Appearance.DARK);
            assertThat(now(stage).colours()).isEqualTo(Colours.DARK);
            assertThat(now(stage).opening()).isEqualTo(Opening.CONTENT);
            hand.press("Esc");
            hand.press("Ctrl+L");
            assertThat(hand.theme().appearanceProperty().get()).isEqualTo(Theme.Appearance.LIGHT);
            assertThat(now(stage).colours()).isEqualTo(Colours.LIGHT);
        }
    }

    @Test
    void anOpenedClusterIsScannedAsPreferredAndRemembered() {
        try (ConsoleStage stage = ConsoleStage.empty(FakeOperations.shop(3))) {
            StageHand.run(
                    () -> {
                        stage.model().prefer(before -> before.with(Opening.METADATA));
                        stage.model().open(SHOP);
                    });
            stage.hand().awaitNode("#matrix");
            stage.hand()
                    .await(
                            "the scan",
                            () -> stage.cluster().scans().comparisonProperty().get() != null);
            assertThat(now(stage).recent()).containsExactly(SHOP);
        }
    }

    @Test
    void aFileThatWasOpenedBeforeIsOpenedByAClickOrForgotten() {
        try (ConsoleStage stage = ConsoleStage.empty(FakeOperations.shop(3))) {
            StageHand hand = stage.hand();
            StageHand.run(() -> stage.model().prefer(p -> p.opened(SHOP).opened(MEDIA)));
            hand.awaitNode("#recent .hyperlink");
            hand.photograph("console-recent");
            hand.click("#forget");
            hand.await("forgotten", () -> now(stage).recent().equals(java.util.List.of(SHOP)));
            hand.click(hand.find(Hyperlink.class, link -> link.getText().equals("shop")));
            hand.awaitNode("#matrix");
            hand.click("#cluster-menu");
            hand.awaitNode("#menu-recent");
            assertThat(now(stage).recent()).containsExactly(SHOP);
        }
    }
}
