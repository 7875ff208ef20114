package lockstep.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.journal.History;
import lockstep.journal.History.Topic;
import lockstep.present.HistoryModel.Form;
import lockstep.present.HistoryModel.Span;
import lockstep.report.HistoryLine;
import lockstep.run.HistoryOperations;
import lockstep.run.Trend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history of a cluster as the window has it, from a real journal.
class HistoryModelTest {
    @TempDir Path directory;

    private final ScreenQueue screen = new ScreenQueue();
    private PastJournal past;
    private HistoryModel model;

    @BeforeEach
    void begin() {
        past = PastJournal.of(3, directory);
        model = model(past.history());
    }

    @AfterEach
    void end() {
        past.close();
    }

    private HistoryModel model(HistoryOperations history) {
        return new HistoryModel("shop", history, InstantSource.fixed(Shop.NOW), screen.backstage());
    }

    private void settle() {
        screen.until("the reading", () -> !model.readingProperty().get());
    }

    private List<String> results() {
        return model.linesProperty().get().stream().map(HistoryLine::result).toList();
    }

    private List<String> kinds() {
        return model.linesProperty().get().stream().map(HistoryLine::kind).toList();
    }

    /// A week of everything.
    private void fill() {
        past.ago(Duration.ofDays(6)).scanned(0, 0);
        past.ago(Duration.ofDays(5)).scanned(14, 2);
        past.ago(Duration.ofHours(30)).ran("k3f9qa", 2_400_000, 68_000_000, "web2", "web3");
        past.ago(Duration.ofHours(20)).kept("n00001", "web1", "web2", "web3");
        past.ago(Duration.ofHours(10)).switched("web2", "new kernel");
        past.ago(Duration.ofHours(5)).chose("web3", "broke a lock", "eve@lap");
        past.ago(Duration.ofHours(3)).failed("bad001", "web2", "web3");
        past.ago(Duration.ofHours(1)).scanned(3, -1);
    }

    @Test
    void everythingIsToldTheNewestFirst() {
        fill();
        model.open();
        settle();
        assertThat(kinds())
                .containsExactly(
                        "scan",
                        "run",
                        "choice",
                        "put back",
                        "taken out",
                        "snapshot",
                        "run",
                        "scan",
                        "scan");
        assertThat(results().getFirst())
                .isEqualTo("web2 differs in 3 entries · web3 not scanned (by content)");
        assertThat(results().getLast())
                .isEqualTo("All 3 nodes are identical by content: 1,204 entries.");
        HistoryLine snapshots = model.linesProperty().get().get(5);
        assertThat(snapshots.nodes()).containsExactly("web1", "web2", "web3");
        HistoryLine run = model.linesProperty().get().get(6);
        assertThat(run.run()).isEqualTo("k3f9qa");
        assertThat(run.sent()).hasValue(4_800_000);
        assertThat(run.why()).isEqualTo("release 4.2");
        assertThat(model.count()).isEqualTo("9 lines");
    }

    @Test
    void itIsNarrowedByKindTextAndOutcome() {
        fill();
        model.open();
        settle();
        model.failedOnlyProperty().set(true);
        assertThat(kinds()).containsExactly("scan", "run");
        model.failedOnlyProperty().set(false);
        model.textProperty().set("KERNEL");
        assertThat(kinds()).containsExactly("taken out");
        assertThat(model.isFiltered()).isTrue();
        model.textProperty().set("");
        model.toggle(Topic.SCAN);
        settle();
        assertThat(kinds()).doesNotContain("scan").hasSize(6);
        assertThat(model.shows(Topic.SCAN)).isFalse();
        model.showAll();
        settle();
        assertThat(kinds()).hasSize(9);
        model.choose(Span.DAY);
        settle();
        assertThat(kinds()).hasSize(6);
    }

    /// Of any length, but never all at once.
    @Test
    void olderEntriesAreReadWhenTheyAreAskedFor() {
        for (int i = 0; i < HistoryModel.PAGE + 30; i++) {
            past.scanned(1, 2);
        }
        model.open();
        settle();
        assertThat(kinds()).hasSize(HistoryModel.PAGE);
        assertThat(model.hasOlder()).isTrue();
        assertThat(model.count()).isEqualTo("200 lines of the newest 200 entries");
        model.older();
        settle();
        assertThat(kinds()).hasSize(HistoryModel.PAGE + 30);
        assertThat(model.hasOlder()).isFalse();
    }

    @Test
    void whatIsWrittenMeanwhileIsShownWhileSomebodyLooks() {
        model.open();
        settle();
        assertThat(kinds()).isEmpty();
        past.scanned(1, 0);
        model.look();
        screen.until("the scan", () -> kinds().equals(List.of("scan")));
        model.leave();
        past.scanned(1, 0);
        model.look();
        assertThat(model.readingProperty().get()).isFalse();
        model.open();
        settle();
        assertThat(kinds()).hasSize(2);
    }

    /// And shown again as soon as it can be read.
    @Test
    void aJournalThatCannotBeReadIsAProblemUntilItCan() {
        List<Fault> broken =
                new ArrayList<>(
                        List.of(
                                new Fault.GuardTripped(
                                        "journal.db",
                                        "The journal could not be read: disk error.",
                                        "Check the disk.")));
        fill();
        model = model(new Frail(past.history(), broken));
        model.open();
        screen.until("the problem", () -> model.problemProperty().get() != null);
        assertThat(Objects.requireNonNull(model.problemProperty().get()).what())
                .contains("disk error");
        broken.clear();
        model.look();
        screen.until("the lines", () -> kinds().size() == 9);
        assertThat(model.problemProperty().get()).isNull();
    }

    @Test
    void itIsSavedAsItIsShown() throws Exception {
        fill();
        past.chose("web3", "=cmd()", "<script>");
        model.open();
        settle();
        Path csv = directory.resolve(model.fileName(Form.CSV));
        save(Form.CSV, csv);
        assertThat(Files.readAllLines(csv)).hasSize(11);
        assertThat(Files.readString(csv)).contains("'=cmd()");
        model.textProperty().set("web");
        Path page = directory.resolve(model.fileName(Form.HTML));
        assertThat(page.toString()).endsWith("history-shop.html");
        save(Form.HTML, page);
        assertThat(Files.readString(page))
                .contains("<svg", "Last 30 days", "“web”", "k3f9qa", "&lt;script&gt;")
                .doesNotContain("<script");
        List<String> told = new ArrayList<>();
        Path nowhere = directory.resolve("missing/history.csv");
        model.save(Form.CSV, nowhere, _ -> told.add("saved"), problem -> told.add(problem.what()));
        screen.until("the refusal", () -> !told.isEmpty());
        assertThat(told).singleElement().asString().contains("could not be written");
    }

    private void save(Form form, Path file) {
        List<Path> saved = new ArrayList<>();
        model.save(form, file, saved::add, problem -> saved.add(Path.of(problem.what())));
        screen.until("the file", () -> !saved.isEmpty());
        assertThat(saved).containsExactly(file);
    }

    /// Fails as long as there is a fault.
    private record Frail(HistoryOperations whole, List<Fault> faults) implements HistoryOperations {
        private void check() throws FaultException {
            if (!faults.isEmpty()) {
                throw new FaultException(faults.getFirst());
            }
        }

        @Override
        public History.Page page(History.Question asked) throws FaultException {
            check();
            return whole.page(asked);
        }

        @Override
        public Trend trend(java.time.Instant from, java.time.Instant to) throws FaultException {
            check();
            return whole.trend(from, to);
        }

        @Override
        public long latest() throws FaultException {
            check();
            return whole.latest();
        }
    }
}
