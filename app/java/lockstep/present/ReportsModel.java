package lockstep.present;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lockstep.fault.FaultException;
import lockstep.journal.RunRecord;
import lockstep.report.ReportHtml;
import lockstep.report.ReportText;
import lockstep.run.Operations;
import lockstep.run.Report;

/// What came of the last runs, as the journal knows it. Screen thread only; no method blocks.
public final class ReportsModel {
    private static final int MOST_RUNS = 100;

    private final Operations operations;
    private final Backstage backstage;
    private final Consumer<Throwable> trouble;

    /// A form in which a report leaves the window.
    public enum Form {
        /// A page for a browser.
        HTML("html"),
        /// Plain text.
        TEXT("txt");

        private final String ending;

        Form(String ending) {
            this.ending = ending;
        }

        /// How the names of such files end, without the dot.
        public String ending() {
            return ending;
        }

        /// A name for its file.
        public String fileName(Report report) {
            return "lockstep-" + report.head().id() + "." + ending;
        }
    }

    /// Reports to look at.
    ///
    /// @param all the newest first; empty when there was no run yet
    /// @param first the one that was asked for, else the newest
    public record Reports(List<Report> all, Optional<Report> first) {
        public Reports {
            all = List.copyOf(all);
        }
    }

    ReportsModel(Operations operations, Backstage backstage, Consumer<Throwable> trouble) {
        this.operations = operations;
        this.backstage = backstage;
        this.trouble = trouble;
    }

    /// Reads the journal.
    ///
    /// @param run the one to look at first; the newest when empty
    public void read(Optional<String> run, Consumer<Reports> shown) {
        backstage.work(() -> read(run), shown, trouble);
    }

    private Reports read(Optional<String> run) throws FaultException {
        List<RunRecord> records = new ArrayList<>(operations.runs(MOST_RUNS).reversed());
        if (run.isPresent() && records.stream().noneMatch(r -> r.head().id().equals(run.get()))) {
            operations.run(run.get()).ifPresent(records::add);
        }
        List<Report> all = records.stream().map(Report::of).toList();
        Optional<Report> asked =
                all.stream().filter(r -> run.stream().anyMatch(r.head().id()::equals)).findFirst();
        return new Reports(all, asked.or(() -> all.stream().findFirst()));
    }

    /// A report in that form.
    public static String text(Report report, Form form) {
        return switch (form) {
            case HTML -> ReportHtml.of(report);
            case TEXT -> ReportText.of(report);
        };
    }

    /// Writes a report to a file, in the place of what was there.
    ///
    /// @param saved told when it is written
    /// @param failed told why it is not
    public void save(
            Report report, Form form, Path file, Consumer<Path> saved, Consumer<Problem> failed) {
        backstage.work(
                () -> SavedText.write(file, out -> out.write(text(report, form))),
                saved,
                thrown -> failed.accept(Problem.of(thrown)));
    }
}
