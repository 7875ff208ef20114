package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import lockstep.present.FakeOperations;
import lockstep.present.PastRuns;
import lockstep.present.ReportsModel.Form;
import lockstep.run.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reports of runs in the window: from the run, from what it has left, and of those before.
class ReportCardTest {
    @TempDir private Path directory;

    private static FakeOperations shop() {
        return FakeOperations.shop(4)
                .past(PastRuns.proven("a7d2mm"))
                .waiting(PastRuns.failedInTheMiddle());
    }

    private static String text(ConsoleStage stage, String selector) {
        Label label = (Label) stage.hand().awaitNode(selector);
        return StageHand.onFx(label::getText);
    }

    private static List<String> all(ConsoleStage stage, String style) {
        return StageHand.onFx(
                () ->
                        stage.hand().find("#report").lookupAll(style).stream()
                                .map(label -> ((Label) label).getText())
                                .toList());
    }

    @Test
    void whatARunHasLeftHasAReport() {
        try (ConsoleStage stage = ConsoleStage.open(shop())) {
            stage.hand().click("#left-report");
            assertThat(text(stage, "#report-sentence"))
                    .startsWith(
                            "The run is NOT over, and waits for a person: 1 of 3 nodes is done.");
            assertThat(all(stage, ".report-proven"))
                    .containsExactly("web2", "identical, verified by content");
            assertThat(all(stage, ".report-in-doubt"))
                    .containsExactly(
                            "web3", "stopped in health, its files were verified by content");
            assertThat(all(stage, ".report-cell")).contains("3 of 5", "38 s", "2.4 MB", "68 MB");
            assertThat(all(stage, ".report-trouble"))
                    .containsExactly(
                            "web3: the health check got 503 from http://web3/health",
                            "differs: htdocs/odd name.txt: content");
            stage.hand().photograph("report-waiting");
        }
    }

    @Test
    void earlierRunsAreInTheMenu() {
        try (ConsoleStage stage = ConsoleStage.open(shop())) {
            stage.hand().click("#more");
            stage.hand().click("#menu-reports");
            ComboBox<?> run = (ComboBox<?>) stage.hand().awaitNode("#report-run");
            assertThat(run.getItems()).hasSize(2);
            StageHand.run(() -> run.getSelectionModel().select(1));
            assertThat(text(stage, "#report-sentence"))
                    .isEqualTo("All 2 nodes are identical to web1, verified by content.");
            stage.hand().photograph("report-proven");
            stage.hand().press("Esc");
            assertThat(stage.hand().has("#report")).isFalse();
        }
    }

    @Test
    void isSavedAndCopied() throws IOException {
        try (ConsoleStage stage = ConsoleStage.open(shop())) {
            StageHand.run(
                    () -> stage.view().saveBy((_, name) -> Optional.of(directory.resolve(name))));
            stage.hand().click("#left-report");
            stage.hand().click("#report-html");
            Path page = directory.resolve("lockstep-k3f9qa.html");
            stage.hand().await("saved", () -> said(stage).equals("Saved as " + page));
            assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("3 of 5");
            stage.hand().click("#report-text");
            Path plain = directory.resolve("lockstep-k3f9qa.txt");
            stage.hand().await("saved", () -> said(stage).equals("Saved as " + plain));
            stage.hand().click("#report-copy");
            stage.hand().await("copied", () -> said(stage).equals("Copied"));
            String copied = StageHand.onFx(() -> Clipboard.getSystemClipboard().getString());
            assertThat(copied)
                    .isEqualTo(Files.readString(plain))
                    .contains("web3: stopped in health, its files were verified by content");
        }
    }

    /// With the name that a file of the run is to have; nothing is said of what was not done.
    @Test
    void aDialogThatIsLeftSavesNothing() {
        List<String> proposed = new ArrayList<>();
        try (ConsoleStage stage = ConsoleStage.open(shop())) {
            StageHand.run(
                    () ->
                            stage.view()
                                    .saveBy(
                                            (form, name) -> {
                                                proposed.add(form + " " + name);
                                                return Optional.empty();
                                            }));
            stage.hand().click("#left-report");
            stage.hand().click("#report-copy");
            stage.hand().click("#report-html");
            stage.hand().click("#report-text");
            assertThat(proposed)
                    .containsExactly("HTML lockstep-k3f9qa.html", "TEXT lockstep-k3f9qa.txt");
            assertThat(directory).isEmptyDirectory();
            assertThat(said(stage)).isEqualTo("Copied");
            stage.hand().click("#report-close");
            assertThat(stage.hand().has("#report")).isFalse();
        }
    }

    @Test
    void aDiskThatRefusesIsTold() {
        try (ConsoleStage stage = ConsoleStage.open(shop())) {
            Path nowhere = directory.resolve("missing").resolve("report.html");
            StageHand.run(() -> stage.view().saveBy((_, _) -> Optional.of(nowhere)));
            stage.hand().click("#left-report");
            stage.hand().click("#report-html");
            stage.hand().await("the refusal", () -> said(stage).contains("could not be written"));
            assertThat(nowhere).doesNotExist();
        }
    }

    /// Also when another console has begun and ended one meanwhile.
    @Test
    void aRunThatHasEndedOffersItsOwn() {
        FakeOperations shop =
                FakeOperations.shop(3).past(PastRuns.proven("k3f9qa"), PastRuns.proven("a7d2mm"));
        try (ConsoleStage stage = ConsoleStage.open(shop)) {
            stage.scan();
            stage.plan();
            stage.hand().press("Ctrl+Enter");
            stage.hand().click("#run-report");
            ComboBox<?> run = (ComboBox<?>) stage.hand().awaitNode("#report-run");
            assertThat(run.getValue())
                    .isInstanceOfSatisfying(
                            Report.class,
                            report -> assertThat(report.head().id()).isEqualTo("k3f9qa"));
        }
    }

    @Test
    void withoutARunThatIsSaid() {
        try (ConsoleStage stage = ConsoleStage.open(FakeOperations.shop(3))) {
            stage.hand().click("#more");
            stage.hand().click("#menu-reports");
            stage.hand().awaitNode("#report-close");
            assertThat(stage.hand().has("#report")).isFalse();
            assertThat(Form.HTML.ending()).isEqualTo("html");
        }
    }

    private static String said(ConsoleStage stage) {
        return ((Label) stage.hand().find("#report-said")).getText();
    }
}
