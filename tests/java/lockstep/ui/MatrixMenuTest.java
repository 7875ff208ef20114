package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.input.Clipboard;
import lockstep.present.FakeOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is copied from the matrix, and exported.
class MatrixMenuTest {
    @TempDir Path directory;

    private static String copied() {
        return StageHand.onFx(
                () -> Optional.ofNullable(Clipboard.getSystemClipboard().getString()).orElse(""));
    }

    @Test
    void aPathAndTheRowsShownAreCopied() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand hand = stage.hand();
            stage.scan();
            stage.select("app.js");
            hand.press("Ctrl+C");
            hand.await("the path", () -> copied().equals("assets/app.js"));
            hand.rightClick(stage.row("app.js"));
            hand.photograph("console-3-menu");
            hand.click("#matrix-copy-rows");
            hand.await("the rows", () -> copied().lines().count() > 10);
            assertThat(copied()).contains("debug.log");
        }
    }

    @Test
    void theRowsShownAreExported() throws IOException {
        Path file = directory.resolve("drift.csv");
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            StageHand hand = stage.hand();
            stage.scan();
            StageHand.run(() -> stage.view().exportBy(_ -> Optional.of(file)));
            hand.rightClick(stage.row("app.js"));
            hand.click("#matrix-export");
            hand.await("the file", () -> Files.exists(file));
            hand.awaitShown(
                    ".status-bar .label",
                    l -> ((javafx.scene.control.Label) l).getText().startsWith("Exported to"));
        }
        assertThat(Files.readString(file)).startsWith("path,kind,web1").contains("only on web2");
    }
}
