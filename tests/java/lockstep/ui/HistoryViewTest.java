package lockstep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.History;
import lockstep.present.FakeOperations;
import lockstep.present.HistoryModel.Span;
import lockstep.present.PastJournal;
import lockstep.present.PastRuns;
import lockstep.report.HistoryLine;
import lockstep.run.HistoryOperations;
import lockstep.run.Report;
import lockstep.run.Trend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history of a cluster in the window, from a real journal.
class HistoryViewTest {
    @TempDir Path directory;

    private static FakeOperations shop(int nodes, HistoryOperations history) {
        FakeOperations shop = FakeOperations.shop(nodes);
        shop.telling(history);
        return shop;
    }

    private static void open(ConsoleStage stage) {
        stage.hand().click("#tab-history");
        stage.hand().awaitNode("#history-table");
        stage.hand().await("the journal", () -> !stage.cluster().history().readingProperty().get());
        stage.hand().pulses(5);
    }

    @SuppressWarnings("unchecked")
    private static List<HistoryLine> lines(ConsoleStage stage) {
        TableView<HistoryLine> table = (TableView<HistoryLine>) stage.hand().find("#history-table");
        return StageHand.onFx(() -> List.copyOf(table.getItems()));
    }

    /// The row of that kind and with these words, scrolled to where it can be seen.
    @SuppressWarnings("unchecked")
    private static TableRow<?> row(ConsoleStage stage, String kind, String words) {
        TableView<HistoryLine> table = (TableView<HistoryLine>) stage.hand().find("#history-table");
        StageHand.run(
                () ->
                        table.getItems().stream()
                                .filter(line -> line.kind().equals(kind))
                                .filter(line -> line.toString().contains(words))
                                .forEach(table::scrollTo));
        stage.hand().pulses(2);
        return stage.hand()
                .find(
                        TableRow.class,
                        row ->
                                row.getItem() instanceof HistoryLine line
                                        && line.kind().equals(kind)
                                        && line.toString().contains(words));
    }

    private static String text(ConsoleStage stage, String selector) {
        Label label = (Label) stage.hand().awaitNode(selector);
        return StageHand.onFx(label::getText);
    }

    private static void fill(PastJournal past) {
        past.ago(Duration.ofDays(6)).scanned(0, 0);
        past.ago(Duration.ofDays(5)).scanned(14, 2);
        past.ago(Duration.ofDays(4)).scanned(19, 2);
        past.ago(Duration.ofHours(80)).ran("a7d2mm", 2_400_000, 68_000_000, "web2", "web3");
        past.ago(Duration.ofHours(60)).scanned(0, 0);
        past.ago(Duration.ofHours(40)).scanned(2, 9);
        past.ago(Duration.ofHours(30)).kept("n00001", "web1", "web2", "web3");
        past.ago(Duration.ofHours(20)).switched("web2", "new kernel");
        past.ago(Duration.ofHours(9)).chose("web3", "broke a lock", "eve@lap");
        past.ago(Duration.ofHours(8)).failed("bad001", "web2", "web3");
        past.ago(Duration.ofHours(6)).rolledBack("back01", "web2");
        past.ago(Duration.ofHours(1)).scanned(3, -1);
    }

    @Test
    void aRunsReportIsOpenedAndWhatIsShownIsSaved() throws IOException {
        try (PastJournal past = PastJournal.of(3, directory)) {
            fill(past);
            FakeOperations shop = shop(3, past.history()).past(PastRuns.proven("a7d2mm"));
            try (ConsoleStage stage = ConsoleStage.open(shop)) {
                open(stage);
                assertThat(lines(stage)).hasSize(13);
                stage.hand().photograph("history-3");
                stage.hand().click(row(stage, "run", "a7d2mm"), 2);
                ComboBox<?> run = (ComboBox<?>) stage.hand().awaitNode("#report-run");
                assertThat(((Report) run.getValue()).head().id()).isEqualTo("a7d2mm");
                stage.hand().press("Esc");

                stage.hand().press("Ctrl+F");
                stage.hand().type("kernel");
                stage.hand().await("the filter", () -> shownLines(stage) == 1);
                stage.hand().press("Esc");
                stage.hand().await("all", () -> shownLines(stage) == 13);
                stage.hand().click("#history-failed");
                stage.hand().await("failed only", () -> shownLines(stage) == 2);
                save(stage);
                stage.hand().click("#history-SCAN");
                stage.hand().await("no scans", () -> shownLines(stage) == 1);
            }
        }
    }

    private static int shownLines(ConsoleStage stage) {
        return stage.cluster().history().linesProperty().get().size();
    }

    private void save(ConsoleStage stage) throws IOException {
        StageHand.run(
                () -> stage.view().history().saveBy(name -> Optional.of(directory.resolve(name))));
        Path csv = directory.resolve("history-shop.csv");
        stage.hand().click("#history-save");
        stage.hand().click("#history-csv");
        stage.hand().await("saved", () -> said(stage).equals("Saved as " + csv));
        assertThat(Files.readAllLines(csv)).hasSize(3).element(2).asString().contains("bad001");
        Path page = directory.resolve("history-shop.html");
        stage.hand().click("#history-save");
        stage.hand().click("#history-html");
        stage.hand().await("saved", () -> said(stage).equals("Saved as " + page));
        assertThat(Files.readString(page)).contains("<svg", "failed only", "health check got 503");
    }

    private static String said(ConsoleStage stage) {
        return ((Label) stage.hand().find("#history-said")).getText();
    }

    @Test
    void aScanShowsItsNumbersAndAChartItsValues() {
        try (PastJournal past = PastJournal.of(3, directory)) {
            fill(past);
            try (ConsoleStage stage = ConsoleStage.open(shop(3, past.history()))) {
                open(stage);
                stage.hand().click(row(stage, "scan", "web2 differs in 14"));
                stage.hand().press("Enter");
                stage.hand().awaitNode("#history-card");
                assertThat(labels(stage, "#history-card"))
                        .contains("4 missing, 10 other content", "14");
                stage.hand().photograph("history-scan");
                stage.hand().press("Esc");

                assertThat(labels(stage, "#history-trend .trend-legend"))
                        .containsExactly("web2 3", "web3 not scanned");
                StageHand.run(
                        () -> stage.hand().find("#history-trend .chart-focus").requestFocus());
                stage.hand().press("Left");
                assertThat(text(stage, "#history-trend .chart-readout"))
                        .contains("· by content", "web2 ");
                stage.hand().photograph("history-hover");
                StageHand.run(
                        () -> stage.hand().find("#history-bytes .chart-focus").requestFocus());
                stage.hand().press("Left");
                assertThat(text(stage, "#history-bytes .chart-readout"))
                        .contains("run bad001", "sent 1.0 kB", "saved 2.0 kB");
                stage.hand().press("Left");
                assertThat(text(stage, "#history-bytes .chart-readout")).contains("run a7d2mm");
            }
        }
    }

    private static List<String> labels(ConsoleStage stage, String in) {
        return StageHand.onFx(
                () ->
                        stage.hand().find(in).lookupAll(".label").stream()
                                .map(label -> ((Label) label).getText())
                                .toList());
    }

    @Tag("long")
    @Test
    void monthsOfTwelveNodesAreReadInPartsAndStayLegible() {
        try (PastJournal past = PastJournal.of(12, directory).busy(100)) {
            try (ConsoleStage stage = ConsoleStage.open(shop(12, past.history()))) {
                open(stage);
                stage.hand().photograph("history-12-month");
                StageHand.run(() -> stage.cluster().history().choose(Span.ALL));
                stage.hand().await("more", () -> stage.hand().has("#history-older"));
                stage.hand().pulses(5);
                int before = lines(stage).size();
                stage.hand().photograph("history-12-all");
                assertThat(labels(stage, "#history-trend .trend-legend"))
                        .hasSize(6)
                        .last()
                        .asString()
                        .startsWith("median of 6 others");
                stage.hand().click("#history-older");
                stage.hand().await("older ones", () -> shownLines(stage) > before);
            }
        }
    }

    @Test
    void nothingYetSaysWhatWillBeHere() {
        try (ConsoleStage stage = ConsoleStage.open(shop(3, PastJournal.nothing()))) {
            open(stage);
            stage.hand().photograph("history-nothing-lately");
            stage.hand().click("#history-span-all");
            stage.hand()
                    .await(
                            "the words",
                            () -> labelsNow(stage).contains("Nothing has happened yet"));
            stage.hand().photograph("history-empty");
            stage.hand().click("#history-RUN");
            stage.hand().click("#history-show-all");
            stage.hand()
                    .await(
                            "the words",
                            () -> labelsNow(stage).contains("Nothing has happened yet"));
            assertThat(stage.cluster().history().isFiltered()).isFalse();
        }
    }

    private static List<String> labelsNow(ConsoleStage stage) {
        return stage.hand().find("#history-table").lookupAll(".label").stream()
                .map(label -> ((Label) label).getText())
                .toList();
    }

    @Test
    void aJournalThatFailsIsToldWithWhatToDo() {
        HistoryOperations failing =
                new HistoryOperations() {
                    private FaultException fault() {
                        return new FaultException(
                                new Fault.GuardTripped(
                                        "journal.db",
                                        "The journal could not be read: database disk image is"
                                                + " malformed.",
                                        "Check the rights and the free space there."));
                    }

                    @Override
                    public History.Page page(History.Question asked) throws FaultException {
                        throw fault();
                    }

                    @Override
                    public Trend trend(Instant from, Instant to) throws FaultException {
                        throw fault();
                    }

                    @Override
                    public long latest() throws FaultException {
                        throw fault();
                    }
                };
        try (ConsoleStage stage = ConsoleStage.open(shop(3, failing))) {
            open(stage);
            assertThat(text(stage, "#history-problem"))
                    .contains("The history cannot be read", "malformed", "Check the rights");
            stage.hand().photograph("history-failing");
        }
    }

    /// Nothing in it is wider than the window.
    @Test
    void theBarFitsANarrowWindow() {
        try (PastJournal past = PastJournal.of(3, directory)) {
            fill(past);
            try (ConsoleStage stage = ConsoleStage.open(shop(3, past.history()))) {
                StageHand.run(() -> stage.hand().stage().setWidth(1_160));
                open(stage);
                var save = stage.hand().find("#history-save");
                Bounds at = StageHand.onFx(() -> save.localToScene(save.getLayoutBounds()));
                assertThat(at.getMaxX()).isLessThanOrEqualTo(1_160);
                stage.hand().photograph("history-narrow");
            }
        }
    }
}
