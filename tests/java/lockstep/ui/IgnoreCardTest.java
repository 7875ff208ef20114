package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import lockstep.fault.FaultException;
import lockstep.fleet.ClusterFile;
import lockstep.present.FileClusters;
import lockstep.present.Shop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Leaving out what is pointed at, from the menu of the matrix to the file and the next scan.
class IgnoreCardTest {
    private final FileClusters clusters = new FileClusters(Shop.listings(3));
    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void write() throws FaultException {
        file = directory.resolve("shop.toml");
        ClusterFile.write(Shop.cluster(3), file);
    }

    private static String words(StageHand hand, String id) {
        Label label = (Label) hand.awaitNode(id);
        return StageHand.onFx(label::getText);
    }

    @Test
    void whatIsPointedAtIsLeftOutOnceItWasSeenWhatGoesWithIt() throws IOException {
        try (ConsoleStage stage = ConsoleStage.open(clusters, file)) {
            StageHand hand = stage.hand();
            stage.scan();
            stage.select("app.js");
            hand.rightClick(stage.row("app.js"));
            hand.click("#matrix-ignore");
            hand.await("looked", () -> shows(hand, "1 entry"));
            hand.photograph("console-3-ignore");
            hand.click("#ignore-choice-3");
            TextField rule = (TextField) hand.find("#ignore-rule");
            String text = StageHand.onFx(rule::getText);
            assertThat(text).isEqualTo("- /assets/*");
            hand.await("looked", () -> !shows(hand, "1 entry") && !shows(hand, "Looking"));
            assertThat(words(hand, "#ignore-warning")).contains("differ between nodes");
            hand.photograph("console-3-ignore-many");
            hand.click("#ignore-choice-2");
            hand.await("looked", () -> shows(hand, "1 entry"));
            hand.click("#ignore-add");
            hand.await("gone", () -> !hand.has("#ignore-rule"));
            hand.await(
                    "scanned again",
                    () -> stage.cluster().scans().comparisonProperty().get() != null);
            assertThat(Files.readString(file)).contains("    \"- *.js\",\n");
            assertThat(clusters.opened()).hasSize(2);
        }
    }

    private static boolean shows(StageHand hand, String words) {
        return hand.stage().getScene().lookup("#ignore-sentence") instanceof Label label
                && label.getText().startsWith(words);
    }

    @Tag("long")
    @Test
    void aRuleMayBeTypedAndWhatIsNoneCannotBeAdded() {
        try (ConsoleStage stage = ConsoleStage.open(clusters, file)) {
            StageHand hand = stage.hand();
            stage.scan();
            stage.select("robots.txt");
            hand.rightClick(stage.row("robots.txt"));
            hand.click("#matrix-ignore");
            TextField rule = (TextField) hand.awaitNode("#ignore-rule");
            StageHand.run(() -> rule.setText("- *"));
            hand.awaitNode("#ignore-warning");
            assertThat(words(hand, "#ignore-warning")).startsWith("This hides everything");
            hand.photograph("console-3-ignore-everything");
            StageHand.run(() -> rule.setText("nonsense"));
            assertThat(words(hand, "#ignore-complaint")).startsWith("This is no rule");
            RadioButton first = (RadioButton) hand.find("#ignore-choice-0");
            boolean chosen = StageHand.onFx(first::isSelected);
            assertThat(chosen).isFalse();
            assertThat(hand.find("#ignore-add").isDisabled()).isTrue();
            hand.photograph("console-3-ignore-wrong");
        }
    }
}
