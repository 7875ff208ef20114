package lockstep.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.TestInfo;

/// What became of each troubled run, as a table of Markdown in `target/faults`. A row is a case:
/// what happened, how the console ended, what was done then, requests that were answered and lost
/// meanwhile.
final class Ledger {
    private static final Path DIRECTORY = Path.of("target", "faults");

    private final Path file;
    private final SteadyLoad load;
    private final List<String> told = new ArrayList<>();
    private long before;

    /// @param name of the table
    Ledger(String name, SteadyLoad load) throws IOException {
        file = Files.createDirectories(DIRECTORY).resolve(name + ".md");
        Files.writeString(
                file, "| fault | the console | then | answered | lost |\n|---|---|---|---|---|\n");
        this.load = load;
    }

    /// Begins a case.
    void begin() {
        told.clear();
        before = load.answered();
    }

    /// Requests answered in this case.
    long answered() {
        return load.answered() - before;
    }

    /// The console that ran has ended.
    void ended(int code, String output) {
        String last = output.lines().filter(line -> !line.isBlank()).reduce("", (_, l) -> l);
        told.add(code + (code == 0 ? "" : ": " + last.strip().replace('|', '/')));
    }

    /// What was done about what it left.
    void then(String what) {
        told.add(what);
    }

    /// Writes the row of a case.
    void record(TestInfo test) throws IOException {
        String method = test.getTestMethod().orElseThrow().getName();
        String what = method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        String row = row(what + " " + test.getDisplayName().replaceAll(".*\\(.*\\)$", ""));
        Files.writeString(file, row, StandardOpenOption.APPEND);
    }

    private String row(String what) {
        String ended = told.isEmpty() ? "" : told.getFirst();
        String then = String.join(", ", told.subList(Math.min(1, told.size()), told.size()));
        return "| %s | %s | %s | %d | %d |\n"
                .formatted(what, ended, then, answered(), load.failed().size());
    }
}
